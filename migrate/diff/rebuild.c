/* Spreading: what has to go and come back because something under it does. */
#include "diff/diff.h"

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
    change->replace = false;
    change->cause = cause;
    g_queue_push_tail(&spread->queue, change);
}

static char *describe_chain(const Change *change) {
    GString *text = g_string_new(NULL);
    for (const Change *step = change; step; step = step->cause)
        g_string_append_printf(text, "%s%s %s", text->len ? ", because of " : "",
                               change_kind(step)->name, change_object(step)->identity);
    return g_string_free(text, FALSE);
}

/* A dependent that holds data cannot go. It can follow its type to a new one of the same name. */
static bool keep_data(Spread *spread, Change *change, Change *cause, GError **error) {
    if (change->adopt)
        return true;
    if (cause->type == CHANGE_RECREATE && change_kind(cause)->aside && change_kind(change)->adopt) {
        cause->aside = true;
        change->type = CHANGE_ALTER;
        if (!change_breaks_dependents(change)) {
            change->adopt = true;
            g_queue_push_tail(&spread->queue, change);
        }
        return true;
    }
    g_autofree char *chain = describe_chain(cause);
    g_set_error(error, DIFF_ERROR, FAIL_DECISION,
                "%s %s holds data and cannot be dropped and created again, which %s asks for. "
                "Split the change: first move the data away from what has to go, then change it.",
                change_kind(change)->name, change->old->identity, chain);
    return false;
}

/* `change` stays in the new catalog, but what it depends on goes, or is altered in a way that it does not survive. */
static bool disturb(Spread *spread, Change *change, Change *cause, GError **error) {
    if (change->type == CHANGE_DROP || change->type == CHANGE_RECREATE)
        return true;
    if (cause->type == CHANGE_DROP && change->type == CHANGE_ALTER)
        return true;
    if (change->new && object_holds_data(change->new))
        return keep_data(spread, change, cause, error);
    recreate(spread, change, cause);
    return true;
}

static void take_children(Spread *spread, Change *change) {
    for (guint i = 0; i < change->old->child_count; i++) {
        Change *child = spread->diff->of_old[change->old->children[i]->index];
        if (child->type != CHANGE_DROP && child->type != CHANGE_RECREATE)
            recreate(spread, child, change);
    }
}

/* A default whose text changes along with its column's type cannot be carried over by the server. */
static void detach_children(Spread *spread, Change *change) {
    for (guint i = 0; i < change->old->child_count; i++) {
        Change *child = spread->diff->of_old[change->old->children[i]->index];
        if (child->type == CHANGE_ALTER && !change_kind(child)->facet &&
            !change_kind(child)->rebuilt_by_server)
            recreate(spread, child, change);
    }
}

static bool disturb_dependents(Spread *spread, Change *change, GError **error) {
    bool goes = change->type == CHANGE_DROP || change->type == CHANGE_RECREATE;
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

static bool spread_one(Spread *spread, Change *change, GError **error) {
    if (!change->old)
        return true;
    Change *parent = change->type == CHANGE_RECREATE ? change_involves(spread->diff, change) : NULL;
    if (parent && !disturb(spread, parent, change, error))
        return false;
    if (change->type == CHANGE_DROP || change->type == CHANGE_RECREATE)
        take_children(spread, change);
    else if (change_breaks_dependents(change))
        detach_children(spread, change);
    else
        return true;
    return disturb_dependents(spread, change, error);
}

bool diff_rebuild(Diff *diff, GError **error) {
    Spread spread = {.diff = diff, .dependents = g_new0(GArray *, diff->old->count + 1)};
    find_dependents(&spread);
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type != CHANGE_NONE)
            g_queue_push_tail(&spread.queue, &diff->changes[i]);
    bool done = true;
    for (Change *change; done && (change = g_queue_pop_head(&spread.queue));)
        done = spread_one(&spread, change, error);
    g_queue_clear(&spread.queue);
    for (guint i = 0; i < diff->old->count; i++)
        if (spread.dependents[i])
            g_array_unref(spread.dependents[i]);
    g_free(spread.dependents);
    return done;
}
