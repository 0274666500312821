/* Applying through a transaction pooler, where each transaction may reach another session.
 *
 * No lock holds from one transaction to the next, so each takes the transaction's lock, and then
 * makes sure that the ledger ends with what this run has read; when it does not, all is read again.
 * Nothing is set in the session, because the next transaction in it is somebody else's. */
#include "apply/pooled.h"
#include "apply/adoption.h"
#include "apply/blocker.h"
#include "apply/bundle.h"
#include "apply/entry.h"
#include "apply/fault_point.h"
#include "apply/leaves.h"
#include "apply/lock.h"
#include "apply/pending.h"
#include "apply/session.h"
#include "history/statement.h"
#include "sql.h"
#include <string.h>

enum { POLL_FIRST = 50, POLL_MAX = 2000 };

/* Waits for the transaction's lock, in a transaction of its own each time; true with that open. */
static bool begin_locked(Run *run, GError **error) {
    gint64 end = g_get_monotonic_time() + (gint64)run->options->lock_wait * 1000;
    for (guint pause = POLL_FIRST;; pause = MIN(pause * 2, (guint)POLL_MAX)) {
        if (!pg_script(run->pg, "BEGIN", error))
            return false;
        g_autoptr(Rows) rows = pg_ask(
            run->pg, PG_ONE_ROW("!"),
            "SELECT pg_catalog.pg_try_advisory_xact_lock(" LOCK_TRANSACTION ")", 0, NULL, error);
        if (!rows)
            return false;
        if (strcmp(rows_value(rows, 0, 0), "t") == 0)
            return true;
        if (!pg_script(run->pg, "ROLLBACK", error))
            return false;
        if (g_get_monotonic_time() >= end) {
            g_autoptr(GError) late = g_error_new(
                HISTORY_ERROR, FAIL_LOCKED,
                "another run has been inside a migration for %u s. Run the command again when it "
                "is through",
                run->options->lock_wait / 1000);
            run_name_blockers(run, NULL, 0, late);
            g_propagate_error(error, g_steal_pointer(&late));
            return false;
        }
        if (!run_sleep(run, run_jitter(pause), error))
            return false;
    }
}

/* Leaves the transaction open, with the lock. */
static bool read_locked(Run *run, GError **error) {
    guard_clear(&run->guard);
    run->guard = (Guard){0};
    return begin_locked(run, error) && guard_read(run->pg, &run->guard, error) &&
           run_same_server(run, error) && run_take_role(run, error) && run_read_ledger(run, error);
}

bool pooled_read(Run *run, GError **error) {
    return read_locked(run, error) && pg_script(run->pg, "COMMIT", error);
}

/* What the ledger has, read when nobody is inside a migration: also what became of ours. */
static GPtrArray *read_again(Run *run, Findings *findings, GError **error) {
    bool fine = read_locked(run, error);
    g_autoptr(GPtrArray) pending = fine ? run_pending(run, findings) : NULL;
    if (!fine || !pg_script(run->pg, "COMMIT", error))
        return NULL;
    return g_steal_pointer(&pending);
}

static bool connect_pooled(Run *run, GError **error) {
    run_disconnect(run);
    g_autofree char *settings = guard_settings(NULL, run->options->owner);
    run->pg = pg_connect_pooled(run_conninfo(run), run->application, settings, error);
    if (!run->pg)
        return false;
    return run_take_path(run, error);
}

/* One look at the ledger, and what is pending then. `done`: nothing is left. */
static bool go_on(Run *run, bool *done, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GPtrArray) pending = read_again(run, findings, error);
    if (!pending)
        return false;
    run_target_findings(run, run_writes(run, pending), findings);
    if (!run->planned ? !apply_plan(run, pending, findings, error)
                      : !run_report(run, findings, error))
        return false;
    run->planned = true;
    apply_read_verdict(run);
    if (!run_not_unwanted(run, error))
        return false;
    *done = run->options->dry_run || !run_writes(run, pending);
    if (*done)
        return true;
    if (!run_prepare_ledger(run, error) || !adoption_prepare(run, error))
        return false;
    fault_point("ledger");
    *done = (pending->len == 0 && !run->after_due) ||
            (apply_pending(run, pending, error) && run_ledger_kept(run, error));
    return *done;
}

bool pooled_session(Run *run, GError **error) {
    if (!connect_pooled(run, error))
        return false;
    fault_point("connect");
    gint64 end = g_get_monotonic_time() + (gint64)run->options->lock_wait * 1000;
    for (;;) {
        g_autoptr(GError) failed = NULL;
        bool done = false;
        run->overtaken = false;
        if (go_on(run, &done, &failed) && done)
            return true;
        if (!run->overtaken || g_get_monotonic_time() >= end ||
            !run_sleep(run, run_jitter(POLL_FIRST), NULL)) {
            if (run->overtaken)
                run_name_blockers(run, NULL, 0, failed);
            g_propagate_error(error, g_steal_pointer(&failed));
            return false;
        }
        run->in_flight = NULL;
    }
}

bool pooled_open(Run *run, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    if (!connect_pooled(run, error) || !pooled_read(run, error))
        return false;
    run_target_findings(run, !run->options->dry_run, findings);
    return run_report(run, findings, error) &&
           (run->options->dry_run || (run_prepare_ledger(run, error) && pooled_read(run, error)));
}

bool pooled_begin(Run *run, GError **error) {
    g_autofree char *chain = sum_hex(&run->chain);
    const char *const values[] = {chain};
    if (!begin_locked(run, error))
        return false;
    g_autoptr(Rows) rows = pg_query(run->pg, SQL_pooled_chain, G_N_ELEMENTS(values), values, error);
    if (rows)
        return true;
    if (error && bundle_asserted(*error)) {
        g_clear_error(error);
        g_set_error_literal(error, HISTORY_ERROR, FAIL_LOCKED,
                            "another run has just changed the ledger. Run the command again");
    }
    return false;
}
