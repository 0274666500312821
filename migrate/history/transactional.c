#include "history/bundle.h"
#include "history/fault.h"
#include "history/run.h"
#include <string.h>

/* How long the first attempts wait for a lock: short, because everybody behind us waits, too. */
static const guint lock_timeouts[] = {100, 100, 200, 300, 400, 500, 500, 500, 500, 1000};
enum { PAUSE_FIRST = 50, PAUSE_MAX = 10000 };

void locate_error(const char *path, const Statement *statement, GError **error) {
    if (error == NULL || *error == NULL || run_lost(*error))
        return;
    const SqlFault *fault = pg_fault(*error);
    Scanner scanner = {.file = path};
    Location place = {path, statement->line, statement->column};
    if (fault != NULL && fault->position > 0)
        place = scanner_locate(&scanner, statement, fault->position);
    g_prefix_error(error, "%s:%u:%u: ", path, place.line, place.column);
}

char *ledger_quoted(const Run *run, const char *value) {
    return value == NULL ? g_strdup("NULL") : pg_quote_literal(run->pg, value);
}

char *ledger_insert_sql(const Run *run, const Migration *migration, const char *mode,
                        const char *state, guint statements) {
    g_autofree char *raw = sum_hex(&migration->raw), *lf = sum_hex(&migration->lf);
    Sum link = sum_chain(&run->chain, migration->label, &migration->lf);
    g_autofree char *chain = sum_hex(&link), *version = ledger_quoted(run, migration->version),
                    *name = ledger_quoted(run, migration->name),
                    *client = ledger_quoted(run, g_get_host_name()),
                    *commit = ledger_quoted(run, run->options->git_commit),
                    *before = ledger_quoted(run, run->schema_before);
    bool applied = strcmp(state, "applied") == 0;
    return g_strdup_printf(
        "INSERT INTO migrate.migration (version, name, mode, state, sum_raw, sum_lf, chain,"
        " statements_total, run_id, xid, client, tool_version, git_commit, schema_before,"
        " statements_done, finished_at) VALUES (%s, %s, '%s', '%s', pg_catalog.decode('%s', 'hex'),"
        " pg_catalog.decode('%s', 'hex'), pg_catalog.decode('%s', 'hex'), %u, '%s',"
        " pg_catalog.pg_current_xact_id(), %s, '" MIGRATE_VERSION "', %s,"
        " pg_catalog.decode(%s, 'hex'), %u, %s)",
        version, name, mode, state, raw, lf, chain, statements, run->run_id, client, commit, before,
        applied ? statements : 0, applied ? "pg_catalog.clock_timestamp()" : "NULL");
}

/* Somebody was faster with the row of the ledger that stands for a migration. */
static void tell_race(const Migration *migration, GError **error) {
    if (error == NULL || !(pg_fault_is(*error, "23505") || bundle_asserted(*error)))
        return;
    g_clear_error(error);
    g_set_error(error, HISTORY_ERROR, FAIL_LOCKED,
                "another run is at %s at this moment, although this one has the lock. Run the "
                "command again",
                migration->label);
}

bool ledger_insert(const Run *run, const Migration *migration, const char *mode, const char *state,
                   guint statements, GError **error) {
    g_autofree char *sql = ledger_insert_sql(run, migration, mode, state, statements);
    if (pg_script(run->pg, sql, error))
        return true;
    tell_race(migration, error);
    return false;
}

/* Through a pooler nothing keeps others from being at it between two transactions: what the ledger
 * ends with has to be what this run has read. */
static char *pooled_assertions(const Run *run) {
    g_autofree char *settings = pooled_begin_sql(), *chain = sum_hex(&run->chain);
    return g_strdup_printf(
        "%s SELECT " BUNDLE_ASSERT(
            "pg_catalog.pg_try_advisory_xact_lock(" LOCK_TRANSACTION
            ")") ";"
                 "SELECT " BUNDLE_ASSERT("COALESCE((SELECT pg_catalog.encode(chain, 'hex')"
                                         " FROM migrate.migration ORDER BY seq DESC LIMIT 1),"
                                         " pg_catalog.repeat('0', 64)) = '%s'") ";",
        settings, chain);
}

static void tell_locked(const Unit *unit, GError **error) {
    g_clear_error(error);
    g_set_error_literal(
        error, HISTORY_ERROR, FAIL_LOCKED,
        unit->run->options->pooler
            ? "another run is inside a migration, or has just applied one"
            : "another run is inside a migration, although this one has the lock: is there "
              "a transaction pooler in between?");
}

/* BEGIN to the fence, in one message. The second lock is the transaction's: nothing in a migration
 * can give it back. Returns the transaction's id. */
static char *unit_begin(const Unit *unit, guint lock_timeout, GError **error) {
    /* How many statements come before those that can fail for another reason than other runs. */
    enum { ASSERTED = 2, ASSERTED_POOLED = 6 };
    Run *run = unit->run;
    g_autofree char *before =
        run->options->pooler
            ? pooled_assertions(run)
            : g_strdup("SELECT " BUNDLE_ASSERT(
                  "pg_catalog.pg_try_advisory_xact_lock(" LOCK_TRANSACTION ")") ";");
    g_autofree char *sql = g_strdup_printf(
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; %s SET LOCAL lock_timeout = %u;"
        "SET LOCAL statement_timeout = %u; SELECT pg_catalog.set_config('search_path', %s, true);"
        "%s; SELECT pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid()",
        before, lock_timeout, run->options->statement_timeout, run->search_path, unit->fence);
    guint done;
    g_autoptr(Rows) rows = bundle_count(run->pg, sql, &done, error);
    if (rows != NULL) {
        run->guard.backend_pid = (int)g_ascii_strtoll(rows_value(rows, 0, 1), NULL, 10);
        return g_strdup(rows_value(rows, 0, 0));
    }
    run->overtaken =
        run->options->pooler && (bundle_asserted(*error) || pg_fault_is(*error, "23505"));
    bool fenced = done >= (run->options->pooler ? ASSERTED_POOLED : ASSERTED);
    if (!fenced && bundle_asserted(*error))
        tell_locked(unit, error);
    else
        tell_race(unit->migration, error);
    return NULL;
}

static bool unit_statement(const Unit *unit, guint i, GError **error) {
    Run *run = unit->run;
    const Statement *statement = &unit->statements[i];
    g_autofree char *preview = statement_preview(statement);
    run_emit(run, (ApplyEvent){.type = APPLY_STATEMENT,
                               .statement = unit->first + i,
                               .statements = unit->total,
                               .line = statement->line,
                               .text = preview});
    fault_point("statement");
    if (!watch_run(run, statement, (Watch){0}, error)) {
        locate_error(unit->path, statement, error);
        return false;
    }
    if (pg_in_transaction(run->pg))
        return true;
    g_set_error(
        error, HISTORY_ERROR, FAIL_DECISION,
        "%s:%u: this statement ended the transaction of the migration, so that a part of it "
        "is done and a part is not",
        unit->path, statement->line);
    return false;
}

/* Deferred constraints, the ledger, the proof that this still is the transaction that it was at the
 * start, and COMMIT, in one message: the server stops at the first that fails. */
static bool unit_commit(const Unit *unit, const char *xid, GError **error) {
    /* The same transaction has the transaction's lock; the session's can be given back. */
    g_autofree char *sql = g_strdup_printf(
        "SET CONSTRAINTS ALL IMMEDIATE; RESET SESSION AUTHORIZATION; RESET ROLE;"
        "SET LOCAL search_path = ''; SET LOCAL synchronous_commit = 'on'; %s;"
        "SELECT " BUNDLE_ASSERT("pg_catalog.pg_current_xact_id_if_assigned()::text = '%s'"
                                " AND %s") ";"
                                           "COMMIT",
        unit->finish, xid, unit->run->options->pooler ? "true" : LOCK_STILL_HELD);
    guint done;
    g_autoptr(Rows) rows = bundle_count(unit->run->pg, sql, &done, error);
    if (rows != NULL || run_lost(*error))
        return rows != NULL;
    if (bundle_asserted(*error)) {
        g_clear_error(error);
        g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                    "%s: a statement ended the transaction of the migration and began another, or "
                    "gave its lock back",
                    unit->path);
    } else if (done == 0) {
        g_prefix_error(error, "%s: a deferred constraint does not hold at the end: ", unit->path);
    }
    return false;
}

static bool unit_attempt(const Unit *unit, guint lock_timeout, GError **error) {
    Run *run = unit->run;
    fault_point("begin");
    g_autofree char *xid = unit_begin(unit, lock_timeout, error);
    if (xid == NULL)
        return false;
    fault_point("fence");
    for (guint i = 0; i < unit->count; i++)
        if (!run_continue(run, error) || !unit_statement(unit, i, error))
            return false;
    fault_point("statements");
    if (!run_continue(run, error))
        return false;
    fault_point("commit");
    if (!unit_commit(unit, xid, error))
        return false;
    fault_point("committed");
    return true;
}

static bool is_worth_retrying(const GError *error) {
    return pg_fault_is(error, "55P03") || pg_fault_is(error, "40P01") ||
           pg_fault_is(error, "40001");
}

static bool pause_before_retry(const Unit *unit, guint attempt, gint64 end, GError **error) {
    Run *run = unit->run;
    guint pause = run_jitter(MIN((guint)PAUSE_FIRST << MIN(attempt, 8u), (guint)PAUSE_MAX));
    if (g_get_monotonic_time() + (gint64)pause * 1000 >= end) {
        g_autofree char *why = g_strdup((*error)->message);
        g_clear_error(error);
        g_set_error(error, HISTORY_ERROR, FAIL_LOCKED,
                    "gave up after %u attempts in %u s, each rolled back whole: %s", attempt + 1,
                    run->options->retry_budget / 1000, why);
        return false;
    }
    run_emit(run, (ApplyEvent){.type = APPLY_RETRY,
                               .attempt = attempt + 2,
                               .delay = pause,
                               .text = (*error)->message});
    g_clear_error(error);
    return run_sleep(run, pause, error);
}

/* Rolls back the whole transaction after a lock timeout: a savepoint would keep the locks of the
 * statements before. */
bool unit_run(const Unit *unit, GError **error) {
    const ApplyOptions *options = unit->run->options;
    gint64 end = g_get_monotonic_time() + (gint64)options->retry_budget * 1000;
    for (guint attempt = 0;; attempt++) {
        g_autoptr(GError) failed = NULL;
        guint timeout = lock_timeouts[MIN(attempt, (guint)G_N_ELEMENTS(lock_timeouts) - 1)];
        if (attempt >= G_N_ELEMENTS(lock_timeouts) || timeout > options->lock_timeout)
            timeout = options->lock_timeout;
        if (unit_attempt(unit, timeout, &failed))
            return true;
        if (!run_lost(failed))
            pg_script(unit->run->pg, "ROLLBACK", NULL);
        bool again = is_worth_retrying(failed) && pause_before_retry(unit, attempt, end, &failed);
        if (again)
            continue;
        g_autoptr(GError) stopped = NULL;
        if (!run_lost(failed) && !run_continue(unit->run, &stopped)) {
            g_propagate_error(error, g_steal_pointer(&stopped));
            g_prefix_error(error, "%s was rolled back: ", unit->migration->label);
        } else {
            g_propagate_error(error, g_steal_pointer(&failed));
        }
        return false;
    }
}

/* A migration whose transaction was ended from inside has left its row in state `running`: that is
 * how the next run knows. */
static void record_failure(Run *run, const Migration *migration, const GError *failed) {
    const SqlFault *fault = pg_fault(failed);
    if (run_lost(failed))
        return;
    ledger_event(run->pg, run->run_id, "rolled back", migration->version,
                 fault == NULL ? NULL : fault->sqlstate, failed->message, NULL);
}

static char *finish_sql(const Run *run, const Migration *migration) {
    g_autofree char *version = pg_quote_literal(run->pg, migration->version);
    return g_strdup_printf(
        "UPDATE migrate.migration SET state = 'applied', statements_done = statements_total,"
        " finished_at = pg_catalog.clock_timestamp() WHERE version = %s AND run_id = '%s';"
        "INSERT INTO migrate.event (run_id, what, version) VALUES ('%s', 'applied', %s)",
        version, run->run_id, run->run_id, version);
}

bool transactional_run(Run *run, const Migration *migration, GError **error) {
    g_autoptr(GArray) statements = migration_statements(migration, error);
    if (statements == NULL)
        return false;
    g_autofree char *fence = ledger_insert_sql(run, migration, "tx", "running", statements->len);
    g_autofree char *finish = finish_sql(run, migration);
    Unit unit = {.run = run,
                 .migration = migration,
                 .path = migration->path,
                 .statements = (const Statement *)(void *)statements->data,
                 .count = statements->len,
                 .first = 1,
                 .total = statements->len,
                 .fence = fence,
                 .finish = finish};
    g_autoptr(GError) failed = NULL;
    if (unit_run(&unit, &failed))
        return true;
    if (!run->overtaken)
        record_failure(run, migration, failed);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}
