/* migrate drift, for an environment with tenants. */
#include "apply/signals.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/apply_view.h"
#include "cmd/invocation.h"
#include "cmd/report_options.h"
#include "cmd/tenants.h"
#include "compare/tenant_drift.h"
#include "lint/lint.h"
#include "report/report.h"
#include <string.h>
#include <unistd.h>

typedef struct {
    Tenants tenants;
    Project project; /* of all, whose scratch server is started once */
    History *history;
    GPtrArray *states; /* TenantState*, as many as there are members */
    TenantDrift *drift;
    Findings *findings;
    guint compared, groups;
} Drifting;

static void state_free(gpointer state) {
    tenant_state_clear(state);
    g_free(state);
}

static void drifting_clear(Drifting *all) {
    g_clear_pointer(&all->drift, tenant_drift_free);
    g_clear_pointer(&all->states, g_ptr_array_unref);
    g_clear_pointer(&all->findings, g_ptr_array_unref);
    history_free(all->history);
    tenants_clear(&all->tenants);
    project_clear(&all->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drifting, drifting_clear)

static bool read_one(FleetMember *member, void *data) {
    const Drifting *all = data;
    GError *failed = NULL;
    if (tenants_is_absent(member, NULL))
        return true;
    ledger_place_tenant(member->tenant->schema);
    bool fine = tenant_state_read(member->data, &all->project.names, &failed);
    ledger_place_tenant(NULL);
    if (fine || tenants_is_absent(member, &failed))
        return true;
    member->error = failed;
    return false;
}

static void on_told(const GPtrArray *members, const FleetMember *ended, void *data) {
    Drifting *all = data;
    (void)members;
    all->tenants.ended += ended != NULL;
    tenants_draw(&all->tenants);
}

/* Nothing of a ledger in a tenant's schema is the tenant's. */
static bool leave_out_ledgers(Drifting *all, GError **error) {
    if (all->tenants.tenancy.way != TENANTS_SCHEMAS)
        return true;
    ledger_place_tenant("");
    bool fine = project_leave_out_ledgers(&all->project, error);
    ledger_place_tenant(NULL);
    return fine;
}

static bool read_all(Drifting *all, GError **error) {
    Tenants *tenants = &all->tenants;
    all->states = g_ptr_array_new_with_free_func(state_free);
    for (guint i = 0; i < tenants->members->len; i++) {
        FleetMember *member = tenants->members->pdata[i];
        TenantState *state = g_new0(TenantState, 1);
        state->tenant = member->tenant;
        g_ptr_array_add(all->states, member->data = state);
    }
    tenants->interactive = isatty(STDERR_FILENO);
    tenants->work.max_failures = G_MAXUINT;
    tenants->work.work = read_one;
    tenants->work.told = on_told;
    tenants->work.data = all;
    tenants_run(tenants);
    tenants_end_by_signal(signals_last());
    return tenants->tenancy.way != TENANTS_SCHEMAS ||
           tenant_states_read_schemas(all->states, tenants->endpoint.conninfo, &all->project.names,
                                      error);
}

/* One of a group; the scratch server is that of all. */
static bool compare_one(Drifting *all, const GPtrArray *members, GError **error) {
    const TenantState *state = members->pdata[0];
    const char *schema = state->tenant->schema;
    g_auto(Project) own = {0};
    g_autoptr(GPtrArray) found = findings_new();
    g_autofree char *path = schema ? tenancy_path(schema, all->project.names.path) : NULL;
    ledger_place_tenant(schema);
    bool fine = !schema || project_open_tenant(&own, all->project.config, schema, error);
    Project *project = schema ? &own : &all->project;
    if (fine && schema) {
        own.names.path = path;
        own.scratch = g_steal_pointer(&all->project.scratch);
        if (own.scratch)
            scratch_set_path(own.scratch, path);
    }
    fine = fine && tenant_compare(project, all->history, state, found, error);
    if (schema)
        all->project.scratch = g_steal_pointer(&own.scratch);
    ledger_place_tenant(NULL);
    if (fine)
        tenant_drift_add(all->drift, found, members);
    else
        g_prefix_error(error, "tenant \"%s\": ", state->tenant->name);
    return fine;
}

static bool compare_all(Drifting *all, GError **error) {
    g_autoptr(GPtrArray) groups = tenant_states_group(all->states);
    all->groups = groups->len;
    all->drift = tenant_drift_new();
    for (guint i = 0; i < groups->len; i++) {
        const GPtrArray *members = groups->pdata[i];
        if (!compare_one(all, members, error))
            return false;
        all->compared += members->len;
    }
    tenant_drift_tell(all->drift, all->findings);
    tenants_add_findings(&all->tenants, all->findings);
    return true;
}

static Failure failure_of(const Drifting *all) {
    g_autoptr(GPtrArray) found = findings_new();
    Failure failed = fleet_failure(all->tenants.members, &(FleetWork){0});
    if (failed != 0)
        findings_refuse(found, "stopped", failed, "%s", "");
    if (tenant_drift_count(all->drift) > 0)
        findings_refuse(found, "stopped", FAIL_FINDINGS, "%s", "");
    return findings_failure(found);
}

static bool report(const Drifting *all, const Invocation *invocation, Failure status,
                   GError **error) {
    g_autoptr(GPtrArray) targets = report_options_targets(invocation, error);
    guint drifted = tenant_drift_count(all->drift);
    g_autofree char *to = g_strdup_printf("%u tenants, %u of them compared, %u different states",
                                          all->tenants.members->len, all->compared, all->groups);
    Report report = {.command = "drift",
                     .status = (int)status,
                     .in_sync = drifted > 0                                  ? SYNC_NO
                                : all->compared == all->tenants.members->len ? SYNC_YES
                                                                             : SYNC_UNKNOWN,
                     .from = all->tenants.environment,
                     .to = to,
                     .duration = g_get_monotonic_time() - all->tenants.start,
                     .findings = all->findings,
                     .stream = stdout,
                     .anchor = all->project.names.migrations,
                     .rule_summary = lint_summary,
                     .in_actions = report_in_actions_log()};
    if (!targets)
        return false;
    answer_given(invocation_answer(invocation));
    return report_write(&report, targets, error);
}

static bool is_possible(const Invocation *invocation, GError **error) {
    static const char *const options[] = {"to", "repair", "adopt", "summary"};
    for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
        if (!invocation_value(invocation, options[i]))
            continue;
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "--%s is for one database, and this environment has tenants: add --tenant NAME",
                    options[i]);
        return false;
    }
    return true;
}

bool tenants_drift(const Invocation *invocation, GError **error) {
    g_auto(Drifting) all = {.findings = findings_new()};
    if (!is_possible(invocation, error) ||
        !project_open(&all.project, invocation_config(invocation), error) ||
        !(all.history = configured_history(all.project.config, error)) ||
        !tenants_open(&all.tenants, invocation, NULL, error) || !leave_out_ledgers(&all, error) ||
        !read_all(&all, error) || !compare_all(&all, error))
        return false;
    Failure status = failure_of(&all);
    if (!report(&all, invocation, status, error))
        return false;
    if (status == 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, (int)status, "");
    return false;
}
