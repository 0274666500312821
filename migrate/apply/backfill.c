#include "apply/backfill.h"
#include "apply/entry.h"
#include "apply/fault_point.h"
#include "apply/preflight.h"
#include "apply/pressure.h"
#include "apply/transactional.h"
#include "history/directions.h"
#include "sql.h"
#include <string.h>

enum { TELL_EVERY = 1000 };
#define COUNTED "batches of "

/* A statement in batches. Keys are values of the column, as text. */
typedef struct {
    const Work *work;
    const Batching *batching;
    Batched batched;
    char *table;      /* for statements of ours */
    char *column;     /* the same */
    char *what;       /* COUNTED, the table and the key, as the ledger has it */
    char *last, *end; /* the last key that is done, and the greatest; NULL: none */
    guint batches;
    gint64 rows, total, rows_before; /* rows that are done; in all, about; by earlier runs */
    gint64 began, told;
    bool waits; /* as was told */
} Backfill;

static void backfill_clear(Backfill *backfill) {
    batched_clear(&backfill->batched);
    g_free(backfill->table);
    g_free(backfill->column);
    g_free(backfill->what);
    g_free(backfill->last);
    g_free(backfill->end);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Backfill, backfill_clear)

/* --- the table */

static bool refuse(const Backfill *backfill, const char *why, GError **error) {
    const Statement *statement = &backfill->work->statements[backfill->work->at];
    g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                "%s:%u:%u: the statement cannot be carried out in batches: %s",
                backfill->work->path, statement->line, statement->column, why);
    return false;
}

static const char *fault_of(const Rows *rows) {
    if (rows_count(rows) == 0)
        return "there is no such table";
    if (strcmp(rows_value(rows, 0, 4), "t") == 0)
        return "its table has no such column as the key";
    if (strcmp(rows_value(rows, 0, 1), "t") == 0)
        return "the key may be NULL, and rows where it is would be left out; name a column that is "
               "NOT NULL";
    if (strcmp(rows_value(rows, 0, 2), "t") != 0)
        return "no index begins with the key, so each batch would read the table from its "
               "beginning; name the column of a primary key, or create such an index CONCURRENTLY "
               "before. Rows cannot be counted by where they lie (ctid), because a row moves "
               "when it is updated";
    return NULL;
}

/* As the migration would find the table by its name. */
static Rows *look_up(Run *run, const char *table, const char *key, GError **error) {
    const char *const path[] = {run_path(run)}, *const values[] = {table, key};
    if (!pg_script(run->pg, "BEGIN READ ONLY", error))
        return NULL;
    g_autoptr(Rows) set =
        pg_query(run->pg, "SELECT pg_catalog.set_config('search_path', $1, true)", 1, path, error);
    Rows *rows = set ? pg_ask(run->pg, &(const PgShape){"!.....", 0, 1, NULL}, SQL_backfill_table,
                              2, values, error)
                     : NULL;
    pg_script(run->pg, "COMMIT", rows ? error : NULL);
    return rows;
}

static bool find_table(Backfill *backfill, GError **error) {
    Run *run = backfill->work->run;
    g_autoptr(Rows) rows = look_up(run, backfill->batched.table, backfill->batching->key, error);
    if (!rows)
        return false;
    const char *fault = fault_of(rows);
    if (fault)
        return refuse(backfill, fault, error);
    backfill->table = g_strdup(rows_value(rows, 0, 0));
    backfill->column = pg_quote_ident(run->pg, rows_value(rows, 0, 5));
    backfill->what = g_strdup_printf(COUNTED "%s by %s", backfill->table, backfill->column);
    backfill->total = rows_number(rows, 0, 3);
    return true;
}

/* --- whether it is still the same */

static const char *counted(const Work *work, guint at) {
    const char *what = work->probes ? work->probes[at] : NULL;
    bool open = what && g_strcmp0(work->states[at], "intent") == 0;
    return open && g_str_has_prefix(what, COUNTED) ? what : NULL;
}

/* `now`: what would be counted instead; NULL: the text is another. */
static bool refuse_other(const Work *work, guint at, const char *now, GError **error) {
    const Run *run = work->run;
    const LedgerRow *row = ledger_find(run->ledger, work->migration->key);
    g_autofree char *resolve = resolve_command(run->ledger, row);
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s:%u: statement %u is done in part, in %s, and %s%s. Undo the edit: what comes "
                "after it can be changed, and so can size, pause, target and max_lag. Or begin "
                "the migration again from its first statement, also with the rows that are done, "
                "by saying: %s --not-applied --reason TEXT",
                work->path, at < work->count ? work->statements[at].line : 1, at + 1,
                counted(work, at),
                now ? "would go on in " : "it, or what stands above it, has been edited since",
                now ? now : "", resolve);
    return false;
}

bool backfill_is_same(const Work *work, guint done, GError **error) {
    if (done > work->count || !counted(work, done))
        return true;
    if (done == work->count)
        return refuse_other(work, done, NULL, error);
    const Statement *statement = &work->statements[done];
    g_autoptr(Batching) batching =
        work->directives ? directions_batching(work->directives, statement) : NULL;
    g_autofree char *sum = work_sum(statement);
    return (batching && g_strcmp0(sum, work->sums[done]) == 0) ||
           refuse_other(work, done, NULL, error);
}

static bool counts_same(const Backfill *backfill, GError **error) {
    const Work *work = backfill->work;
    const char *before = counted(work, work->at);
    if (!before)
        return work_record(work, "intent", backfill->what, NULL, error);
    return strcmp(before, backfill->what) == 0 ||
           refuse_other(work, work->at, backfill->what, error);
}

/* --- where it ends, and where it goes on */

static Rows *ask_keys(const Backfill *backfill, const char *sql, GError **error) {
    return pg_ask(backfill->work->run->pg, &(const PgShape){"!.", 0, 1, NULL}, sql, 0, NULL, error);
}

static bool write_row(const Backfill *backfill, guint idx, const char *key, gint64 rows,
                      GError **error) {
    const Work *work = backfill->work;
    g_autofree char *statement = g_strdup_printf("%u", work->at + 1),
                    *index = g_strdup_printf("%u", idx),
                    *count = g_strdup_printf("%" G_GINT64_FORMAT, rows);
    const char *const values[] = {work->migration->key, statement, index, key, count,
                                  run_path(work->run)};
    g_autoptr(Rows) written =
        pg_query(work->run->pg, ledger_sql(SQL_backfill_row), G_N_ELEMENTS(values), values, error);
    return written;
}

/* The greatest key now is where it ends, also for runs that go on: what comes later was written by
 * whoever knows of the change already. */
static bool begin(Backfill *backfill, GError **error) {
    g_autofree char *sql = g_strdup_printf(
        "SELECT t.%s::pg_catalog.text, NULL FROM %s AS t ORDER BY t.%s DESC LIMIT 1",
        backfill->column, backfill->table, backfill->column);
    g_autoptr(Rows) rows = ask_keys(backfill, sql, error);
    if (!rows)
        return false;
    backfill->end = rows_count(rows) ? g_strdup(rows_value(rows, 0, 0)) : NULL;
    return write_row(backfill, 0, backfill->end, backfill->total, error);
}

static bool resume(Backfill *backfill, bool *begun, GError **error) {
    const Work *work = backfill->work;
    g_autofree char *statement = g_strdup_printf("%u", work->at + 1);
    const char *const values[] = {work->migration->key, statement};
    g_autoptr(Rows) rows = pg_ask(work->run->pg, &(const PgShape){"!.!.", 0, 2, NULL},
                                  ledger_sql(SQL_backfill_read), 2, values, error);
    if (!rows)
        return false;
    *begun = rows_count(rows) > 0;
    if (*begun) {
        backfill->end = g_strdup(rows_value(rows, 0, 1));
        backfill->total = rows_number(rows, 0, 2);
    }
    if (rows_count(rows) > 1) {
        backfill->batches = (guint)rows_number(rows, 1, 0);
        backfill->last = g_strdup(rows_value(rows, 1, 1));
        backfill->rows = backfill->rows_before = rows_number(rows, 1, 3);
    }
    return true;
}

/* --- a batch */

/* The key at which a batch of `size` rows ends, NULL: nothing is left; and how many rows that is.
 */
static bool find_high(const Backfill *backfill, guint size, char **high, gint64 *count,
                      GError **error) {
    Pg *pg = backfill->work->run->pg;
    g_autofree char *end = pg_quote_literal(pg, backfill->end),
                    *last = backfill->last ? pg_quote_literal(pg, backfill->last) : NULL;
    g_autofree char *above =
        last ? g_strdup_printf(" AND t.%s > %s", backfill->column, last) : g_strdup("");
    g_autofree char *sql = g_strdup_printf(
        "SELECT s.k::pg_catalog.text, pg_catalog.count(*) OVER () FROM (SELECT t.%s AS k FROM %s "
        "AS "
        "t WHERE t.%s <= %s%s ORDER BY t.%s LIMIT %u) AS s ORDER BY s.k DESC LIMIT 1",
        backfill->column, backfill->table, backfill->column, end, above, backfill->column, size);
    g_autoptr(Rows) rows = ask_keys(backfill, sql, error);
    if (!rows)
        return false;
    *high = rows_count(rows) ? g_strdup(rows_value(rows, 0, 0)) : NULL;
    *count = *high ? rows_number(rows, 0, 1) : 0;
    return true;
}

static PgStatement fence(const Backfill *backfill, Arena *arena, const char *high, gint64 count) {
    const Work *work = backfill->work;
    const char **values = arena_alloc(arena, 6 * sizeof *values);
    values[0] = work->migration->key;
    values[1] = arena_printf(arena, "%u", work->at + 1);
    values[2] = arena_printf(arena, "%u", backfill->batches + 1);
    values[3] = high;
    values[4] = arena_printf(arena, "%" G_GINT64_FORMAT, count);
    values[5] = run_path(work->run);
    const char *sql = ledger_sql(SQL_backfill_row);
    return (PgStatement){.text = sql, .length = strlen(sql), .count = 6, .values = values};
}

static bool run_batch(Backfill *backfill, const char *high, gint64 count, GError **error) {
    const Work *work = backfill->work;
    Pg *pg = work->run->pg;
    g_autoptr(Arena) arena = arena_new();
    g_autofree char *to = pg_quote_literal(pg, high),
                    *from = backfill->last ? pg_quote_literal(pg, backfill->last) : NULL;
    g_autofree char *sql = batched_sql(&backfill->batched, backfill->batching->key, from, to);
    Statement statement = work->statements[work->at];
    statement.text = sql;
    statement.length = strlen(sql);
    Unit unit = {.run = work->run,
                 .migration = work->migration,
                 .path = work->path,
                 .statements = &statement,
                 .count = 1,
                 .first = work->at + 1,
                 .total = work->count,
                 .fence = fence(backfill, arena, high, count),
                 .finish = {"SELECT", strlen("SELECT")}};
    return unit_run(&unit, error);
}

/* --- all of them */

static char *time_left(const Backfill *backfill) {
    gint64 done = backfill->rows - backfill->rows_before,
           spent = (g_get_monotonic_time() - backfill->began) / 1000;
    if (done <= 0 || spent <= 0)
        return g_strdup("");
    double rate = (double)done * 1000 / (double)spent;
    double left = (double)MAX(backfill->total - backfill->rows, 0) / rate;
    return left < 60 ? g_strdup_printf(", %.0f rows/s, %.0f s left", rate, left)
                     : g_strdup_printf(", %.0f rows/s, %.0f min left", rate, left / 60);
}

static void tell(const char *why, void *data) {
    Backfill *backfill = data;
    gint64 now = g_get_monotonic_time();
    bool waited = backfill->waits;
    backfill->waits = why;
    if ((!why || waited) && backfill->told && now - backfill->told < (gint64)TELL_EVERY * 1000)
        return;
    backfill->told = now;
    g_autofree char *rest = time_left(backfill);
    g_autofree char *text =
        g_strdup_printf("batch %u, %" G_GINT64_FORMAT " of about %" G_GINT64_FORMAT " rows%s%s%s",
                        backfill->batches, backfill->rows, MAX(backfill->total, backfill->rows),
                        rest, why ? "; " : "", why ? why : "");
    run_emit(backfill->work->run,
             (ApplyEvent){.type = APPLY_PROGRESS,
                          .elapsed = run_elapsed(backfill->work->run),
                          .text = text,
                          .fraction = backfill->total > 0
                                          ? MIN((double)backfill->rows / (double)backfill->total, 1)
                                          : -1});
}

static bool run_all(Backfill *backfill, GError **error) {
    Run *run = backfill->work->run;
    g_auto(Pressure) pressure;
    pressure_init(&pressure, backfill->batching);
    backfill->began = g_get_monotonic_time();
    for (guint took = 0; backfill->end;) {
        g_autofree char *high = NULL;
        gint64 count;
        if (!pressure_yield(&pressure, run, took, tell, backfill, error) ||
            !find_high(backfill, pressure.size, &high, &count, error))
            return false;
        if (!high)
            break;
        gint64 start = g_get_monotonic_time();
        if (!run_batch(backfill, high, count, error))
            return false;
        took = (guint)((g_get_monotonic_time() - start) / 1000);
        g_free(backfill->last);
        backfill->last = g_steal_pointer(&high);
        backfill->batches++;
        backfill->rows += count;
        tell(NULL, backfill);
        fault_point("batch");
    }
    return true;
}

bool backfill_run(const Work *work, const Batching *batching, GError **error) {
    g_auto(Backfill) backfill = {.work = work, .batching = batching};
    bool begun = false;
    if (!batching_read(batching, &work->statements[work->at], &backfill.batched, error) ||
        !find_table(&backfill, error) || !counts_same(&backfill, error) ||
        !resume(&backfill, &begun, error) || (!begun && !begin(&backfill, error)))
        return false;
    /* Through a pooler each transaction looks whether the ledger ends as this run has left it. */
    Sum before = work->run->chain;
    work->run->chain = migration_chain(&before, work->migration);
    bool done = run_all(&backfill, error);
    work->run->chain = before;
    if (!done)
        return false;
    return work_record(work, "done", NULL, NULL, error);
}

/* "about 40 batches of 5000 rows of public.orders by id". NULL on error. Caller frees. */
static char *outlook(Run *run, const Statement *statement, const Batching *batching,
                     GError **error) {
    g_auto(Batched) batched = {0};
    if (!batching_read(batching, statement, &batched, error))
        return NULL;
    g_autoptr(Rows) rows = look_up(run, batched.table, batching->key, error);
    if (!rows || rows_count(rows) == 0)
        return rows ? g_strdup_printf("batches of %u rows of %s by %s", batching->size,
                                      batched.table, batching->key)
                    : NULL;
    /* What comes before it may still cure that. */
    const char *fault = fault_of(rows);
    if (fault)
        return g_strdup_printf("not in batches of %s by %s, as the table is now: %s",
                               rows_value(rows, 0, 0), batching->key, fault);
    gint64 count = (rows_number(rows, 0, 3) + batching->size - 1) / batching->size;
    return g_strdup_printf("about %" G_GINT64_FORMAT " batch%s of %u rows of %s by %s",
                           MAX(count, 1), count > 1 ? "es" : "", batching->size,
                           rows_value(rows, 0, 0), batching->key);
}

static bool tell_ahead(Run *run, const Migration *migration, GError **error) {
    g_autoptr(GPtrArray) directives = directions_find(migration->path, migration->text);
    g_autoptr(GArray) statements = directives ? migration_statements(migration, error) : NULL;
    for (guint i = 0; statements && i < statements->len; i++) {
        const Statement *statement = &g_array_index(statements, Statement, i);
        g_autoptr(Batching) batching = directions_batching(directives, statement);
        g_autofree char *text = batching ? outlook(run, statement, batching, error) : NULL;
        if (batching && !text)
            return false;
        if (batching)
            run_emit(run, (ApplyEvent){.type = APPLY_BATCHES,
                                       .file = migration->path,
                                       .line = statement->line,
                                       .statement = i + 1,
                                       .statements = statements->len,
                                       .text = text});
    }
    return statements;
}

bool backfill_tell_ahead(Run *run, const GPtrArray *migrations, GError **error) {
    for (guint i = 0; i < migrations->len; i++) {
        const Migration *migration = migrations->pdata[i];
        if (!migration->transactional && !tell_ahead(run, migration, error))
            return false;
    }
    return true;
}
