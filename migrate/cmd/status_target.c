#include "cmd/status_target.h"

#include "apply/foreign.h"
#include "apply/repeats.h"
#include "apply/replaced.h"
#include "catalog/fingerprint.h"
#include <string.h>

StatusTarget *status_target_new(const char *name, bool must_be_current) {
    StatusTarget *target = g_new0(StatusTarget, 1);
    target->name = name;
    target->findings = findings_new();
    target->must_be_current = must_be_current;
    return target;
}

void status_target_free(gpointer data) {
    StatusTarget *target = data;
    endpoint_clear(&target->endpoint);
    g_clear_pointer(&target->ledger, ledger_free);
    g_clear_pointer(&target->pending, g_ptr_array_unref);
    g_ptr_array_unref(target->findings);
    g_free(target->schema_now);
    g_free(target->option);
    g_clear_error(&target->error);
    g_free(target);
}

/* A half-done migration is in the middle of changing it, and before the first there is nothing to
 * compare with. */
static bool may_compare(const StatusTarget *target) {
    return target->ledger->rows->len > 0 && !ledger_open_row(target->ledger);
}

/* A comparison that is not possible (no scratch server, say) is reported beside the rest. */
static void add_drift(StatusTarget *target, const History *history, Pg *pg, const Guard *guard,
                      Project *project) {
    g_autoptr(GError) failed = NULL;
    guint before = target->findings->len;
    if (!drift_findings(project, history, target->ledger, pg, guard, target->findings, &failed))
        findings_refuse(target->findings, "drift-unknown", FAIL_ENVIRONMENT, "%s", failed->message);
    for (guint i = before; i < target->findings->len; i++) {
        Finding *finding = target->findings->pdata[i];
        if (finding->failure == FAIL_DECISION)
            finding->failure = FAIL_FINDINGS;
    }
}

static bool read_schema(StatusTarget *target, const History *history, Pg *pg, const Guard *guard,
                        Project *project, GError **error) {
    const LoadOptions options = {project->names.owner, project->names.ignore,
                                 project->names.ignore_data, project->names.ledger};
    g_autoptr(Catalog) catalog = catalog_load(pg, &options, error);
    if (!catalog)
        return false;
    Sum sum = catalog_fingerprint(catalog);
    target->schema_now = sum_hex(&sum);
    if (may_compare(target))
        add_drift(target, history, pg, guard, project);
    return true;
}

/* One that a run can only go on with does not fit. */
static void settle(StatusTarget *target) {
    bool half_done = false;
    for (guint i = 0; i < target->findings->len; i++) {
        const Finding *finding = target->findings->pdata[i];
        half_done = half_done || strcmp(finding->code, "half-done") == 0;
    }
    const LedgerRow *open = ledger_open_row(target->ledger);
    if (open && !half_done)
        findings_refuse(target->findings, "half-done", FAIL_DECISION, "%s is half done",
                        open->label)
            ->fix = g_strdup("'migrate apply' goes on with it");
    target->fits = findings_failure(target->findings) == 0;
}

/* What is executed again because it has changed is pending, too. */
static bool add_repeats(StatusTarget *target, const History *history, Pg *pg, bool has_ledger,
                        GError **error) {
    g_autoptr(GHashTable) done = repeats_done(pg, history, has_ledger, error);
    g_autoptr(GPtrArray) due = done ? repeats_due(history, done) : NULL;
    for (guint i = 0; due && i < due->len; i++)
        g_ptr_array_add(target->pending, due->pdata[i]);
    return done;
}

bool status_target_look(StatusTarget *target, const History *history, Project *project,
                        GError **error) {
    g_auto(Guard) guard = {0};
    g_autoptr(Pg) pg = guard_connect(target->endpoint.conninfo, "migrate status", NULL,
                                     target->owner, 0, &guard, error);
    if (!pg || !ledger_check(pg, &guard, error))
        return false;
    target->ledger = ledger_read(pg, &guard, error);
    if (!target->ledger || (guard.other_ledgers && !foreign_stand_in(pg, history, target->ledger,
                                                                     target->findings, error)))
        return false;
    ledger_fold(target->ledger, history);
    target->ledger->target = target->option;
    target->pending = preflight_pending(history, target->ledger, NULL, true, target->findings);
    settle(target);
    if (!add_repeats(target, history, pg, guard.format > 0, error))
        return false;
    return !project || read_schema(target, history, pg, &guard, project, error);
}

Failure status_target_failure(const StatusTarget *target) {
    if (target->error)
        return target->absent                         ? 0
               : target->error->code == FAIL_DECISION ? FAIL_DECISION
                                                      : FAIL_ENVIRONMENT;
    return findings_failure(target->findings);
}

Failure status_target_status(const StatusTarget *target) {
    Failure failure = status_target_failure(target);
    bool behind = target->must_be_current && !target->error && target->pending->len > 0;
    return failure == 0 && behind ? FAIL_FINDINGS : failure;
}

const LedgerRow *status_target_last(const Ledger *ledger) {
    return ledger->rows->len == 0 ? NULL : ledger->rows->pdata[ledger->rows->len - 1];
}

const char *status_target_state(const StatusTarget *target) {
    bool ahead = false;
    for (guint i = 0; i < target->findings->len; i++)
        ahead = ahead || strcmp(((const Finding *)target->findings->pdata[i])->code, "ahead") == 0;
    if (ledger_open_row(target->ledger))
        return "half done";
    if (!target->fits)
        return "does not match";
    if (status_target_failure(target) == FAIL_FINDINGS)
        return "drifted";
    return target->pending->len > 0 ? "behind" : ahead ? "ahead of this checkout" : "up to date";
}
