#include "cmd/tenants.h"

#include "apply/signals.h"
#include "base/finding.h"
#include "base/term.h"
#include "cmd/invocation.h"
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* A migration that takes long opens a second connection, which only looks. */
enum { USUAL_PARALLEL = 8, MOST_PARALLEL = 256, CONNECTIONS_EACH = 2, BAR_WIDTH = 20 };

/* --- which, and how */

static const char *string_of(const Invocation *invocation, const char *option) {
    return invocation_option(invocation, option, 0) ? invocation_string(invocation, option) : NULL;
}

static bool read_number(const Invocation *invocation, const char *option, guint least, guint most,
                        guint *number, GError **error) {
    const char *text = string_of(invocation, option);
    guint64 value = 0;
    if (!text)
        return true;
    if (g_ascii_string_to_unsigned(text, 10, least, most, &value, NULL)) {
        *number = (guint)value;
        return true;
    }
    g_set_error(error, CMD_ERROR, FAIL_USAGE, "--%s '%s' is not a number from %u to %u", option,
                text, least, most);
    return false;
}

static bool read_choice(const Invocation *invocation, TenantsChoice *choice, GError **error) {
    const char *order = string_of(invocation, "order"), *shard = string_of(invocation, "shard");
    *choice = (TenantsChoice){.only = string_of(invocation, "only"),
                              .order = g_strcmp0(order, "name") == 0     ? TENANTS_BY_NAME
                                       : g_strcmp0(order, "random") == 0 ? TENANTS_SHUFFLED
                                                                         : TENANTS_LISTED};
    return !shard || tenants_read_shard(shard, choice, error);
}

/* Tenants of a query may be anywhere: there the servers say themselves when it is too much. */
static void bound_connections(Tenants *tenants, bool asked) {
    FleetWork *work = &tenants->work;
    guint free =
        tenants->tenancy.way == TENANTS_QUERY ? 0 : tenants_connections(tenants->endpoint.conninfo);
    guint most = MAX(free / CONNECTIONS_EACH, 1u);
    if (free == 0 || work->parallel <= most)
        return;
    if (asked)
        term_print(stderr,
                   "note: %u tenants at a time, because the server has %u connections left\n", most,
                   free);
    work->parallel = most;
}

static bool read_work(Tenants *tenants, const Invocation *invocation, GError **error) {
    FleetWork *work = &tenants->work;
    *work = (FleetWork){.parallel = USUAL_PARALLEL};
    if (!read_number(invocation, "parallel", 1, MOST_PARALLEL, &work->parallel, error) ||
        !read_number(invocation, "canary", 0, G_MAXINT, &work->canaries, error) ||
        !read_number(invocation, "max-failures", 0, G_MAXINT, &work->max_failures, error))
        return false;
    bound_connections(tenants, string_of(invocation, "parallel"));
    return true;
}

/* What a pattern matches none of is misspelled, or for another server; a query may have no rows. */
static bool has_some(const Tenants *tenants, GError **error) {
    const Tenancy *tenancy = &tenants->tenancy;
    if (tenants->tenants->len > 0 || tenancy->way == TENANTS_QUERY)
        return true;
    const char *what = tenancy->way == TENANTS_SCHEMAS ? "schemas" : "databases";
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "environment \"%s\" has no tenant: '%s = %s' matches none of the %s there; correct "
                "it, or make the first one",
                tenants->environment, what, tenancy->text, what);
    return false;
}

bool tenants_open(Tenants *tenants, const Invocation *invocation, const char *environment,
                  GError **error) {
    const Config *config = invocation_config(invocation);
    TenantsChoice choice;
    tenants->environment = environment ? environment : config_environment(config);
    tenants->option = invocation_target(invocation, tenants->environment);
    tenants->start = g_get_monotonic_time();
    if (!tenancy_read(&tenants->tenancy, config, environment, error) ||
        !read_choice(invocation, &choice, error) ||
        !endpoint_open(&tenants->endpoint, config, environment, ENDPOINT_EXISTING, error))
        return false;
    tenants->tenants = tenancy_list(&tenants->tenancy, &tenants->endpoint, error);
    if (!tenants->tenants || !has_some(tenants, error) ||
        !tenants_choose(tenants->tenants, &choice, error))
        return false;
    tenants->members = fleet_new(tenants->tenants);
    return read_work(tenants, invocation, error);
}

void tenants_clear(Tenants *tenants) {
    g_clear_pointer(&tenants->members, g_ptr_array_unref);
    g_clear_pointer(&tenants->tenants, g_ptr_array_unref);
    g_clear_pointer(&tenants->option, g_free);
    endpoint_clear(&tenants->endpoint);
}

/* --- on the way */

void tenants_run(Tenants *tenants) {
    signals_catch();
    signals_spare(true);
    fleet_run(tenants->members, &tenants->work);
    signals_spare(false);
    tenants_undraw(tenants);
    signals_release();
}

static const FleetMember *slowest(const Tenants *tenants) {
    const FleetMember *found = NULL;
    for (guint i = 0; i < tenants->members->len; i++) {
        const FleetMember *member = tenants->members->pdata[i];
        if (member->state == FLEET_BEGUN && (!found || member->began < found->began))
            found = member;
    }
    return found;
}

void tenants_undraw(Tenants *tenants) {
    if (tenants->bar > 0)
        term_print(stderr, TERM_CLEAR_LINE);
    tenants->bar = 0;
}

void tenants_draw(Tenants *tenants) {
    if (!tenants->interactive)
        return;
    guint count = MAX(tenants->members->len, 1u),
          failed = fleet_count(tenants->members, FLEET_FAILED);
    gint64 now = g_get_monotonic_time();
    double seconds = (double)MAX(now - tenants->start, 1) / G_USEC_PER_SEC;
    const FleetMember *last = slowest(tenants);
    g_autofree char *full = g_strnfill(tenants->ended * BAR_WIDTH / count, '#');
    g_autofree char *name = term_escape(last ? last->tenant->name : "", false);
    tenants_undraw(tenants);
    term_print(stderr, "[%-*s] %u/%u tenants, %.1f/s", BAR_WIDTH, full, tenants->ended, count,
               tenants->ended / seconds);
    if (failed > 0)
        term_print(stderr, ", %u failed", failed);
    if (last)
        term_print(stderr, ", longest %.30s %.1f s", name,
                   (double)(now - last->began) / G_USEC_PER_SEC);
    term_flush(NULL);
    tenants->bar = 1;
}

/* The server's words, where they are English: a client gets no SQLSTATE for them. */
static bool lacks_database(const GError *error) {
    return error && strstr(error->message, "database \"") &&
           strstr(error->message, "\" does not exist");
}

bool tenants_is_absent(FleetMember *member, GError **failed) {
    if (!member->tenant->conninfo) {
        member->error = g_error_new_literal(CMD_ERROR, FAIL_ENVIRONMENT, "it has no database yet");
        return true;
    }
    if (!failed || !lacks_database(*failed))
        return false;
    member->error = g_steal_pointer(failed);
    return true;
}

/* --- in the end */

void tenants_add_findings(const Tenants *tenants, Findings *findings) {
    for (guint i = 0; i < tenants->members->len; i++) {
        const FleetMember *member = tenants->members->pdata[i];
        if (member->state == FLEET_DONE || member->state == FLEET_LEFT)
            continue;
        bool absent = member->state == FLEET_ABSENT;
        Finding *finding = findings_add(findings, absent ? "absent" : "stopped",
                                        absent ? SEVERITY_NOTE : SEVERITY_ERROR, "%s: %s",
                                        member->tenant->name, member->error->message);
        finding->object = g_strdup_printf("tenant %s", member->tenant->name);
        finding->failure = absent ? 0 : error_failure(member->error);
    }
}

void tenants_end_by_signal(int number) {
    if (number == 0)
        return;
    term_flush(NULL);
    raise(number);
}
