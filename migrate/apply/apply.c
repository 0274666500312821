#include "apply/apply.h"
#include "apply/adoption.h"
#include "apply/blocker.h"
#include "apply/drift_check.h"
#include "apply/fault_point.h"
#include "apply/lock.h"
#include "apply/pending.h"
#include "apply/pooled.h"
#include "apply/session.h"

enum { MAX_LOSSES = 3, RECONNECT_FIRST = 250, RECONNECT_MAX = 8000 };

static GPtrArray *read_pending(Run *run, Findings *findings, GError **error) {
    if (!run_read_ledger(run, error))
        return NULL;
    return run_pending(run, findings);
}

/* One session from its connection to its end. */
static bool apply_session(Run *run, GError **error) {
    g_autoptr(GPtrArray) findings = findings_new();
    if (!run_connect(run, error))
        return false;
    fault_point("connect");
    g_autoptr(GPtrArray) pending = read_pending(run, findings, error);
    if (!pending)
        return false;
    run_target_findings(run, run_writes(run, pending), findings);
    if (!run->planned && !drift_check(run, findings, error))
        return false;
    if (!run->planned && !apply_plan(run, pending, findings, error))
        return false;
    if (run->planned && !run_report(run, findings, error))
        return false;
    run->planned = true;
    if (run->options->dry_run || !run_writes(run, pending))
        return true;
    if (!lock_take(run, error) || !run_prepare_ledger(run, error))
        return false;
    g_ptr_array_set_size(findings, 0);
    g_autoptr(GPtrArray) left = read_pending(run, findings, error);
    if (!left || (findings->len > 0 && !run_report(run, findings, error)))
        return false;
    apply_read_verdict(run);
    if (!run_not_unwanted(run, error))
        return false;
    fault_point("ledger");
    if (!adoption_write(run, error) || !adoption_prepare(run, error))
        return false;
    fault_point("adopted");
    if (left->len > 0 && run->result->applied == 0)
        drift_before(run);
    if (!apply_pending(run, left, error))
        return false;
    if (run->result->applied > 0 && !run_ledger_kept(run, error))
        return false;
    if (run->result->applied > 0)
        drift_after(run);
    lock_release(run);
    return true;
}

static bool can_reconnect(const GError *error) {
    return run_lost(error) || (error->domain == PG_ERROR && error->code == FAIL_ENVIRONMENT &&
                               !pg_fault(error)->sqlstate);
}

static void note_termination(Run *run, const GError *failed) {
    if (!pg_fault_is(failed, "57P01") || !run->guard.rows)
        return;
    g_free(run->terminated);
    run->terminated = g_strdup(run->guard.server_started);
}

/* Runs that come through a transaction pooler lock nothing but their transactions, which this one
 * finds locked. `end`: until when it waits for them; 0: it does not yet. */
static bool wait_for_pooled(Run *run, gint64 *end, const GError *failed) {
    gint64 now = g_get_monotonic_time();
    if (!run->overtaken || run->options->pooler)
        return false;
    if (*end == 0)
        *end = now + (gint64)run->options->lock_wait * 1000;
    run->overtaken = false;
    run->in_flight = NULL;
    guint pause = run_jitter(RECONNECT_FIRST);
    if (now >= *end)
        return false;
    run_emit(run, (ApplyEvent){.type = APPLY_RETRY, .delay = pause, .text = failed->message});
    return run_sleep(run, pause, NULL);
}

bool apply_run(const ApplyOptions *options, const History *history, const ApplyEvents *events,
               ApplyResult *result, GError **error) {
    Run run;
    run_init(&run, options, history, events, result);
    guint losses = 0, pause = RECONNECT_FIRST, applied = 0;
    gint64 lost_at = 0, wait_until = 0;
    bool fine;
    for (;;) {
        g_autoptr(GError) failed = NULL;
        fine = options->pooler ? pooled_session(&run, &failed) : apply_session(&run, &failed);
        if (fine)
            break;
        if (wait_for_pooled(&run, &wait_until, failed))
            continue;
        bool was_lost = run_lost(failed);
        if (was_lost) {
            note_termination(&run, failed);
            losses = result->applied > applied ? 1 : losses + 1;
            lost_at = g_get_monotonic_time();
            pause = RECONNECT_FIRST;
            applied = result->applied;
        }
        bool again = run.system_identifier && can_reconnect(failed) && losses <= MAX_LOSSES &&
                     lost_at > 0 &&
                     g_get_monotonic_time() - lost_at < (gint64)options->reconnect_budget * 1000;
        if (again)
            run_emit(&run, (ApplyEvent){
                               .type = APPLY_RECONNECT, .delay = pause, .text = failed->message});
        if (!again || !run_sleep(&run, run_jitter(pause), NULL)) {
            run_name_lock(&run, failed);
            g_propagate_error(error, g_steal_pointer(&failed));
            break;
        }
        run_disconnect(&run);
        run.conninfo_at = 0;
        pause = MIN(pause * 2, (guint)RECONNECT_MAX);
    }
    run_clear(&run);
    result->applied += result->repeated;
    return fine;
}
