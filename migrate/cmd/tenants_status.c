#include "cmd/tenants_status.h"

#include "apply/signals.h"
#include "base/term.h"
#include "cmd/status_target.h"
#include <string.h>
#include <unistd.h>

enum { SHOWN_NAMES = 8 };

/* What is kept of one: there may be ten thousand. */
typedef struct {
    const char *state; /* static; NULL: it was not looked at */
    const char *last;  /* interned */
    guint applied, pending;
    Failure failure;
    char *why; /* it does not fit; NULL */
} Seen;

struct TenantsStatus {
    Tenants tenants;
    const History *history;
    const char *owner;
    bool must_be_current;
    Seen *seen; /* as many as there are members */
};

/* Those that are alike. */
typedef struct {
    const Seen *like;
    GPtrArray *members; /* const FleetMember* */
} Alike;

void tenants_status_free(gpointer data) {
    TenantsStatus *status = data;
    for (guint i = 0; status->tenants.members && i < status->tenants.members->len; i++)
        g_free(status->seen[i].why);
    g_free(status->seen);
    tenants_clear(&status->tenants);
    g_free(status);
}

static char *why_of(const StatusTarget *target) {
    for (guint i = 0; i < target->findings->len; i++) {
        const Finding *finding = target->findings->pdata[i];
        if (finding->failure != 0)
            return g_strdup(finding->message);
    }
    return NULL;
}

static void take(Seen *seen, const StatusTarget *target) {
    const LedgerRow *last = status_target_last(target->ledger);
    *seen = (Seen){.state = status_target_state(target),
                   .last = last ? g_intern_string(last->label) : NULL,
                   .applied = target->ledger->rows->len,
                   .pending = target->pending->len,
                   .failure = status_target_status(target),
                   .why = why_of(target)};
}

static bool look(FleetMember *member, void *data) {
    TenantsStatus *status = data;
    if (tenants_is_absent(member, NULL))
        return true;
    g_autoptr(StatusTarget) target =
        status_target_new(member->tenant->name, status->must_be_current);
    target->option = invocation_target_tenant(status->tenants.option, member->tenant->name);
    target->owner = status->owner;
    target->endpoint.conninfo = g_strdup(member->tenant->conninfo);
    ledger_place_tenant(member->tenant->schema);
    GError *failed = NULL;
    bool fine = status_target_look(target, status->history, NULL, &failed);
    if (fine)
        take(member->data, target);
    ledger_place_tenant(NULL);
    if (fine || tenants_is_absent(member, &failed))
        return true;
    member->error = failed;
    return false;
}

static void on_told(const GPtrArray *members, const FleetMember *ended, void *data) {
    TenantsStatus *status = data;
    (void)members;
    status->tenants.ended += ended != NULL;
    tenants_draw(&status->tenants);
}

static bool prepare(TenantsStatus *status, const Invocation *invocation, GError **error) {
    if (!invocation_flag(invocation, "drift"))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "--drift looks at single databases, and environment \"%s\" has tenants: 'migrate "
                "drift %s' compares all of them",
                status->tenants.environment, status->tenants.option);
    return false;
}

TenantsStatus *tenants_status_new(const Invocation *invocation, const History *history,
                                  const char *environment, GError **error) {
    TenantsStatus *status = g_new0(TenantsStatus, 1);
    g_autofree char *owner = g_strdup_printf("env %s.owner", environment);
    status->history = history;
    status->owner = config_string(invocation_config(invocation), owner);
    status->must_be_current = invocation_flag(invocation, "exit-code");
    if (!tenants_open(&status->tenants, invocation, environment, error) ||
        !prepare(status, invocation, error)) {
        tenants_status_free(status);
        return NULL;
    }
    Tenants *tenants = &status->tenants;
    status->seen = g_new0(Seen, tenants->members->len);
    for (guint i = 0; i < tenants->members->len; i++)
        ((FleetMember *)tenants->members->pdata[i])->data = &status->seen[i];
    tenants->interactive = isatty(STDERR_FILENO);
    tenants->work.max_failures = G_MAXUINT;
    tenants->work.work = look;
    tenants->work.told = on_told;
    tenants->work.data = status;
    tenants_run(tenants);
    tenants_end_by_signal(signals_last());
    return status;
}

/* --- those that are alike */

static void alike_free(gpointer data) {
    Alike *alike = data;
    g_ptr_array_unref(alike->members);
    g_free(alike);
}

static bool are_alike(const Seen *one, const Seen *other) {
    return one->state == other->state && one->last == other->last &&
           one->pending == other->pending && g_strcmp0(one->why, other->why) == 0;
}

static Alike *find(const GPtrArray *groups, const Seen *seen) {
    for (guint i = 0; i < groups->len; i++)
        if (are_alike(((const Alike *)groups->pdata[i])->like, seen))
            return groups->pdata[i];
    return NULL;
}

/* Those that are up to date first, then as they come. */
static gint most_first(gconstpointer a, gconstpointer b) {
    const Alike *one = *(const Alike *const *)a, *other = *(const Alike *const *)b;
    return (one->members->len < other->members->len) - (one->members->len > other->members->len);
}

/* Array of Alike*: of those that could be looked at. Caller unrefs. */
static GPtrArray *group(const TenantsStatus *status) {
    GPtrArray *groups = g_ptr_array_new_with_free_func(alike_free);
    for (guint i = 0; i < status->tenants.members->len; i++) {
        const FleetMember *member = status->tenants.members->pdata[i];
        const Seen *seen = member->data;
        if (!seen->state)
            continue;
        Alike *alike = find(groups, seen);
        if (!alike) {
            alike = g_new(Alike, 1);
            *alike = (Alike){seen, g_ptr_array_new()};
            g_ptr_array_add(groups, alike);
        }
        g_ptr_array_add(alike->members, (gpointer)member);
    }
    g_ptr_array_sort(groups, most_first);
    return groups;
}

/* "t_12, t_40 and 3 more". Caller frees. */
static char *names_of(const GPtrArray *members) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < MIN(members->len, (guint)SHOWN_NAMES); i++) {
        const FleetMember *member = members->pdata[i];
        g_autofree char *name = term_escape(member->tenant->name, false);
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", name);
    }
    if (members->len > SHOWN_NAMES)
        g_string_append_printf(text, " and %u more", members->len - SHOWN_NAMES);
    return g_string_free(text, FALSE);
}

static void print_group(const Alike *alike) {
    const Seen *seen = alike->like;
    bool current = seen->failure == 0 && seen->pending == 0;
    g_autofree char *label = term_escape(seen->last ? seen->last : "nothing applied", false);
    g_autofree char *names = names_of(alike->members);
    g_autofree char *behind =
        seen->pending > 0 ? g_strdup_printf(" by %u", seen->pending) : g_strdup("");
    term_print(stdout, "  %s: %s%u %s%s%s", label,
               term_style(stdout, current ? STYLE_GREEN : STYLE_YELLOW), alike->members->len,
               seen->state, behind, term_style(stdout, STYLE_PLAIN));
    term_print(stdout, current ? "\n" : ": %s\n", names);
    g_autofree char *why = seen->why ? term_escape(seen->why, false) : NULL;
    if (why)
        term_print(stdout, "    %s\n", why);
}

void tenants_status_print(const TenantsStatus *status) {
    const GPtrArray *members = status->tenants.members;
    g_autofree char *name = term_escape(status->tenants.environment, false);
    g_autoptr(GPtrArray) groups = group(status);
    term_print(stdout, "%s%-12s%s %u tenant%s\n", term_style(stdout, STYLE_BOLD), name,
               term_style(stdout, STYLE_PLAIN), members->len, members->len == 1 ? "" : "s");
    for (guint i = 0; i < groups->len; i++)
        print_group(groups->pdata[i]);
    for (guint i = 0; i < members->len; i++) {
        const FleetMember *member = members->pdata[i];
        if (!member->error)
            continue;
        g_autofree char *tenant = term_escape(member->tenant->name, false);
        g_autofree char *why = term_escape(member->error->message, false);
        term_print(stdout, "  %s%s%s: %s: %s\n", term_style(stdout, STYLE_YELLOW),
                   member->state == FLEET_ABSENT          ? "no database"
                   : member->error->code == FAIL_DECISION ? "not usable"
                                                          : "unreachable",
                   term_style(stdout, STYLE_PLAIN), tenant, why);
    }
}

/* --- for programs */

static Failure failure_of(const FleetMember *member) {
    if (member->state == FLEET_FAILED)
        return member->error->code == FAIL_DECISION ? FAIL_DECISION : FAIL_ENVIRONMENT;
    return ((const Seen *)member->data)->failure;
}

static json_t *member_json(const FleetMember *member) {
    const Seen *seen = member->data;
    g_autofree char *name = g_utf8_make_valid(member->tenant->name, -1);
    const char *why = member->error ? member->error->message : seen->why;
    g_autofree char *valid = why ? g_utf8_make_valid(why, -1) : NULL;
    const char *state = seen->state                     ? seen->state
                        : member->state == FLEET_ABSENT ? "no database"
                        : member->state == FLEET_FAILED ? "unreachable"
                                                        : "not looked at";
    return json_pack("{s:s, s:s, s:i, s:s?, s:i, s:i, s:s?}", "tenant", name, "state", state,
                     "status", (int)failure_of(member), "last", seen->last, "applied",
                     (int)seen->applied, "pending", (int)seen->pending, "error", valid);
}

json_t *tenants_status_json(const TenantsStatus *status) {
    json_t *list = json_array();
    for (guint i = 0; i < status->tenants.members->len; i++)
        json_array_append_new(list, member_json(status->tenants.members->pdata[i]));
    return json_pack("{s:s, s:i, s:o}", "environment", status->tenants.environment, "status",
                     (int)tenants_status_failure(status), "tenants", list);
}

void tenants_status_add_findings(const TenantsStatus *status, Findings *findings) {
    tenants_add_findings(&status->tenants, findings);
    for (guint i = 0; i < status->tenants.members->len; i++) {
        const FleetMember *member = status->tenants.members->pdata[i];
        const Seen *seen = member->data;
        if (seen->pending > 0)
            findings_add(findings, "pending", SEVERITY_NOTE, "%s: %u of %u migrations are pending",
                         member->tenant->name, seen->pending, history_count(status->history));
        if (seen->why)
            findings_add(findings, "stopped", SEVERITY_ERROR, "%s: %s", member->tenant->name,
                         seen->why);
    }
}

Failure tenants_status_failure(const TenantsStatus *status) {
    g_autoptr(GPtrArray) all = findings_new();
    for (guint i = 0; i < status->tenants.members->len; i++)
        findings_refuse(all, "stopped", failure_of(status->tenants.members->pdata[i]), "%s", "");
    return findings_failure(all);
}
