/* Migrations and down files outside a transaction: every statement is recorded before and after, so
 * that a run goes on where another died.
 *
 * A statement that can run inside a transaction does, together with its own row: it needs no proof.
 * One that cannot is announced
 * (`intent`), executed and confirmed, each committed; what an intent without a confirmation means
 * is asked of the catalogs by its kind's probe. */
#include "apply/nontransactional.h"
#include "apply/adoption.h"
#include "apply/alone.h"
#include "apply/backfill.h"
#include "apply/entry.h"
#include "apply/fault_point.h"
#include "apply/hook.h"
#include "apply/place_error.h"
#include "apply/session.h"
#include "apply/transactional.h"
#include "apply/work.h"
#include "history/directions.h"
#include "sql.h"
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
        return backfill_is_same(work, row->done, error);
    g_set_error(error, HISTORY_ERROR, FAIL_DECISION,
                "%s has %u statements, but %u were done in an earlier attempt. Put them back",
                work->path, work->count, row->done);
    return false;
}

static bool taken_over(const Work *work, const LedgerRow *row, const Rows *rows, GError **error) {
    if (!rows)
        return false;
    work->run->attempt = row->attempt + 1;
    if (rows_count(rows) == 1)
        return true;
    g_set_error(error, HISTORY_ERROR, FAIL_LOCKED, "another run has taken over %s",
                work->migration->label);
    return false;
}

/* The row of an earlier attempt, compare and set. `sums` are four, or NULL: as before. `states`
 * are those that it may be in, as an array's literal. */
static bool take_over(const Work *work, const LedgerRow *row, const char *state,
                      const char *const *sums, const char *states, const char *event,
                      GError **error) {
    g_autofree char *total = g_strdup_printf("%u", work->count);
    const char *const values[] = {
        work->migration->key,  row->run_id,           work->run->run_id,     total,  state,
        sums ? sums[0] : NULL, sums ? sums[1] : NULL, sums ? sums[2] : NULL, states, event,
        sums ? sums[3] : NULL};
    g_autoptr(Rows) rows =
        pg_query(work->run->pg, ledger_sql(SQL_take_over), G_N_ELEMENTS(values), values, error);
    return taken_over(work, row, rows, error);
}

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
    Sum link = migration_chain(&previous, migration);
    g_autofree char *chain = sum_hex(&link);
    Sum statements = migration_sum_sql(migration);
    g_autofree char *sql = sum_hex(&statements);
    const char *const sums[] = {raw, lf, chain, sql};
    if (!take_over(work, row, "running", sums, "{running,failed}", NULL, error))
        return false;
    run->chain = previous;
    return true;
}

/* The row of the migration that is reverted, from `applied` on or from where an earlier attempt
 * died. The statements of applying it are not those of the down file. */
static bool begin_revert(Work *work, const LedgerRow *row, GError **error) {
    if (row->state != LEDGER_REVERTING)
        return take_over(work, row, "reverting", NULL, "{applied,resolved}", "reverting", error);
    return work_load(work, error) && check_prefix(work, row, error) &&
           take_over(work, row, "reverting", NULL, "{reverting}", NULL, error);
}

/* What ends its own transaction would do all that stands before twice: once to be refused. Where it
 * cannot be told, the server tells. */
static bool commits(const Work *work, const Statement *statement) {
    if (!statement_matches(statement, "call|do"))
        return false;
    g_autofree char *text = g_strndup(statement->text, statement->length);
    const char *const values[] = {text};
    g_autoptr(Rows) rows = pg_ask(work->run->pg, PG_ONE_ROW("!"), SQL_commits, 1, values, NULL);
    return rows && strcmp(rows_value(rows, 0, 0), "t") == 0;
}

/* One statement with its row in a transaction; when this cannot be, on its own. */
static bool run_statement(const Work *work, GError **error) {
    const Statement *statement = &work->statements[work->at];
    g_autoptr(Batching) batching =
        work->directives ? directions_batching(work->directives, statement) : NULL;
    if (batching)
        return backfill_run(work, batching, error);
    g_auto(StatementClass) class = statement_classify(statement);
    const char *state = work->states[work->at];
    bool announced = g_strcmp0(state, "intent") == 0 || g_strcmp0(state, "failed") == 0;
    if (class.kind->mode == RUN_ALONE || announced || commits(work, statement)) {
        g_autofree char *preview = statement_preview(statement);
        run_emit(work->run, (ApplyEvent){.type = APPLY_STATEMENT,
                                         .statement = work->at + 1,
                                         .statements = work->count,
                                         .file = work->path,
                                         .line = statement->line,
                                         .text = preview});
        return alone_run(work, error);
    }
    g_autoptr(Arena) arena = arena_new();
    const Run *run = work->run;
    Unit unit = {.run = work->run,
                 .migration = work->migration,
                 .path = work->path,
                 .statements = statement,
                 .count = 1,
                 .first = work->at + 1,
                 .total = work->count,
                 .fence = work_row(work, arena, "done", NULL, NULL, run_path(run)),
                 .finish = {"SELECT", strlen("SELECT")}};
    g_autoptr(GError) failed = NULL;
    if (unit_run(&unit, &failed))
        return true;
    if (pg_fault_forbids_transaction(failed))
        return alone_run(work, error);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}

/* What statements set search_path to is the migration's from there on. Between them the session has
 * the tool's own, spelled as no SET would have it, so that every other one is theirs. Through a
 * pooler there are only batches, and the session is not ours. */
static bool follow_path(Run *run, bool first, GError **error) {
    static const char *const own[] = {"pg_catalog , pg_temp"};
    if (run->options->pooler)
        return true;
    run->clean = false;
    g_autoptr(Rows) rows = pg_ask(run->pg, PG_ONE_ROW("!!"), SQL_follow_path, 1, own, error);
    if (!rows)
        return false;
    const char *now = rows_value(rows, 0, 0);
    if (!first && strcmp(now, own[0]) != 0) {
        g_free(run->set_path);
        run->set_path = g_strdup(now);
    }
    return true;
}

static bool run_each(Work *work, GError **error) {
    for (work->at = 0; work->at < work->count; work->at++) {
        g_auto(StatementClass) class = statement_classify(&work->statements[work->at]);
        if (work_is_done(work->states[work->at]) && !class.kind->session)
            continue;
        if (!run_continue(work->run, error) || !run_statement(work, error) ||
            !follow_path(work->run, false, error))
            return false;
        fault_point("done");
    }
    return true;
}

static bool run_statements(Work *work, GError **error) {
    Run *run = work->run;
    bool fine = follow_path(run, true, error) && run_each(work, error);
    g_clear_pointer(&run->set_path, g_free);
    return fine;
}

static bool finish(const Work *work, const char *what, GError **error) {
    const char *const values[] = {work->migration->key, work->run->run_id, what};
    Pg *pg = work->run->pg;
    g_autoptr(Arena) arena = arena_new();
    PgStatement kept =
        adoption_kept(work->run, arena, work->migration, strcmp(what, "reverted") == 0);
    g_autoptr(Rows) rows = NULL, also = NULL;
    if (!kept.text)
        return (rows =
                    pg_query(pg, ledger_sql(SQL_work_finish), G_N_ELEMENTS(values), values, error));
    return pg_script(pg, "BEGIN", error) &&
           (rows =
                pg_query(pg, ledger_sql(SQL_work_finish), G_N_ELEMENTS(values), values, error)) &&
           (also = pg_query(pg, kept.text, kept.count, kept.values, error)) &&
           pg_script(pg, "COMMIT", error);
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
    const char *const values[] = {work->migration->key, fault ? fault->sqlstate : NULL,
                                  failed->message, "false"};
    pg_script(work->run->pg, "ROLLBACK", NULL);
    rows_free(
        pg_query(work->run->pg, ledger_sql(SQL_work_stopped), G_N_ELEMENTS(values), values, NULL));
    ledger_event(work->run->pg, work->run->run_id, "failed", values[0], values[1], values[2], NULL);
}

/* What is to be done after the row was begun, up to its end. */
static bool run_work(Work *work, const char *what, GError **error) {
    if (!work->states && !work_load(work, error))
        return false;
    fault_point("running");
    g_autoptr(GError) failed = NULL;
    const GPtrArray *hooks = strcmp(what, "applied") == 0 ? work->run->options->after_each : NULL;
    if (run_statements(work, &failed) &&
        (!hooks || (run_reset(work->run, true, &failed) &&
                    hooks_run(work->run, hooks, work->migration, &failed)))) {
        fault_point("finish");
        return finish(work, what, error);
    }
    record_failure(work, failed);
    tell_next_step(work, failed);
    g_propagate_error(error, g_steal_pointer(&failed));
    return false;
}

static bool apply_work(Work *work, GError **error) {
    const LedgerRow *row = ledger_find(work->run->ledger, work->migration->key);
    bool begun =
        row ? work_load(work, error) && resume(work, row, error)
            : ledger_insert(work->run, work->migration, "notx", "running", work->count, error);
    return begun && run_work(work, "applied", error);
}

static bool revert_work(Work *work, GError **error) {
    const LedgerRow *row = ledger_find(work->run->ledger, work->migration->key);
    return begin_revert(work, row, error) && run_work(work, "reverted", error);
}

/* `work` knows the migration, its file and what that may do; the statements are those of `text`. */
static bool carry_out(Work *work, GBytes *text, bool (*todo)(Work *work, GError **error),
                      GError **error) {
    g_autoptr(GArray) statements = statements_of(work->path, text, error);
    if (!statements)
        return false;
    work->statements = (const Statement *)(void *)statements->data;
    work->count = statements->len;
    work->directives = directions_find(work->path, text);
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
