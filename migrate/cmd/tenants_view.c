#include "cmd/tenants_view.h"

#include "base/term.h"
#include "cmd/answer.h"
#include <string.h>

bool tenants_view_is_news(const FleetMember *member) {
    return member->state != FLEET_DONE || member->applied > 0;
}

/* What became of it, on a line. Caller frees. */
static char *outcome(const FleetMember *member) {
    if (member->error)
        return g_strndup(member->error->message, strcspn(member->error->message, "\n"));
    if (member->state == FLEET_LEFT)
        return g_strdup("not begun");
    return member->applied > 0
               ? g_strdup_printf("%u applied (%u ms)", member->applied, member->elapsed)
           : member->pending > 0 ? g_strdup_printf("%u pending", member->pending)
                                 : g_strdup("up to date");
}

static char *retry_of(const Tenants *tenants, const ApplyView *view, const FleetMember *member) {
    g_autofree char *target = invocation_target_tenant(tenants->option, member->tenant->name);
    return g_strdup_printf("migrate %s %s%s%s", view->verb, target, view->protected ? " --yes" : "",
                           member->copy ? " --adopt" : "");
}

static Style style_of(const FleetMember *member) {
    return member->state == FLEET_FAILED || member->state == FLEET_LATER ? STYLE_RED
           : member->state == FLEET_DONE                                 ? STYLE_GREEN
                                                                         : STYLE_YELLOW;
}

void tenants_view_ended(const ApplyView *view, const FleetMember *member) {
    g_autofree char *name = term_escape(member->tenant->name, false);
    g_autofree char *text = outcome(member), *clean = term_escape(text, false);
    term_print(view->out, "%s%s%s: %s\n", term_style(view->out, style_of(member)), name,
               term_style(view->out, STYLE_PLAIN), clean);
    fflush(view->out);
}

/* "297 done, 3 failed, 1 without a database, 12 not begun". Caller frees. */
static char *counts_of(const Tenants *tenants) {
    static const struct {
        FleetState state;
        const char *words;
    } words[] = {{FLEET_FAILED, "failed"},
                 {FLEET_LATER, "locked by another run"},
                 {FLEET_ABSENT, "without a database"},
                 {FLEET_LEFT, "not begun"}};
    GString *text = g_string_new(NULL);
    g_string_printf(text, "%u of %u tenants done", fleet_count(tenants->members, FLEET_DONE),
                    tenants->members->len);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        guint count = fleet_count(tenants->members, words[i].state);
        if (count > 0)
            g_string_append_printf(text, ", %u %s", count, words[i].words);
    }
    return g_string_free(text, FALSE);
}

char *tenants_view_reason(const Tenants *tenants, int signal) {
    g_autofree char *counts = counts_of(tenants);
    if (signal != 0)
        return g_strdup_printf("stopped by %s; %s", g_strsignal(signal), counts);
    guint bad =
        fleet_count(tenants->members, FLEET_FAILED) + fleet_count(tenants->members, FLEET_LATER);
    return bad > 0 ? g_strdup(counts) : NULL;
}

static guint sum_applied(const Tenants *tenants) {
    guint sum = 0;
    for (guint i = 0; i < tenants->members->len; i++)
        sum += ((const FleetMember *)tenants->members->pdata[i])->applied;
    return sum;
}

static guint sum_pending(const Tenants *tenants) {
    guint sum = 0;
    for (guint i = 0; i < tenants->members->len; i++)
        sum += ((const FleetMember *)tenants->members->pdata[i])->pending;
    return sum;
}

static json_t *member_json(const Tenants *tenants, const ApplyView *view,
                           const FleetMember *member) {
    bool bad = member->state == FLEET_FAILED || member->state == FLEET_LATER;
    g_autofree char *retry =
        bad || member->state == FLEET_LEFT ? retry_of(tenants, view, member) : NULL;
    g_autofree char *error = member->error ? g_utf8_make_valid(member->error->message, -1) : NULL;
    g_autofree char *name = g_utf8_make_valid(member->tenant->name, -1);
    return json_pack("{s:s, s:s, s:i, s:i, s:i, s:i, s:s?, s:s?, s:s?, s:s?}", "tenant", name,
                     "state", fleet_state_name(member->state), "status",
                     bad ? (int)error_failure(member->error) : 0, "applied", (int)member->applied,
                     "pending", (int)member->pending, "elapsed_ms", (int)member->elapsed, "error",
                     error, "migration", member->migration, "place", member->place, "retry", retry);
}

static void print_end(const Tenants *tenants, const ApplyView *view) {
    g_autofree char *counts = counts_of(tenants);
    guint applied = sum_applied(tenants), pending = sum_pending(tenants);
    double seconds = (double)(g_get_monotonic_time() - tenants->start) / G_USEC_PER_SEC;
    term_print(view->out, "%s: ", counts);
    if (view->options.dry_run)
        term_print(view->out, "%u pending; nothing was changed\n", pending);
    else if (applied > 0)
        term_print(view->out, "%u migration%s applied in %.1f s\n", applied,
                   applied == 1 ? "" : "s", seconds);
    else
        term_print(view->out, "nothing was applied\n");
    for (guint i = 0; i < tenants->members->len; i++) {
        const FleetMember *member = tenants->members->pdata[i];
        if (member->state != FLEET_FAILED && member->state != FLEET_LATER)
            continue;
        g_autofree char *retry = retry_of(tenants, view, member),
                        *clean = term_escape(retry, false);
        tenants_view_ended(view, member);
        term_print(view->out, "  again: %s\n", clean);
    }
}

void tenants_view_end(const Tenants *tenants, const ApplyView *view, int signal,
                      const GError *ends) {
    Answer *answer = invocation_answer(view->invocation);
    json_t *list = answer ? json_array() : NULL;
    for (guint i = 0; answer && i < tenants->members->len; i++)
        json_array_append_new(list, member_json(tenants, view, tenants->members->pdata[i]));
    answer_set(answer, "applied", json_integer(sum_applied(tenants)));
    answer_set(answer, "pending", json_integer(sum_pending(tenants)));
    answer_set(answer, "signal", json_integer(signal));
    if (answer)
        answer_set(answer, "tenants", list);
    answer_add_findings(answer, view->findings);
    answer_print(answer, ends ? ends->code : 0, ends ? ends->message : NULL);
    if (!view->json)
        print_end(tenants, view);
}
