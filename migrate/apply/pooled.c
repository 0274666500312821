/* Applying through a transaction pooler, where each transaction may reach another session.
 *
 * No lock holds from one transaction to the next, so each takes the transaction's lock, and then
 * makes sure that the ledger ends with what this run has read; when it does not, all is read again.
 * Nothing is set in the session, because the next transaction in it is somebody else's. */
#include "apply/pooled.h"
#include "apply/adoption.h"
#include "apply/blocker.h"
#include "apply/fault_point.h"
#include "apply/leaves.h"
#include "apply/lock.h"
#include "apply/pending.h"
#include "apply/session.h"
#include "history/statement.h"
#include <string.h>

enum { POLL = 50 /* milliseconds */ };

/* What the ledger has, read when nobody is inside a migration: also what became of ours. */
static GPtrArray *read_again(Run *run, Findings *findings, GError **error) {
    bool fine = pooled_read_locked(run, error);
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
    *done = (pending->len == 0 && !run->after_due && !run->repeats) ||
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
            !run_sleep(run, run_jitter(POLL), NULL)) {
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
