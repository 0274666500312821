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

bool ledger_insert(const Run *run, const Migration *migration, const char *mode, const char *state,
                   guint statements, GError **error) {
    g_autofree char *raw = sum_hex(&migration->raw), *lf = sum_hex(&migration->lf);
    Sum link = sum_chain(&run->chain, migration->label, &migration->lf);
    g_autofree char *chain = sum_hex(&link), *total = g_strdup_printf("%u", statements);
    const char *const values[] = {migration->version,
                                  migration->name,
                                  mode,
                                  state,
                                  raw,
                                  lf,
                                  chain,
                                  total,
                                  run->run_id,
                                  g_get_host_name(),
                                  MIGRATE_VERSION,
                                  run->options->git_commit,
                                  run->schema_before};
    g_autoptr(Rows) rows = pg_query(
        run->pg,
        "INSERT INTO migrate.migration (version, name, mode, state, sum_raw, sum_lf, chain,"
        " statements_total, run_id, xid, client, tool_version, git_commit, schema_before,"
        " statements_done, finished_at) VALUES ($1, $2, $3, $4, pg_catalog.decode($5, 'hex'),"
        " pg_catalog.decode($6, 'hex'), pg_catalog.decode($7, 'hex'), $8::integer,"
        " $9::pg_catalog.uuid, pg_catalog.pg_current_xact_id(), $10, $11, $12,"
        " pg_catalog.decode($13, 'hex'),"
        " CASE WHEN $4 = 'applied' THEN $8::integer ELSE 0 END,"
        " CASE WHEN $4 = 'applied' THEN pg_catalog.clock_timestamp() END)",
        G_N_ELEMENTS(values), values, error);
    if (rows != NULL)
        return true;
    if (error != NULL && pg_fault_is(*error, "23505")) {
        g_clear_error(error);
        g_set_error(
            error, HISTORY_ERROR, FAIL_LOCKED,
            "another run is applying %s at this moment, although this one has the lock. Run "
            "the command again",
            migration->label);
    }
    return false;
}

/* BEGIN to the second lock, in one message. The second lock is the transaction's: nothing in a
 * migration can give it back. */
static char *unit_begin(const Unit *unit, guint lock_timeout, GError **error) {
    const Run *run = unit->run;
    g_autofree char *sql = g_strdup_printf(
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = %u;"
        "SET LOCAL statement_timeout = %u; SELECT pg_catalog.set_config('search_path', %s, true);"
        "SELECT pg_catalog.pg_try_advisory_xact_lock(" LOCK_TRANSACTION "),"
        " pg_catalog.pg_current_xact_id()::text",
        lock_timeout, run->options->statement_timeout, run->search_path);
    g_autoptr(Rows) rows = bundle_run(run->pg, sql, error);
    if (rows == NULL)
        return NULL;
    if (strcmp(rows_value(rows, 0, 0), "t") == 0)
        return g_strdup(rows_value(rows, 0, 1));
    g_set_error_literal(
        error, HISTORY_ERROR, FAIL_LOCKED,
        "another run is inside a migration, although this one has the lock: is there "
        "a transaction pooler in between?");
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

/* Deferred constraints, the ledger, and the proof that this still is the transaction that it was at
 * the start. */
static bool unit_close(const Unit *unit, const char *xid, GError **error) {
    Run *run = unit->run;
    if (unit->count > 0 && !pg_script(run->pg, "SET CONSTRAINTS ALL IMMEDIATE", error)) {
        if (!run_lost(*error))
            g_prefix_error(error,
                           "%s: a deferred constraint does not hold at the end: ", unit->path);
        return false;
    }
    g_autofree char *sql =
        g_strconcat("RESET SESSION AUTHORIZATION; RESET ROLE; SET LOCAL search_path = '';"
                    "SET LOCAL synchronous_commit = 'on';",
                    unit->finish,
                    ";SELECT pg_catalog.pg_current_xact_id_if_assigned()::text, " LOCKS_HELD, NULL);
    g_autoptr(Rows) rows = bundle_run(run->pg, sql, error);
    if (rows == NULL)
        return false;
    if (g_strcmp0(rows_value(rows, 0, 0), xid) == 0 && strcmp(rows_value(rows, 0, 1), "2") == 0)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s: a statement ended the transaction of the migration and began another, or gave "
                "its lock back",
                unit->path);
    return false;
}

static bool unit_attempt(const Unit *unit, guint lock_timeout, GError **error) {
    Run *run = unit->run;
    g_autofree char *xid = unit_begin(unit, lock_timeout, error);
    if (xid == NULL)
        return false;
    fault_point("begin");
    if (!unit->fence(unit, error))
        return false;
    fault_point("fence");
    for (guint i = 0; i < unit->count; i++)
        if (!run_continue(run, error) || !unit_statement(unit, i, error))
            return false;
    fault_point("statements");
    if (!run_continue(run, error) || !unit_close(unit, xid, error))
        return false;
    fault_point("commit");
    if (!pg_script(run->pg, "COMMIT", error))
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

static bool insert_fence(const Unit *unit, GError **error) {
    return ledger_insert(unit->run, unit->migration, "tx", "running", unit->count, error);
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
    g_autofree char *finish = finish_sql(run, migration);
    Unit unit = {.run = run,
                 .migration = migration,
                 .path = migration->path,
                 .statements = (const Statement *)(void *)statements->data,
                 .count = statements->len,
                 .first = 1,
                 .total = statements->len,
                 .fence = insert_fence,
                 .finish = finish};
    g_autoptr(GError) failed = NULL;
    if (unit_run(&unit, &failed))
        return true;
    record_failure(run, migration, failed);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}
