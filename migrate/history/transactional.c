#include "history/bundle.h"
#include "history/fault.h"
#include "history/run.h"
#include <string.h>

/* How long the first attempts wait for a lock: short, because everybody behind us waits, too. */
static const guint lock_timeouts[] = {100, 100, 200, 300, 400, 500, 500, 500, 500, 1000};
enum { PAUSE_FIRST = 50, PAUSE_MAX = 10000 };

/* What is sent at once, and what of it the ledger's part may take. */
enum { BATCH_BYTES = 8192, OPENING_BYTES = 3072 };

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
    g_autofree char *sql = entry_row_sql(run, ENTRY_ROW, migration, mode, state, statements);
    if (pg_script(run->pg, sql, error))
        return true;
    tell_race(migration, error);
    return false;
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

/* The level that the statements begin with asking for: too late for the server, once it has seen
 * the fence. */
static const char *isolation_of(const Unit *unit) {
    static const char *const levels[] = {"serializable", "repeatable read", "read uncommitted"};
    g_autofree char *head = unit->count > 0 ? statement_head(unit->statements, 7) : g_strdup("");
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
        g_autofree char *asked = g_strconcat("set transaction isolation level ", levels[i], NULL);
        if (strcmp(head, asked) == 0)
            return levels[i];
    }
    return "read committed";
}

/* BEGIN to the fence. The second lock is the transaction's: nothing in a migration can give it
 * back. Through a pooler nothing keeps others from being at it between two transactions, so there
 * what the ledger ends with has to be what this run has read. */
static GPtrArray *opening_of(const Unit *unit, guint lock_timeout) {
    const Run *run = unit->run;
    GPtrArray *opening = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(opening,
                    g_strdup_printf("BEGIN ISOLATION LEVEL %s READ WRITE", isolation_of(unit)));
    if (run->options->pooler)
        pooled_add_settings(opening);
    g_autofree char *lock = g_strdup_printf("%u", lock_timeout),
                    *statement = g_strdup_printf("%u", run->options->statement_timeout);
    const char *const limits[] = {lock, statement};
    g_ptr_array_add(opening, entry_sql(run, ENTRY_LOCK, limits));
    g_autofree char *chain = sum_hex(&run->chain);
    if (run->options->pooler)
        g_ptr_array_add(opening,
                        g_strdup_printf("SELECT " BUNDLE_ASSERT(
                                            "COALESCE((SELECT pg_catalog.encode(chain, 'hex')"
                                            " FROM migrate.migration ORDER BY seq DESC LIMIT 1),"
                                            " pg_catalog.repeat('0', 64)) = '%s'"),
                                        chain));
    g_ptr_array_add(opening, g_strdup(unit->fence));
    return opening;
}

/* Some statements of a unit that travel together, perhaps behind its opening. */
typedef struct {
    const Unit *unit;
    const GPtrArray *opening; /* NULL: none */
    guint from, to;           /* of the unit's statements, `to` excluded */
    guint told;               /* the next one whose begin is to be told */
    bool fenced;
} Batch;

static guint opening_length(const Batch *batch) {
    return batch->opening == NULL ? 0 : batch->opening->len;
}

static void tell_statement(const Unit *unit, guint i) {
    const Statement *statement = &unit->statements[i];
    g_autofree char *preview = statement_preview(statement);
    run_emit(unit->run, (ApplyEvent){.type = APPLY_STATEMENT,
                                     .statement = unit->first + i,
                                     .statements = unit->total,
                                     .line = statement->line,
                                     .text = preview});
}

static void tell_through(guint done, void *data) {
    Batch *batch = data;
    if (done < opening_length(batch))
        return;
    if (batch->opening != NULL && !batch->fenced)
        fault_point("fence");
    batch->fenced = true;
    for (guint end = batch->from + done - opening_length(batch);
         batch->told <= end && batch->told < batch->to; batch->told++) {
        tell_statement(batch->unit, batch->told);
        fault_point("statement");
    }
}

static bool batch_run(Batch *batch, GError **error) {
    const Unit *unit = batch->unit;
    guint ours = opening_length(batch), count = ours + batch->to - batch->from;
    g_autofree PgStatement *all = g_new(PgStatement, count);
    for (guint i = 0; i < ours; i++)
        all[i] = (PgStatement){batch->opening->pdata[i], strlen(batch->opening->pdata[i])};
    for (guint i = ours; i < count; i++) {
        const Statement *statement = &unit->statements[batch->from + i - ours];
        all[i] = (PgStatement){statement->text, statement->length};
    }
    /* At once, because of the opening nothing is known before the statement is through. */
    if (batch->from < batch->to)
        tell_statement(unit, batch->told++);
    Watch watch = {.through = tell_through, .data = batch};
    if (watch_batch(unit->run, all, count, ours, ours, watch, error))
        return true;
    guint done = pg_batch_done(unit->run->pg);
    if (done >= ours && done < count)
        locate_error(unit->path, &unit->statements[batch->from + done - ours], error);
    return false;
}

static bool still_inside(const Unit *unit, guint from, guint to, GError **error) {
    if (pg_in_transaction(unit->run->pg))
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s:%u: %s ended the transaction of the migration, so that a part of it is done "
                "and a part is not",
                unit->path, unit->count > from ? unit->statements[from].line : 1,
                to == from + 1 ? "this statement" : "this statement or one after it");
    return false;
}

/* How many statements from `from` on can go out together: no more than the buffers of any
 * connection hold, so that sending never waits for the server while nobody looks at signals. COPY
 * cannot be among them. */
static guint batch_end(const Unit *unit, guint from, gsize room) {
    enum { MESSAGE_BYTES = 64 };
    guint to = from;
    for (; to < unit->count; to++) {
        g_autofree char *head = statement_head(&unit->statements[to], 1);
        gsize size = unit->statements[to].length + MESSAGE_BYTES;
        if (strcmp(head, "copy") == 0 || size > room)
            break;
        room -= size;
    }
    return to;
}

/* The opening, and the statements before `to` with it. Returns the transaction's id. */
static char *unit_begin(const Unit *unit, guint lock_timeout, guint to, GError **error) {
    Run *run = unit->run;
    g_autoptr(GPtrArray) opening = opening_of(unit, lock_timeout);
    Batch batch = {.unit = unit, .opening = opening, .to = to};
    bool fine = batch_run(&batch, error);
    guint done = pg_batch_done(run->pg);
    g_autoptr(Rows) row = pg_batch_row(run->pg);
    if (row != NULL)
        run->guard.backend_pid = (int)g_ascii_strtoll(rows_value(row, 0, 1), NULL, 10);
    if (fine)
        return still_inside(unit, 0, to, error) ? g_strdup(rows_value(row, 0, 0)) : NULL;
    if (done >= opening->len)
        return NULL;
    run->overtaken =
        run->options->pooler && (bundle_asserted(*error) || pg_fault_is(*error, "23505"));
    if (done + 1 < opening->len && bundle_asserted(*error))
        tell_locked(unit, error);
    else
        tell_race(unit->migration, error);
    return NULL;
}

static bool unit_statement(const Unit *unit, guint i, GError **error) {
    const Statement *statement = &unit->statements[i];
    tell_statement(unit, i);
    fault_point("statement");
    if (watch_run(unit->run, statement, (Watch){0}, error))
        return still_inside(unit, i, i + 1, error);
    locate_error(unit->path, statement, error);
    return false;
}

/* The event goes with the proof, because a statement of its own would cost as much again. */
static char *proof_sql(const Unit *unit, const char *xid) {
    const Run *run = unit->run;
    const char *const values[] = {xid, run->options->pooler ? "true" : "false", run->run_id,
                                  unit->event, unit->migration->version};
    return entry_sql(run, unit->event == NULL ? ENTRY_PROOF : ENTRY_EVENT, values);
}

/* Deferred constraints, the ledger, the proof that this still is the transaction that it was at the
 * start, and COMMIT, in one message: the server stops at the first that fails. At the end of a
 * migration that others may follow the session is reset in the same message. */
static bool unit_commit(const Unit *unit, const char *xid, GError **error) {
    enum { COMMITTED = 8 };
    Run *run = unit->run;
    bool resets = unit->event != NULL && run->prepared != NULL;
    g_autofree char *proof = proof_sql(unit, xid);
    g_autofree char *reset = resets ? run_reset_sql(run) : g_strdup("");
    g_autofree char *sql = g_strdup_printf(
        "SET CONSTRAINTS ALL IMMEDIATE; RESET SESSION AUTHORIZATION; RESET ROLE;"
        "SET LOCAL search_path = ''; SET LOCAL synchronous_commit = 'on'; %s; %s; COMMIT; %s",
        unit->finish, proof, reset);
    guint done;
    g_autoptr(GError) failed = NULL;
    g_autoptr(Rows) rows = bundle_count(run->pg, sql, &done, &failed);
    if (resets)
        run_was_reset(run, rows);
    /* What did not succeed after COMMIT is tried again by run_reset(). */
    if (rows != NULL || (done >= COMMITTED && !run_lost(failed)))
        return true;
    if (bundle_asserted(failed)) {
        g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                    "%s: a statement ended the transaction of the migration and began another, or "
                    "gave its lock back",
                    unit->path);
        return false;
    }
    if (done == 0 && !run_lost(failed))
        g_prefix_error(&failed, "%s: a deferred constraint does not hold at the end: ", unit->path);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}

static bool unit_rest(const Unit *unit, guint from, GError **error) {
    for (guint to; from < unit->count; from = to) {
        to = batch_end(unit, from, BATCH_BYTES);
        Batch batch = {.unit = unit, .from = from, .to = to, .told = from};
        if (!run_continue(unit->run, error))
            return false;
        if (to > from + 1) {
            if (!batch_run(&batch, error) || !still_inside(unit, from, to, error))
                return false;
            continue;
        }
        to = from + 1;
        if (!unit_statement(unit, from, error))
            return false;
    }
    return true;
}

static bool unit_attempt(const Unit *unit, guint lock_timeout, GError **error) {
    Run *run = unit->run;
    fault_point("begin");
    if (!run_continue(run, error))
        return false;
    /* The pooler gives another session to each transaction: it has to be known which, before
     * anything in it can take long. */
    guint with = run->options->pooler ? 0 : batch_end(unit, 0, BATCH_BYTES - OPENING_BYTES);
    g_autofree char *xid = unit_begin(unit, lock_timeout, with, error);
    if (xid == NULL || !unit_rest(unit, with, error))
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

static bool run_once(Run *run, const Migration *migration, const GArray *statements,
                     GError **error) {
    const char *const values[] = {migration->version, run->run_id};
    g_autofree char *fence =
        entry_row_sql(run, ENTRY_FENCE, migration, "tx", "running", statements->len);
    g_autofree char *finish = entry_sql(run, ENTRY_APPLIED, values);
    Unit unit = {.run = run,
                 .migration = migration,
                 .path = migration->path,
                 .statements = (const Statement *)(void *)statements->data,
                 .count = statements->len,
                 .first = 1,
                 .total = statements->len,
                 .fence = fence,
                 .finish = finish,
                 .event = "applied"};
    return unit_run(&unit, error);
}

/* Whether a migration failed, and was rolled back, because it took away what was prepared. */
static bool lost_prepared(Run *run, const GError *failed) {
    if (run->prepared == NULL || !pg_fault_is(failed, "26000"))
        return false;
    g_autofree char *session = entry_sql(run, ENTRY_SESSION, NULL);
    g_autoptr(Rows) still_there = bundle_run(run->pg, session, NULL);
    if (still_there != NULL)
        return false;
    g_clear_pointer(&run->prepared, g_free);
    run_emit(run, (ApplyEvent){.type = APPLY_RETRY, .attempt = 2, .text = failed->message});
    return true;
}

bool transactional_run(Run *run, const Migration *migration, GError **error) {
    g_autoptr(GArray) statements = migration_statements(migration, error);
    if (statements == NULL)
        return false;
    g_autoptr(GError) failed = NULL;
    bool fine = run_once(run, migration, statements, &failed);
    if (!fine && lost_prepared(run, failed)) {
        g_clear_error(&failed);
        fine = run_once(run, migration, statements, &failed);
    }
    if (fine)
        return true;
    if (!run->overtaken)
        record_failure(run, migration, failed);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}
