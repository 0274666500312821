#include "apply/work.h"
#include "apply/entry.h"
#include <string.h>

char *work_sum(const Statement *statement) {
    Sum sum = sum_lf(statement->text, statement->length);
    return sum_hex(&sum);
}

bool work_load(Work *work, GError **error) {
    const char *const values[] = {work->migration->version};
    g_autoptr(Rows) rows =
        pg_ask(work->run->pg, PG_ANY_ROWS("!!.!"),
               "SELECT idx, state, probe, pg_catalog.encode(sum, 'hex') FROM migrate.statement"
               " WHERE version = $1 ORDER BY idx",
               1, values, error);
    if (rows == NULL)
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
    g_free(work->version);
    for (guint i = 0; work->states != NULL && i < work->count; i++) {
        g_free(work->states[i]);
        g_free(work->probes[i]);
        g_free(work->sums[i]);
    }
    g_free(work->states);
    g_free(work->probes);
    g_free(work->sums);
}

bool work_is_done(const char *state) {
    return g_strcmp0(state, "done") == 0 || g_strcmp0(state, "satisfied") == 0;
}

/* The statement that writes the statement's row; `probe` NULL keeps the first attempt's. */
char *work_record_sql(const Work *work, const char *state, const char *probe,
                      const GError *failed) {
    const Statement *statement = &work->statements[work->at];
    g_auto(StatementClass) class = statement_classify(statement);
    const SqlFault *fault = failed == NULL ? NULL : pg_fault(failed);
    g_autofree char *sum = work_sum(statement), *kind = entry_quoted(work->run, class.kind->name),
                    *before = entry_quoted(work->run, probe),
                    *sqlstate = entry_quoted(work->run, fault == NULL ? NULL : fault->sqlstate),
                    *message = entry_quoted(work->run, failed == NULL ? NULL : failed->message);
    bool done = work_is_done(state), ended = strcmp(state, "intent") != 0;
    return g_strdup_printf(
        "WITH done AS (UPDATE migrate.migration"
        " SET statements_done = GREATEST(statements_done, %u) WHERE version = %s)"
        "INSERT INTO migrate.statement AS s (version, idx, sum, kind, state, probe, error_sqlstate,"
        " error, finished_at) VALUES (%s, %u, pg_catalog.decode('%s', 'hex'), %s, '%s', %s, %s, %s,"
        " %s)"
        " ON CONFLICT (version, idx) DO UPDATE SET sum = excluded.sum, kind = excluded.kind,"
        " state = excluded.state, probe = COALESCE(excluded.probe, s.probe),"
        " attempt = s.attempt + CASE WHEN excluded.state = 'intent' THEN 1 ELSE 0 END,"
        " finished_at = excluded.finished_at, error_sqlstate = excluded.error_sqlstate,"
        " error = excluded.error",
        done ? work->at + 1 : 0, work->version, work->version, work->at + 1, sum, kind, state,
        before, sqlstate, message, ended ? "pg_catalog.clock_timestamp()" : "NULL");
}

bool work_record(const Work *work, const char *state, const char *probe, const GError *failed,
                 GError **error) {
    g_autofree char *sql = work_record_sql(work, state, probe, failed);
    return pg_script(work->run->pg, sql, error);
}
