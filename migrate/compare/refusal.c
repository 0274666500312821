/* Why there is no plan, and what helps. */
#include "compare/draft_context.h"

#include <string.h>

/* Whether the server gave both for the same reason; where in the text it was may differ. */
static bool says_the_same(const GError *error, const GError *objection) {
    const SqlFault *one = pg_fault(error), *two = pg_fault(objection);
    return one && two && g_strcmp0(one->sqlstate, two->sqlstate) == 0 &&
           g_strcmp0(one->message, two->message) == 0 && g_strcmp0(one->detail, two->detail) == 0;
}

/* The step that the server refuses with the words of `objection`, or NULL when none is, one by one.
 * Others may fail as well: those that a first transaction has done. */
static const Step *find_refused(const DraftContext *context, const GError *objection) {
    const Plan *plan = context->draft->plan;
    const Step *refused = NULL;
    if ((pg_in_transaction(context->pg) && !pg_script(context->pg, "ROLLBACK", NULL)) ||
        !pg_script(context->pg, "BEGIN", NULL) ||
        (context->unchecked && !pg_script(context->pg, UNCHECKED, NULL)))
        return NULL;
    for (guint i = 0; i < plan->count && !refused; i++) {
        g_autoptr(GError) error = NULL;
        if (draft_try_step(context, &plan->steps[i], &error) == TRIED_FAILED &&
            says_the_same(error, objection))
            refused = &plan->steps[i];
    }
    pg_script(context->pg, "ROLLBACK", NULL);
    return refused;
}

/* What asks for a step that no difference of its own object does. Caller frees. */
static char *cause_of(const Step *step) {
    const Change *change = step ? step->change : NULL, *first = change;
    while (first && first->cause)
        first = first->cause;
    if (first == change)
        return g_strdup("");
    g_autoptr(Arena) arena = arena_new();
    return g_strdup_printf(", which %s asks for,", object_label(arena, change_object(first)));
}

bool draft_is_undefined(const GError *error) {
    static const char *const states[] = {"42P01", "42883", "42704", "42703", "3F000", "42P13"};
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        if (pg_fault_is(error, states[i]))
            return true;
    return false;
}

/* What `message` says is not there, as SQL writes it: 'relation "public.jobs" does not exist'.
 * NULL: it names nothing. Caller frees. */
static char *name_in(const char *message) {
    const char *first = strchr(message, '"'), *last = strrchr(message, '"');
    if (first && last > first)
        return g_strndup(first + 1, (gsize)(last - first) - 1);
    const char *function = strstr(message, "function "), *end = strstr(message, " does not exist");
    if (!function || !end || function > end)
        return NULL;
    function += strlen("function ");
    return g_strndup(function, (gsize)(end - function));
}

static bool is_ignored(const DraftContext *context, const char *identity) {
    const LoadOptions *load = &context->load;
    for (guint i = 0; load->ignore && kinds[i]; i++)
        if (kinds[i]->type && load->ignore(kinds[i]->name, identity, load->ignore_data))
            return true;
    return false;
}

/* What can be done about a plan that the server refused. Caller frees. */
static char *advice_for(const DraftContext *context, const Step *step, const GError *objection) {
    if (step && change_object(step->change)->kept)
        return g_strdup(" The history makes it and the schema's language has no word for it. Write "
                        "the migration by hand ('migrate create --empty NAME'), or state it in SQL "
                        "beside the schema ('migrate help prisma').");
    g_autofree char *name = name_in(pg_fault(objection)->message);
    if (name && draft_is_undefined(objection) && is_ignored(context, name))
        return g_strdup_printf(" %s is left out by a pattern under [ignore] in migrate.ini, and "
                               "this refers to it: leave this out by a pattern as well, or take %s "
                               "out of the patterns.",
                               name, name);
    if (pg_fault_is(objection, "42601"))
        return g_strdup_printf(" The scratch server is PostgreSQL %u and does not know this SQL, "
                               "which is of a newer version: install the server of that version "
                               "beside it, or give one with --scratch URL.",
                               scratch_major(context->scratch));
    if (pg_fault_is(objection, "42501"))
        return g_strdup("");
    return g_strdup(" Split the change over two migrations, or write this one by hand.");
}

void draft_refuse_plan(const DraftContext *context, GError *objection, GError **error) {
    static const char *const verbs[] = {"drop", "create", "alter", "rename"};
    const SqlFault *fault = pg_fault(objection);
    if (!fault || !fault->sqlstate || fault->connection_lost) {
        g_propagate_prefixed_error(error, objection, "while trying the plan on scratch: ");
        return;
    }
    const Step *step = find_refused(context, objection);
    g_autofree char *cause = cause_of(step), *advice = advice_for(context, step, objection);
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                "there is no plan, because the server refuses the one that was tried on scratch: "
                "to %s %s%s is not possible here: %s%s%s",
                step ? verbs[step->type] : "make", step ? step->label : "these changes", cause,
                objection->message, g_str_has_suffix(objection->message, ".") ? "" : ".", advice);
    g_error_free(objection);
}

bool draft_is_safe(const DraftContext *context, GError **error) {
    if (context->unsafe->len == 0)
        return true;
    g_set_error(error, COMPARE_ERROR, FAIL_DECISION,
                "this change has no form that makes nobody wait, so it was not written:%s\nWrite "
                "it by hand as said, take it out of this migration, or apply it in a maintenance "
                "window: --no-online writes it in the plain form",
                context->unsafe->str);
    return false;
}
