#include "apply/amend.h"
#include "apply/adoption.h"
#include "apply/blocker.h"
#include "apply/drift_check.h"
#include "apply/entry.h"
#include "apply/lock.h"
#include "apply/nontransactional.h"
#include "apply/pooled.h"
#include "apply/pooled_findings.h"
#include "apply/replaced.h"
#include "apply/session.h"
#include "apply/transactional.h"
#include "history/folder.h"
#include "sql.h"
#include <string.h>

/* Ends a run with `failed` (NULL: it was fine), which becomes `error`. */
static bool end(Run *run, GError *failed, GError **error) {
    run_name_lock(run, failed);
    run_clear(run);
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

static bool confirmed(const Run *run, const GPtrArray *migrations, GError **error) {
    if (!run->events || !run->events->confirm ||
        run->events->confirm(migrations, run->events->data))
        return true;
    g_set_error_literal(error, HISTORY_ERROR, FAIL_DECISION, "not confirmed; nothing was changed");
    return false;
}

/* A session with the lock; through a transaction pooler each transaction takes it. */
static bool open_ledger(Run *run, GError **error) {
    return run->options->pooler ? pooled_open(run, error) : run_open(run, error);
}

static bool begin(Run *run, GError **error) {
    return run->options->pooler ? pooled_begin(run, error) : pg_script(run->pg, "BEGIN", error);
}

static bool insert_baseline(Run *run, const GPtrArray *migrations, GError **error) {
    for (guint i = 0; i < migrations->len; i++) {
        const Migration *migration = migrations->pdata[i];
        if (!ledger_insert(run, migration, "baseline", "applied", 0, error))
            return false;
        run->chain = migration_chain(&run->chain, migration);
        run->result->applied++;
    }
    const Migration *last = migrations->pdata[migrations->len - 1];
    return ledger_event(run->pg, run->run_id, "baseline", last->key, NULL, NULL, error) &&
           pg_script(run->pg, "COMMIT", error);
}

static bool baseline_in(Run *run, const GPtrArray *migrations, GError **error) {
    if (!open_ledger(run, error))
        return false;
    if (run->ledger->rows->len > 0) {
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "the ledger of this database has migrations already (%u); a baseline is for a "
                    "database that has none. 'migrate status' shows them",
                    run->ledger->rows->len);
        return false;
    }
    bool fine = begin(run, error) && insert_baseline(run, migrations, error);
    if (!fine)
        pg_script(run->pg, "ROLLBACK", NULL);
    else
        drift_after(run);
    if (fine)
        lock_release(run);
    return fine;
}

/* What another tool's ledger says, in place of a version. */
static bool baseline_from_ledger(Run *run, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    if (!run_connect(run, error) || !run_read_ledger(run, error))
        return false;
    run_target_findings(run, true, findings);
    if (!run_report(run, findings, error))
        return false;
    guint count = run->adopting ? run->adopting->len : 0;
    if (count == 0)
        return true;
    if (!confirmed(run, run->adopting, error) || !lock_take(run, error) ||
        !run_prepare_ledger(run, error) || !run_read_ledger(run, error) ||
        !adoption_write(run, error))
        return false;
    run->result->applied = count;
    drift_after(run);
    lock_release(run);
    return true;
}

bool baseline_run(const ApplyOptions *options, const History *history, const char *version,
                  const ApplyEvents *events, ApplyResult *result, GError **error) {
    *result = (ApplyResult){0};
    g_autoptr(GPtrArray) migrations = g_ptr_array_new();
    const Migration *last = version ? history_find(history, version) : NULL;
    Run run;
    if (options->from_ledger) {
        run_init(&run, options, history, events, result);
        GError *stopped = NULL;
        baseline_from_ledger(&run, &stopped);
        return end(&run, stopped, error);
    }
    if (!last) {
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE, "%s has no migration %s", history->folder,
                    version);
        return false;
    }
    for (guint i = 0; i < history_position(history, last); i++)
        g_ptr_array_add(migrations, (gpointer)history_at(history, i));
    /* The ledger of another tool is the very reason for a baseline. */
    ApplyOptions adopting = *options;
    adopting.adopt = true;
    run_init(&run, &adopting, history, events, result);
    GError *failed = NULL;
    if (confirmed(&run, migrations, &failed))
        baseline_in(&run, migrations, &failed);
    return end(&run, failed, error);
}

/* What somebody did by hand and the history has by now: only as the next one, like everything that
 * is applied. */
static bool record_next(Run *run, const Migration *migration, const char *reason, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GPtrArray) pending =
        preflight_pending(run->history, run->ledger, NULL, true, findings);
    const Migration *next = pending->len == 0 ? NULL : pending->pdata[0];
    g_autoptr(GPtrArray) replaced = findings_new();
    replaced_findings(run->history, run->ledger, replaced);
    if (replaced->len > 0 && !run_report(run, replaced, error))
        return false;
    if (next != migration) {
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "%s is not the next migration: apply what comes before it first, up to %s",
                    migration->label, next ? next->label : "the last");
        return false;
    }
    const char *const values[] = {migration->key, reason};
    g_autoptr(Rows) noted = NULL;
    bool fine =
        begin(run, error) && ledger_insert(run, migration, "baseline", "applied", 0, error) &&
        (noted = pg_query(run->pg,
                          ledger_sql("UPDATE " LEDGER ".migration SET note = $2 WHERE key = $1"),
                          G_N_ELEMENTS(values), values, error)) &&
        ledger_event(run->pg, run->run_id, "resolved applied", migration->key, NULL, reason,
                     error) &&
        pg_script(run->pg, "COMMIT", error);
    if (!fine)
        pg_script(run->pg, "ROLLBACK", NULL);
    else
        lock_release(run);
    return fine;
}

/* The row of `migration`; of one that the history lacks, the one that is called so. */
static const LedgerRow *row_meant(const Ledger *ledger, const Migration *migration,
                                  const char *version) {
    if (migration)
        return ledger_find(ledger, migration->key);
    for (guint i = 0; i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        if (strcmp(row->version, version) == 0 || strcmp(row->label, version) == 0)
            return row;
    }
    return NULL;
}

static bool write_accepted(Run *run, const Migration *migration, const char *reason,
                           GError **error) {
    Sum statements = migration_sum_sql(migration);
    g_autofree char *lf = sum_hex(&migration->lf), *sql = sum_hex(&statements);
    const char *const values[] = {migration->key, lf, sql};
    g_autoptr(Rows) rows = NULL;
    bool fine =
        begin(run, error) &&
        (rows =
             pg_query(run->pg, ledger_sql(SQL_accept_edit), G_N_ELEMENTS(values), values, error)) &&
        ledger_event(run->pg, run->run_id, "edit accepted", migration->key, NULL, reason, error) &&
        pg_script(run->pg, "COMMIT", error);
    if (!fine)
        pg_script(run->pg, "ROLLBACK", NULL);
    else
        lock_release(run);
    return fine;
}

static bool accept_edit(Run *run, const LedgerRow *row, const Migration *migration,
                        const char *version, const char *reason, GError **error) {
    bool applied = row && ledger_is_applied(row);
    if (migration && applied && !row_fits(row, migration))
        return write_accepted(run, migration, reason, error);
    g_set_error(error, HISTORY_ERROR, FAIL_USAGE, "%s %s. There is nothing to accept", version,
                !migration ? "is not in the migrations folder"
                : !applied ? "is not applied in this database"
                           : "has the statements that were applied, or was accepted already");
    return false;
}

static bool resolve_in(Run *run, const char *version, Resolution outcome, const char *reason,
                       GError **error) {
    if (!open_ledger(run, error))
        return false;
    const Migration *migration = history_find(run->history, version);
    const LedgerRow *row = row_meant(run->ledger, migration, version);
    if (outcome == RESOLVE_EDIT)
        return accept_edit(run, row, migration, version, reason, error);
    bool applied = outcome == RESOLVE_APPLIED;
    if (!row && applied && migration)
        return record_next(run, migration, reason, error);
    if (!row || ledger_is_applied(row)) {
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "%s is not half done: %s. There is nothing to decide", version,
                    row ? ledger_state_name(row->state) : "the ledger does not have it");
        return false;
    }
    const char *const values[] = {row->key, reason};
    const char *sql = ledger_sql(
        applied ? SQL_resolved : "DELETE FROM " LEDGER ".migration WHERE key = $1 AND $2 <> ''");
    g_autoptr(Rows) rows = NULL;
    bool fine =
        begin(run, error) && (rows = pg_query(run->pg, sql, G_N_ELEMENTS(values), values, error)) &&
        ledger_event(run->pg, run->run_id, applied ? "resolved applied" : "resolved not-applied",
                     row->key, NULL, reason, error) &&
        pg_script(run->pg, "COMMIT", error);
    if (!fine)
        pg_script(run->pg, "ROLLBACK", NULL);
    else
        lock_release(run);
    return fine;
}

bool resolve_run(const ApplyOptions *options, const History *history, const char *version,
                 Resolution outcome, const char *reason, const ApplyEvents *events,
                 ApplyResult *result, GError **error) {
    Run run;
    *result = (ApplyResult){0};
    if (*reason == '\0') {
        g_set_error_literal(error, HISTORY_ERROR, FAIL_USAGE,
                            "the reason is empty: it is written "
                            "into the ledger for those who come "
                            "after");
        return false;
    }
    run_init(&run, options, history, events, result);
    GError *failed = NULL;
    result->applied = resolve_in(&run, version, outcome, reason, &failed) ? 1 : 0;
    return end(&run, failed, error);
}

static void check_down_statement(const Migration *migration, const Statement *statement,
                                 Findings *findings) {
    g_auto(StatementClass) found = statement_classify(statement);
    preflight_statement(migration->down_path, migration->down_transactional,
                        "begin the file with the line '-- migrate: no-transaction'", statement,
                        &found, findings);
}

static void refuse_no_way_back(const Run *run, const Migration *migration, Findings *findings) {
    g_autofree char *file =
        layout_path(run->history->layout, migration->version, migration->name, true);
    Finding *finding =
        file ? findings_refuse(findings, "no-down", FAIL_USAGE,
                               "%s has no %s, so it cannot be reverted", migration->label, file)
             : findings_refuse(findings, "no-down", FAIL_USAGE,
                               "%s cannot be reverted: the layout %s has no files for that",
                               migration->label, run->history->layout->name);
    finding->fix = g_strdup(file ? "write one, or write a new migration that undoes it"
                                 : "write a new migration that undoes it");
}

static void check_down(const Run *run, const Migration *migration, const LedgerRow *row,
                       Findings *findings) {
    if (row->stands_in) {
        findings_refuse(findings, "no-down", FAIL_USAGE,
                        "%s was not executed in this database as it is in this checkout: one of "
                        "the two has migrations that were replaced by one",
                        migration->label)
            ->fix = g_strdup("revert with the checkout that applied it, or write a new migration "
                             "that undoes it");
        return;
    }
    if (!migration->down && migration->down_path) {
        findings_refuse(findings, "no-down", FAIL_USAGE,
                        "%s has nothing in it that would revert %s", migration->down_path,
                        migration->label)
            ->fix = g_strdup("write it, or put a comment into it if it is to do nothing");
        return;
    }
    if (!migration->down) {
        refuse_no_way_back(run, migration, findings);
        return;
    }
    if (!row_fits(row, migration))
        findings_refuse(findings, "edited", FAIL_DECISION,
                        "%s was edited after it had been applied", migration->label);
    if (row->state == LEDGER_REVERTING && row->done > 0 && migration->down_transactional)
        findings_refuse(findings, "half-done", FAIL_DECISION,
                        "%s was begun outside a transaction and now has lost its '-- migrate: "
                        "no-transaction'",
                        migration->down_path)
            ->fix = g_strdup("put it back");
    g_autoptr(GError) failed = NULL;
    g_autoptr(GArray) statements = down_statements(migration, &failed);
    if (!statements)
        findings_refuse(findings, "unreadable", FAIL_USAGE, "%s", failed->message);
    else if (run->options->pooler)
        pooled_check(migration->label, migration->down_path, migration->down_transactional,
                     statements, findings);
    for (guint i = 0; statements && i < statements->len; i++)
        check_down_statement(migration, &g_array_index(statements, Statement, i), findings);
}

/* Where a row's migration stands in the order; one that the history lacks, where it stood. */
static guint order_of(const Run *run, const LedgerRow *row) {
    const Migration *migration = history_of_row(run->history, row);
    return migration ? history_position(run->history, migration) : row->position;
}

/* What is to be reverted, newest first. The ledger's chain lets only its last rows go. */
static GPtrArray *choose_down(const Run *run, const char *to, Findings *findings) {
    GPtrArray *chosen = g_ptr_array_new();
    const GPtrArray *rows = run->ledger->rows;
    const Migration *last = to ? history_find(run->history, to) : NULL;
    guint stop = last ? history_position(run->history, last) : 0;
    for (guint i = rows->len; i > 0; i--) {
        const LedgerRow *row = rows->pdata[i - 1];
        const Migration *migration = history_of_row(run->history, row);
        bool wanted = to ? order_of(run, row) > stop : i == rows->len;
        if (!wanted)
            break;
        if (!ledger_is_applied(row) && row->state != LEDGER_REVERTING)
            findings_refuse(findings, "half-done", FAIL_DECISION, "%s is half done", row->label)
                ->fix =
                g_strdup("finish it with 'migrate apply', or decide with 'migrate resolve'");
        else if (!migration)
            findings_refuse(findings, "missing", FAIL_USAGE, "%s is not in %s", row->label,
                            run->history->folder);
        else
            check_down(run, migration, row, findings);
        if (migration)
            g_ptr_array_add(chosen, (gpointer)migration);
    }
    return chosen;
}

static bool revert(Run *run, const Migration *migration, GError **error) {
    if (!migration->down_transactional)
        return nontransactional_revert(run, migration, error);
    g_autoptr(GArray) statements = down_statements(migration, error);
    if (!statements)
        return false;
    const char *const values[] = {migration->key, run_path(run)};
    g_autoptr(Arena) arena = arena_new();
    const char *fence = ledger_sql(SQL_revert);
    Unit unit = {.run = run,
                 .migration = migration,
                 .path = migration->down_path,
                 .statements = (const Statement *)(void *)statements->data,
                 .count = statements->len,
                 .first = 1,
                 .total = statements->len,
                 .fence = {.text = fence,
                           .length = strlen(fence),
                           .count = G_N_ELEMENTS(values),
                           .values = values},
                 .finish = {"SELECT", strlen("SELECT")},
                 .kept = adoption_kept(run, arena, migration, true),
                 .event = "reverted"};
    return unit_run(&unit, error);
}

static bool down_in(Run *run, const char *to, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    if (!open_ledger(run, error))
        return false;
    g_autoptr(GPtrArray) chosen = choose_down(run, to, findings);
    if (!run_report(run, findings, error))
        return false;
    run->result->pending = run->count = chosen->len;
    run_emit(run, (ApplyEvent){.type = APPLY_PLAN});
    if (run->events && run->events->plan)
        run->events->plan(chosen, run->events->data);
    if (run->options->dry_run || chosen->len == 0)
        return true;
    if (!confirmed(run, chosen, error))
        return false;
    for (guint i = 0; i < chosen->len; i++) {
        run->in_flight = chosen->pdata[i];
        run->index = i + 1;
        run->started = g_get_monotonic_time();
        run_emit(run, (ApplyEvent){.type = APPLY_START, .attempt = 1});
        if (!run_continue(run, error) || !revert(run, run->in_flight, error))
            return false;
        run->result->applied++;
        run_emit(run, (ApplyEvent){.type = APPLY_DONE, .elapsed = run_elapsed(run)});
        if (run->options->pooler && !pooled_read(run, error))
            return false;
        if (i + 1 < chosen->len && !run->options->pooler &&
            !run_reset(run, !run->in_flight->down_transactional, error))
            return false;
    }
    if (!run_ledger_kept(run, error))
        return false;
    drift_after(run);
    lock_release(run);
    return true;
}

bool down_run(const ApplyOptions *options, const History *history, const char *to,
              const ApplyEvents *events, ApplyResult *result, GError **error) {
    Run run;
    run_init(&run, options, history, events, result);
    GError *failed = NULL;
    down_in(&run, to, &failed);
    return end(&run, failed, error);
}
