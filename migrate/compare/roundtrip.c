/* Round trips: what the server prints of an object once it has read the object's own text. It
 * prints some casts differently then, so that two texts of one object may be the same expression.
 * Nothing else shows that they are: what merely differs may be what a plan missed. */
#include "compare/draft_context.h"

#include <string.h>

/* The attributes whose SQL differs, as bits. */
static guint64 respelt(const Change *change) {
    guint64 bits = 0;
    for (guint i = 0; change->old && change->new && change_kind(change)->attrs[i].column; i++)
        if (change_kind(change)->attrs[i].expression && change->old->values[i] &&
            change->new->values[i])
            bits |= change->differing & G_GUINT64_CONSTANT(1) << i;
    return bits;
}

/* Where each change's statement was, by its place in the diff; 0: it has none that passed. */
static guint *run_tolerantly(const DraftContext *context, const Diff *diff, const Plan *plan) {
    guint *read_at = g_new0(guint, diff->count + 1);
    for (guint i = 0; i < plan->count; i++) {
        const Step *step = &plan->steps[i];
        if (draft_try_step(context, step, NULL) == TRIED_DONE && step->type != STEP_DROP &&
            step->statement_count)
            read_at[step->change - diff->changes] = i + 1;
    }
    return read_at;
}

/* Whether the server read the new object's text, and nothing about its origin came after that. */
static bool was_read(const Diff *diff, const guint *read_at, const Change *change) {
    const Object *origin = change->new->origin;
    guint at = read_at[change - diff->changes];
    if (!at)
        return origin && change->type != CHANGE_NONE && object_is_alike(change->new, origin) &&
               was_read(diff, read_at, diff->of_new[origin->index]);
    for (; origin; origin = origin->origin)
        if (read_at[diff->of_new[origin->index] - diff->changes] > at)
            return false;
    return true;
}

static bool learn_from(const DraftContext *context, const Diff *diff, const guint *read_at,
                       const Catalog *again) {
    bool learned = false;
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        guint64 bits = respelt(change);
        const Object *printed =
            bits && was_read(diff, read_at, change)
                ? catalog_find(again, change_kind(change), change->new->identity)
                : NULL;
        for (guint a = 0; printed && printed->kind->attrs[a].column; a++)
            if (bits >> a & 1 && printed->values[a] &&
                equals_add(context->equals, change->new, &printed->kind->attrs[a],
                           change->new->values[a], printed->values[a]))
                learned = true;
    }
    return learned;
}

/* Makes the changes of `diff`, which starts from what the database is, looks at what the server
 * prints then, and takes everything back. True when there is news. */
static bool read_texts(const DraftContext *context, Diff *diff) {
    g_autoptr(Plan) plan = diff_rebuild(diff, NULL) ? plan_build(diff, NULL, NULL) : NULL;
    bool inside = pg_in_transaction(context->pg);
    if (!plan || !pg_script(context->pg, inside ? "SAVEPOINT trip" : "BEGIN", NULL))
        return false;
    LoadOptions load = context->load;
    load.inside = true;
    pg_script(context->pg, "SET LOCAL check_function_bodies = off", NULL);
    g_autofree guint *read_at = run_tolerantly(context, diff, plan);
    g_autoptr(Catalog) again = catalog_load(context->pg, &load, NULL);
    bool learned = again && learn_from(context, diff, read_at, again);
    pg_script(context->pg,
              inside ? "ROLLBACK TO SAVEPOINT trip; RELEASE SAVEPOINT trip" : "ROLLBACK", NULL);
    return learned;
}

bool draft_learn(const DraftContext *context, const Catalog *now) {
    g_autoptr(Diff) diff = diff_compare(now, context->new, context->equals);
    bool any = false;
    for (guint i = 0; i < diff->count; i++) {
        Change *change = &diff->changes[i];
        if (respelt(change))
            any = true;
        else if (change->old && change->new)
            change->type = CHANGE_NONE;
    }
    return any && read_texts(context, diff);
}

/* Reads the old side's own texts once more, of what the draft changes in its spelling at least. */
static bool learn_from_old(const DraftContext *context) {
    g_autoptr(Diff) diff = diff_compare(context->old, context->old, NULL);
    const Diff *draft = context->draft->diff;
    bool any = false;
    for (guint i = 0; i < diff->count; i++) {
        Change *change = &diff->changes[i];
        guint64 bits = respelt(draft->of_old[change->old->index]);
        any = any || bits;
        for (guint a = 0; change_kind(change)->attrs[a].column; a++)
            if (bits >> a & 1)
                change_differ(change, a);
    }
    return any && read_texts(context, diff);
}

static bool may_be_needless(const Diff *diff) {
    for (guint i = 0; i < diff->count; i++)
        if (respelt(&diff->changes[i]))
            return true;
    return false;
}

/* Whether what was learned makes a change of the plan needless. */
static bool makes_needless(const DraftContext *context) {
    g_autoptr(Diff) again = diff_compare(context->old, context->new, context->equals);
    for (guint i = 0; i < again->count; i++) {
        const Change *now = &again->changes[i];
        if (now->old && now->new && now->type == CHANGE_NONE) {
            const Change *before = context->draft->diff->of_new[now->new->index];
            if (before->type != CHANGE_NONE && !before->cause)
                return true;
        }
    }
    return false;
}

static Catalog *run_inside(const DraftContext *context) {
    const Plan *plan = context->draft->plan;
    LoadOptions load = context->load;
    load.inside = true;
    for (guint i = 0; i < plan->count; i++)
        if (draft_try_step(context, &plan->steps[i], NULL) != TRIED_DONE)
            return NULL;
    return catalog_load(context->pg, &load, NULL);
}

bool draft_probe(DraftContext *context) {
    if (!may_be_needless(context->draft->diff))
        return false;
    bool learned = learn_from_old(context);
    if (!pg_script(context->pg, "BEGIN", NULL))
        return false;
    g_autoptr(Catalog) now = run_inside(context);
    learned = (now && draft_learn(context, now)) || learned;
    pg_script(context->pg, "ROLLBACK", NULL);
    return learned && makes_needless(context);
}
