/* Migrations and down files outside a transaction: every statement is recorded before and after, so
 * that a run goes on where another died.
 *
 * A statement that can run inside a transaction does, together with its own row: it needs no proof.
 * One that cannot is announced
 * (`intent`), executed and confirmed, each committed; what an intent without a confirmation means
 * is asked of the catalogs by its kind's probe. */
#include "apply/nontransactional.h"
#include "apply/alone.h"
#include "apply/entry.h"
#include "apply/fault_point.h"
#include "apply/place_error.h"
#include "apply/transactional.h"
#include "apply/work.h"
#include <string.h>

/* What is done stays done: the statements of an earlier attempt have to be the first ones of this
 * one. */
static bool check_prefix(const Work *work, const LedgerRow *row, GError **error) {
    for (guint i = 0; i < MAX(row->done, 1u) && i < work->count; i++) {
        g_autofree char *sum = work_sum(&work->statements[i]);
        if (!work_is_done(work->states[i]) || g_strcmp0(sum, work->sums[i]) == 0)
            continue;
        g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                    "%s:%u: statement %u was done in an earlier attempt and has been edited since. "
                    "Undo the edit; what comes after it can be changed",
                    work->path, work->statements[i].line, i + 1);
        return false;
    }
    if (row->done <= work->count)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s has %u statements, but %u were done in an earlier attempt. Put them back",
                work->path, work->count, row->done);
    return false;
}

static bool taken_over(const Work *work, const LedgerRow *row, const Rows *rows, GError **error) {
    if (rows == NULL)
        return false;
    work->run->attempt = row->attempt + 1;
    if (rows_count(rows) == 1)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_LOCKED, "another run has taken over %s",
                work->migration->label);
    return false;
}

#define TAKE_OVER                                                                                  \
    "UPDATE migrate.migration SET run_id = $3::pg_catalog.uuid, attempt = attempt + 1,"            \
    " statements_total = $4::integer, error = NULL, error_sqlstate = NULL, finished_at = NULL,"    \
    " backend_pid = pg_catalog.pg_backend_pid(), started_at = pg_catalog.clock_timestamp()"

/* Takes over the row of an earlier attempt; compare and set, in case that somebody else did. */
static bool resume(Work *work, const LedgerRow *row, GError **error) {
    const Migration *migration = work->migration;
    Run *run = work->run;
    if (!check_prefix(work, row, error))
        return false;
    g_autofree char *raw = sum_hex(&migration->raw), *lf = sum_hex(&migration->lf);
    const LedgerRow *last = run->ledger->rows->pdata[run->ledger->rows->len - 1];
    Sum previous = {{0}};
    if (last == row && run->ledger->rows->len > 1)
        previous = ((const LedgerRow *)run->ledger->rows->pdata[run->ledger->rows->len - 2])->chain;
    Sum link = sum_chain(&previous, migration->label, &migration->lf);
    g_autofree char *chain = sum_hex(&link), *total = g_strdup_printf("%u", work->count);
    const char *const values[] = {
        migration->version, row->run_id, run->run_id, total, raw, lf, chain};
    g_autoptr(Rows) rows = pg_query(
        run->pg,
        TAKE_OVER ", state = 'running', sum_raw = pg_catalog.decode($5, 'hex'),"
                  " sum_lf = pg_catalog.decode($6, 'hex'), chain = pg_catalog.decode($7, 'hex')"
                  " WHERE version = $1 AND run_id = $2::pg_catalog.uuid"
                  " AND state IN ('running', 'failed') RETURNING 1",
        G_N_ELEMENTS(values), values, error);
    if (rows != NULL)
        run->chain = previous;
    return taken_over(work, row, rows, error);
}

/* The row of the migration that is reverted, from `applied` on or from where an earlier attempt
 * died. The statements of applying it are not those of the down file. */
static bool begin_revert(Work *work, const LedgerRow *row, GError **error) {
    bool again = row->state == LEDGER_REVERTING;
    if (again && !(work_load(work, error) && check_prefix(work, row, error)))
        return false;
    g_autofree char *total = g_strdup_printf("%u", work->count);
    const char *const values[] = {row->version, row->run_id, work->run->run_id, total};
    const char *sql =
        again ? TAKE_OVER " WHERE version = $1 AND run_id = $2::pg_catalog.uuid"
                          " AND state = 'reverting' RETURNING 1"
              : "WITH begun AS (" TAKE_OVER ", state = 'reverting', statements_done = 0"
                " WHERE version = $1 AND run_id = $2::pg_catalog.uuid"
                " AND state IN ('applied', 'resolved') RETURNING version),"
                " gone AS (DELETE FROM migrate.statement AS s USING begun"
                " WHERE s.version = begun.version)"
                "INSERT INTO migrate.event (run_id, what, version)"
                " SELECT $3::pg_catalog.uuid, 'reverting', version FROM begun RETURNING 1";
    g_autoptr(Rows) rows = pg_query(work->run->pg, sql, G_N_ELEMENTS(values), values, error);
    return taken_over(work, row, rows, error);
}

/* One statement with its row in a transaction; when the server says that this cannot be, on its
 * own. */
static bool run_statement(const Work *work, GError **error) {
    const Statement *statement = &work->statements[work->at];
    g_auto(StatementClass) class = statement_classify(statement);
    const char *state = work->states[work->at];
    bool announced = g_strcmp0(state, "intent") == 0 || g_strcmp0(state, "failed") == 0;
    if (class.kind->mode == RUN_ALONE || announced) {
        g_autofree char *preview = statement_preview(statement);
        run_emit(work->run, (ApplyEvent){.type = APPLY_STATEMENT,
                                         .statement = work->at + 1,
                                         .statements = work->count,
                                         .line = statement->line,
                                         .text = preview});
        return alone_run(work, error);
    }
    g_autofree char *row = work_record_sql(work, "done", NULL, NULL);
    g_autofree char *entered = entry_entered(work->run);
    g_autofree char *fence = g_strconcat(row, " RETURNING ", entered, NULL);
    Unit unit = {.run = work->run,
                 .migration = work->migration,
                 .path = work->path,
                 .statements = statement,
                 .count = 1,
                 .first = work->at + 1,
                 .total = work->count,
                 .fence = {fence, strlen(fence)},
                 .finish = {"SELECT", strlen("SELECT")}};
    g_autoptr(GError) failed = NULL;
    if (unit_run(&unit, &failed))
        return true;
    if (pg_fault_forbids_transaction(failed))
        return alone_run(work, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}

static bool run_statements(Work *work, GError **error) {
    for (work->at = 0; work->at < work->count; work->at++) {
        g_auto(StatementClass) class = statement_classify(&work->statements[work->at]);
        if (work_is_done(work->states[work->at]) && !class.kind->session)
            continue;
        if (!run_continue(work->run, error) || !run_statement(work, error))
            return false;
        fault_point("done");
    }
    return true;
}

/* `change` (SQL) is what becomes of the row in the end. */
static bool finish(const Work *work, const char *change, const char *what, GError **error) {
    g_autofree char *sql = g_strdup_printf(
        "BEGIN; SET LOCAL search_path = pg_catalog, pg_temp;"
        "%s WHERE version = %s AND run_id = '%s';"
        "INSERT INTO migrate.event (run_id, what, version) VALUES ('%s', '%s', %s);"
        " COMMIT",
        change, work->version, work->run->run_id, work->run->run_id, what, work->version);
    return pg_script(work->run->pg, sql, error);
}

static void tell_next_step(const Work *work, GError *failed) {
    if (failed->code == FAIL_FINDINGS)
        append_message(failed,
                       "\n%s is not in a transaction: the statements of it that were done stay. "
                       "Correct this one, then run the command again, which goes on here",
                       work->migration->label);
}

static void record_failure(const Work *work, const GError *failed) {
    const SqlFault *fault = pg_fault(failed);
    if (run_lost(failed) || failed->code == FAIL_LOCKED)
        return;
    const char *const values[] = {work->migration->version, fault == NULL ? NULL : fault->sqlstate,
                                  failed->message};
    pg_script(work->run->pg, "ROLLBACK", NULL);
    rows_free(pg_query(work->run->pg,
                       "UPDATE migrate.migration SET error_sqlstate = $2, error = $3,"
                       " state = CASE state WHEN 'running' THEN 'failed' ELSE state END"
                       " WHERE version = $1 AND state IN ('running', 'reverting')",
                       G_N_ELEMENTS(values), values, NULL));
    ledger_event(work->run->pg, work->run->run_id, "failed", values[0], values[1], values[2], NULL);
}

/* What is to be done after the row was begun, up to its end. */
static bool run_work(Work *work, const char *change, const char *what, GError **error) {
    if (work->states == NULL && !work_load(work, error))
        return false;
    fault_point("running");
    g_autoptr(GError) failed = NULL;
    if (run_statements(work, &failed)) {
        fault_point("finish");
        return finish(work, change, what, error);
    }
    record_failure(work, failed);
    tell_next_step(work, failed);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}

static bool apply_work(Work *work, GError **error) {
    const LedgerRow *row = ledger_find(work->run->ledger, work->migration->version);
    bool begun = row == NULL ? ledger_insert(work->run, work->migration, "notx", "running",
                                             work->count, error)
                             : work_load(work, error) && resume(work, row, error);
    return begun && run_work(work,
                             "UPDATE migrate.migration SET state = 'applied',"
                             " statements_done = statements_total,"
                             " finished_at = pg_catalog.clock_timestamp()",
                             "applied", error);
}

static bool revert_work(Work *work, GError **error) {
    const LedgerRow *row = ledger_find(work->run->ledger, work->migration->version);
    return begin_revert(work, row, error) &&
           run_work(work, "DELETE FROM migrate.migration", "reverted", error);
}

/* `work` knows the migration, its file and what that may do; the statements are those of `text`. */
static bool carry_out(Work *work, GBytes *text, bool (*todo)(Work *work, GError **error),
                      GError **error) {
    g_autoptr(GArray) statements = statements_of(work->path, text, error);
    if (statements == NULL)
        return false;
    work->statements = (const Statement *)(void *)statements->data;
    work->count = statements->len;
    work->version = pg_quote_literal(work->run->pg, work->migration->version);
    bool fine = todo(work, error);
    work_clear(work);
    return fine;
}

bool nontransactional_run(Run *run, const Migration *migration, GError **error) {
    Work work = {.run = run,
                 .migration = migration,
                 .path = migration->path,
                 .idempotent = migration->idempotent};
    return carry_out(&work, migration->text, apply_work, error);
}

bool nontransactional_revert(Run *run, const Migration *migration, GError **error) {
    Work work = {.run = run,
                 .migration = migration,
                 .path = migration->down_path,
                 .idempotent = migration->down_idempotent};
    return carry_out(&work, migration->down, revert_work, error);
}
