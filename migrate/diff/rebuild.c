/* Spreading: what has to be dropped and created again because what it depends on is. */
#include "diff/diff.h"

#include <string.h>

/* `object` depends on the object of the list that holds this; `dep` is its own edge. */
typedef struct {
    const Object *object;
    const Dep *dep;
} Dependent;

typedef struct {
    Diff *diff;
    GArray **dependents; /* of Dependent, by the old object's index; NULL: none */
    GQueue queue;        /* Change*: whose dependents are still to be looked at */
} Spread;

static void find_dependents(Spread *spread) {
    const Catalog *old = spread->diff->old;
    for (guint i = 0; i < old->count; i++)
        for (guint d = 0; d < old->objects[i]->dep_count; d++) {
            const Dep *dep = &old->objects[i]->deps[d];
            GArray **list = &spread->dependents[dep->object->index];
            if (!*list)
                *list = g_array_new(FALSE, FALSE, sizeof(Dependent));
            Dependent dependent = {old->objects[i], dep};
            g_array_append_val(*list, dependent);
        }
}

static void recreate(Spread *spread, Change *change, const Change *cause) {
    change->type = CHANGE_RECREATE;
    change->replace = change->adopt = false;
    change->cause = cause;
    g_queue_push_tail(&spread->queue, change);
    /* What cannot be dropped alone is dropped with its parent. */
    const Object *parent = change->old->parent;
    Change *above = parent ? spread->diff->of_old[parent->index] : NULL;
    if (!change_kind(change)->drop && above && above->new && above->type != CHANGE_RECREATE &&
        !change_holds_data(above) && !change_detached(spread->diff, change))
        recreate(spread, above, change);
}

static char *describe_chain(const Change *change) {
    GString *text = g_string_new(NULL);
    for (const Change *step = change; step; step = step->cause)
        g_string_append_printf(text, "%s%s %s", text->len ? ", because of " : "",
                               change_kind(step)->name, change_object(step)->identity);
    return g_string_free(text, FALSE);
}

/* Which attribute started the chain of changes that led to this one: the end of a sentence. Caller
 * frees. */
static char *describe_reason(const Change *change) {
    while (change->cause)
        change = change->cause;
    const KindAttr *attrs = change_kind(change)->attrs;
    for (guint i = 0; attrs[i].column; i++)
        if (change->differing >> i & 1 && change->type == CHANGE_RECREATE) {
            g_autofree char *words = g_strdelimit(g_strdup(attrs[i].column), "_", ' ');
            return g_strdup_printf(", because its %s changes", words);
        }
    return g_strdup("");
}

/* The next child of `parent` from `*at` on that values of `parent` refer to by its place. */
static const Object *next_place(const Object *parent, guint *at) {
    while (*at < parent->child_count) {
        const Object *child = parent->children[(*at)++];
        if (child->kind->within.by_place)
            return child;
    }
    return NULL;
}

/* Whether the old object's values fit the new one as they stand. */
static bool keeps_places(const Change *change) {
    if (!change->new)
        return true;
    for (guint o = 0, n = 0;;) {
        const Object *old = next_place(change->old, &o), *new = next_place(change->new, &n);
        if (!old || !new)
            return old == new;
        if (strcmp(old->name, new->name) != 0)
            return false;
    }
}

/* What can be moved aside while the data that `cause` disturbs moves over: its object, or the
 * parent that is dropped and created with it. NULL: nothing. */
static Change *standing_aside(const Spread *spread, Change *cause) {
    const Object *parent = cause->old->parent;
    if (!change_kind(cause)->aside.move && !change_kind(cause)->drop && parent)
        cause = spread->diff->of_old[parent->index];
    return cause->type == CHANGE_RECREATE && change_kind(cause)->aside.move && keeps_places(cause)
               ? cause
               : NULL;
}

/* The type whose part `change` is, when it cannot be altered alone. */
static Change *recreated_for(const Spread *spread, const Change *change) {
    const char *alone = change_kind(change)->within.altered_if;
    const Object *parent = change->old->parent;
    Change *whole = alone && !object_value(change->old, alone) && parent
                        ? spread->diff->of_old[parent->index]
                        : NULL;
    return whole && whole->new && change_kind(whole)->aside.move ? whole : NULL;
}

/* A dependent that holds data cannot be dropped. It can follow its type to a new one of the same
 * name. */
static bool keep_data(Spread *spread, Change *change, Change *cause, GError **error) {
    if (change->adopt)
        return true;
    Change *aside = standing_aside(spread, cause), *whole = recreated_for(spread, change);
    if (aside && whole) {
        aside->aside = true;
        if (whole->type != CHANGE_RECREATE)
            recreate(spread, whole, cause);
        return true;
    }
    if (aside && change_kind(change)->aside.adopt) {
        aside->aside = true;
        change->type = CHANGE_ALTER;
        if (!change_breaks_dependents(change)) {
            change->adopt = true;
            g_queue_push_tail(&spread->queue, change);
        }
        return true;
    }
    g_autofree char *chain = describe_chain(cause), *reason = describe_reason(cause);
    g_set_error(
        error, DIFF_ERROR, FAIL_DECISION,
        "%s %s holds data and cannot be dropped and created again, as %s requires%s. %s",
        change_kind(change)->name, change->old->identity, chain, reason,
        keeps_places(cause)
            ? "Split the change: first move the data away from what has to be dropped, then "
              "change it."
            : "Split the change: first add the new parts, as the last ones, and drop the old "
              "ones, then change those that stay.");
    return false;
}

/* The object of `change` stays, but what it depends on is dropped, or altered in a way that the
 * server refuses while this one is there. */
static bool disturb(Spread *spread, Change *change, Change *cause, GError **error) {
    bool holds = change->new && change_holds_data(change);
    bool moves = holds && recreated_for(spread, change);
    if (change->type == CHANGE_DROP || (change->type == CHANGE_RECREATE && !moves))
        return true;
    if (cause->type == CHANGE_DROP && change->type == CHANGE_ALTER &&
        !change_kind(change)->holds_fast)
        return true;
    if (holds)
        return keep_data(spread, change, cause, error);
    recreate(spread, change, cause);
    return true;
}

static void take_children(Spread *spread, Change *change) {
    for (guint i = 0; i < change->old->child_count; i++) {
        Change *child = spread->diff->of_old[change->old->children[i]->index];
        if (!change_is_dropped(child))
            recreate(spread, child, change);
    }
}

/* The server cannot convert a default whose text changes along with its column's type. */
static void detach_children(Spread *spread, Change *change) {
    for (guint i = 0; i < change->old->child_count; i++) {
        Change *child = spread->diff->of_old[change->old->children[i]->index];
        if (child->type == CHANGE_ALTER && !change_kind(child)->facet &&
            !change_kind(child)->rebuilt_by_server)
            recreate(spread, child, change);
    }
}

static bool disturb_dependents(Spread *spread, Change *change, GError **error) {
    bool goes = change_is_dropped(change);
    const GArray *list = spread->dependents[change->old->index];
    for (guint i = 0; list && i < list->len; i++) {
        const Dependent *dependent = &g_array_index(list, Dependent, i);
        if (dependent->dep->severable || (!goes && dependent->object->kind->rebuilt_by_server))
            continue;
        Change *other = spread->diff->of_old[dependent->object->index];
        if (!disturb(spread, other, change, error))
            return false;
    }
    return true;
}

/* The part of an index is dropped only with the whole, as long as its table is a partition. */
static void take_whole(Spread *spread, const Change *change) {
    const Object *old = change->old;
    Change **of_old = spread->diff->of_old;
    guint count;
    const Parent *parents = object_parents(old, &count);
    for (guint i = 0; i < count && old->parent; i++) {
        const Object *whole = parents[i].object, *link = object_link(old, object_root(whole));
        if (link && !change_is_dropped(of_old[link->index]) &&
            !change_is_dropped(of_old[object_root(old)->index]) &&
            !change_is_dropped(of_old[whole->index]))
            recreate(spread, of_old[whole->index], change);
    }
}

/* What a table has because of an inheritance link, such as the state of a trigger's copy, is
 * dropped and created again with the link. */
static void take_along_with_link(Spread *spread, const Change *link) {
    const Object *parent = object_link_target(link->old), *child = link->old->parent;
    for (guint i = 0; parent && !parent->parent && i < child->child_count; i++) {
        const Object *facet = child->children[i];
        Change *change = spread->diff->of_old[facet->index];
        for (guint d = 0; facet->kind->facet && d < facet->dep_count; d++)
            if (facet->deps[d].object->parent == parent && !change_is_dropped(change))
                recreate(spread, change, link);
    }
}

static bool spread_one(Spread *spread, Change *change, GError **error) {
    if (!change->old)
        return true;
    Change *parent = change->type == CHANGE_RECREATE || change->type == CHANGE_ALTER
                         ? change_involves(spread->diff, change)
                         : NULL;
    if (parent && !disturb(spread, parent, change, error))
        return false;
    if (change_is_dropped(change)) {
        take_children(spread, change);
        take_whole(spread, change);
        take_along_with_link(spread, change);
    } else if (change_breaks_dependents(change)) {
        detach_children(spread, change);
    } else {
        return true;
    }
    return disturb_dependents(spread, change, error);
}

static const char *likeness(const Object *object) {
    return object->kind->likeness.by ? object_value(object, object->kind->likeness.by) : NULL;
}

static void find_rivals(Change **changes, const Object *parent, const Object *part,
                        GPtrArray *rivals) {
    for (guint i = 0; i < parent->child_count; i++) {
        const Object *sibling = parent->children[i];
        Change *change = changes[sibling->index];
        if (sibling->kind == part->kind &&
            change->new != part && g_strcmp0(likeness(sibling), likeness(part)) == 0 &&
            !sibling->parent_count && !g_ptr_array_find(rivals, change, NULL))
            g_ptr_array_add(rivals, change);
    }
}

GPtrArray *diff_rivals(const Diff *diff, const Object *part) {
    GPtrArray *rivals = g_ptr_array_new();
    const Object *before = diff->of_new[part->parent->index]->old;
    if (!likeness(part))
        return rivals;
    if (before)
        find_rivals(diff->of_old, before, part, rivals);
    find_rivals(diff->of_new, part->parent, part, rivals);
    return rivals;
}

/* Where a partition is attached to a table whose index stays, the server looks for an equivalent
 * index of the partition, and may find another one than the part. */
static void set_rivals_apart(Spread *spread, const Change *change) {
    const Object *whole = change_is_made(change) ? object_link_target(change->new) : NULL;
    const Object *part = whole && whole->parent ? change->new->parent : NULL;
    const Object *link = part ? object_link(part, object_root(whole)) : NULL;
    if (!link || !change_is_made(spread->diff->of_new[link->index]) ||
        change_is_made(spread->diff->of_new[whole->index]))
        return;
    g_autoptr(GPtrArray) rivals = diff_rivals(spread->diff, part);
    for (guint i = 0; i < rivals->len; i++) {
        Change *rival = rivals->pdata[i];
        if (rival->type == CHANGE_NONE || rival->type == CHANGE_ALTER)
            recreate(spread, rival, spread->diff->of_new[link->index]);
    }
}

/* What child tables inherit from `ancestor` and `child` does not declare is dropped until the link
 * is made: before that, the child table could have it only as its own. */
static void renew_inherited(Spread *spread, const Object *ancestor, const Object *child,
                            const Change *link) {
    for (guint i = 0; i < ancestor->child_count; i++) {
        const Object *object = ancestor->children[i];
        Change *change = spread->diff->of_new[object->index];
        if (object_is_inheritable(object) && !object_counterpart(child, object) &&
            (change->type == CHANGE_NONE || change->type == CHANGE_ALTER))
            recreate(spread, change, link);
    }
}

/* A table that stays and inherits from another one from now on. */
static void renew_for_child(Spread *spread, const Change *link) {
    const Object *parent = change_is_made(link) ? object_link_target(link->new) : NULL;
    const Object *child = parent ? link->new->parent : NULL;
    if (!child || change_is_made(spread->diff->of_new[child->index]))
        return;
    g_autoptr(GPtrArray) ancestors = object_with_ancestors(parent);
    for (guint i = 0; i < ancestors->len; i++)
        renew_inherited(spread, ancestors->pdata[i], child, link);
}

static bool is_own(const Object *object) {
    return object_value(object, object->kind->inheritance.own_if);
}

/* An object that is only inherited is created only with its table, or through an ancestor that gets
 * it while the two are linked. */
static bool comes_inherited(const Diff *diff, const Change *change) {
    return change_is_made(diff->of_new[object_root(change->new)->index]) ||
           diff->of_new[change->new->origin->index]->type == CHANGE_CREATE;
}

/* Whether the table stays linked to the one that `change`'s object is inherited from. */
static bool stays_linked(const Diff *diff, const Change *change) {
    const Object *link = object_link(change->new, object_root(change->new->origin));
    return link && diff->of_new[link->index]->type == CHANGE_NONE;
}

static void set_own_error(const Change *change, GError **error) {
    const Object *new = change->new, *from = object_root(new->origin);
    g_set_error(error, DIFF_ERROR, FAIL_DECISION,
                is_own(new)
                    ? "%s %s is inherited from %s %s, and PostgreSQL has no statement that makes "
                      "it the table's own as well. Leave it out of the definition of table %s."
                    : "%s %s is to be only inherited from %s %s, but a table that already exists "
                      "can have it only as its own, too. Declare it in the definition of table %s "
                      "as well.",
                new->kind->name, new->identity, from->kind->name, from->identity,
                object_root(new)->identity);
}

/* Refuses what no statement does: to turn an object that is inherited and its table's own into one
 * that is only the one or the other, or back. */
static bool settle_own(const Diff *diff, const Change *change, GError **error) {
    const Object *new = change->new, *old = change->old;
    if (!new || !new->kind->inheritance.own_if || !new->origin)
        return true;
    bool possible;
    if (!old || change_is_made(change))
        possible = is_own(new) || comes_inherited(diff, change);
    else
        possible = is_own(old) == is_own(new) || (is_own(new) && !stays_linked(diff, change));
    if (!possible)
        set_own_error(change, error);
    return possible;
}

/* The change of an origin of `object`, at whatever distance, that sets `object`, too; NULL: none
 * does. */
static const Change *overwriting(const Diff *diff, const Object *object) {
    if (!object->origin || !stays_linked(diff, diff->of_new[object->index]))
        return NULL;
    const Change *change = diff->of_new[object->origin->index];
    return change->type != CHANGE_NONE ? change : overwriting(diff, object->origin);
}

/* What stays, but differs from an origin that changes, is set again afterwards. */
static void set_again(Diff *diff, Change *change) {
    const Object *new = change->new;
    const Change *cause = change->type == CHANGE_NONE &&
                                  new->kind->inheritance.set_with_origin && new->origin &&
                                  !object_is_alike(new, new->origin)
                              ? overwriting(diff, new)
                              : NULL;
    if (!cause)
        return;
    change->type = CHANGE_ALTER;
    change->cause = cause;
    for (guint i = 0; new->kind->attrs[i].column; i++)
        if (new->kind->attrs[i].policy == ATTR_ALTER && new->values[i])
            change->differing |= G_GUINT64_CONSTANT(1) << i;
}

bool diff_is_same(const Diff *diff) {
    for (guint i = 0; i < diff->count; i++)
        if (!settle_own(diff, &diff->changes[i], NULL))
            return false;
    return diff_is_empty(diff);
}

bool diff_rebuild(Diff *diff, GError **error) {
    Spread spread = {.diff = diff, .dependents = g_new0(GArray *, diff->old->count + 1)};
    find_dependents(&spread);
    bool done = true;
    for (guint i = 0; done && i < diff->count; i++)
        done = settle_own(diff, &diff->changes[i], error);
    for (guint i = 0; i < diff->count; i++) {
        set_rivals_apart(&spread, &diff->changes[i]);
        renew_for_child(&spread, &diff->changes[i]);
    }
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type != CHANGE_NONE)
            g_queue_push_tail(&spread.queue, &diff->changes[i]);
    for (Change *change; done && (change = g_queue_pop_head(&spread.queue));)
        done = spread_one(&spread, change, error);
    for (guint i = 0; done && i < diff->count; i++)
        set_again(diff, &diff->changes[i]);
    g_queue_clear(&spread.queue);
    for (guint i = 0; i < diff->old->count; i++)
        if (spread.dependents[i])
            g_array_unref(spread.dependents[i]);
    g_free(spread.dependents);
    return done;
}
