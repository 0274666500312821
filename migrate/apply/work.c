#include "apply/work.h"
#include "sql.h"
#include <string.h>

char *work_sum(const Statement *statement) {
    Sum sum = sum_lf(statement->text, statement->end - statement->offset);
    return sum_hex(&sum);
}

bool work_load(Work *work, GError **error) {
    const char *const values[] = {work->migration->key};
    g_autoptr(Rows) rows = pg_ask(work->run->pg, PG_ANY_ROWS("!!.!"),
                                  ledger_sql(SQL_statement_read), 1, values, error);
    if (!rows)
        return false;
    guint64 size = work->count + 1;
    for (guint i = 0; i < rows_count(rows); i++)
        size = MAX(size, g_ascii_strtoull(rows_value(rows, i, 0), NULL, 10) + 1);
    work->states = g_new0(char *, size);
    work->probes = g_new0(char *, size);
    work->sums = g_new0(char *, size);
    for (guint i = 0; i < rows_count(rows); i++) {
        guint64 idx = g_ascii_strtoull(rows_value(rows, i, 0), NULL, 10) - 1;
        work->states[idx] = g_strdup(rows_value(rows, i, 1));
        work->probes[idx] = g_strdup(rows_value(rows, i, 2));
        work->sums[idx] = g_strdup(rows_value(rows, i, 3));
    }
    return true;
}

void work_clear(Work *work) {
    for (guint i = 0; work->states && i < work->count; i++) {
        g_free(work->states[i]);
        g_free(work->probes[i]);
        g_free(work->sums[i]);
    }
    g_free(work->states);
    g_free(work->probes);
    g_free(work->sums);
    g_clear_pointer(&work->directives, g_ptr_array_unref);
}

bool work_is_done(const char *state) {
    return g_strcmp0(state, "done") == 0 || g_strcmp0(state, "satisfied") == 0;
}

PgStatement work_row(const Work *work, Arena *arena, const char *state, const char *probe,
                     const GError *failed, const char *path) {
    const Statement *statement = &work->statements[work->at];
    g_auto(StatementClass) class = statement_classify(statement);
    const SqlFault *fault = failed ? pg_fault(failed) : NULL;
    g_autofree char *sum = work_sum(statement);
    const char *const values[] = {work->migration->key,
                                  arena_printf(arena, "%u", work->at + 1),
                                  sum,
                                  class.kind->name,
                                  state,
                                  probe,
                                  fault ? fault->sqlstate : NULL,
                                  failed ? failed->message : NULL,
                                  work_is_done(state) ? "true" : "false",
                                  path};
    enum { COUNT = G_N_ELEMENTS(values) };
    const char **copies = arena_alloc(arena, COUNT * sizeof *copies);
    for (guint i = 0; i < COUNT; i++)
        copies[i] = arena_strdup(arena, values[i]);
    const char *sql = ledger_sql(SQL_statement_row);
    return (PgStatement){.text = sql, .length = strlen(sql), .count = COUNT, .values = copies};
}

bool work_record(const Work *work, const char *state, const char *probe, const GError *failed,
                 GError **error) {
    g_autoptr(Arena) arena = arena_new();
    PgStatement row = work_row(work, arena, state, probe, failed, run_path(work->run));
    g_autoptr(Rows) rows = pg_query(work->run->pg, row.text, row.count, row.values, error);
    return rows;
}
