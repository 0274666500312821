#include "plan/inheritance.h"

#include <string.h>

static bool is_of_old(const Graph *graph, const Object *object) {
    return object->index < graph->diff->old->count &&
           graph->diff->old->objects[object->index] == object;
}

/* Whether the table of an inherited object was linked to its origin's before and still is, so that
 * the server makes changes of the origin here, too. */
static bool link_stays(const Graph *graph, const Object *object) {
    const Object *link = object_link(object, object_root(object->origin));
    const Change *change = !link                    ? NULL
                           : is_of_old(graph, link) ? change_of_old(graph, link)
                                                    : change_of_new(graph, link);
    return change && change->type == CHANGE_NONE;
}

guint64 inheritance_carries(const Graph *graph, const Change *change) {
    if (change->type != CHANGE_ALTER || !change->new->origin || !link_stays(graph, change->new))
        return 0;
    const Change *origin = change_of_new(graph, change->new->origin);
    guint64 carried = 0;
    for (guint i = 0; origin->type == CHANGE_ALTER && change->new->kind->attrs[i].column; i++)
        if (origin->differing >> i & change->differing >> i & 1 &&
            g_strcmp0(origin->new->values[i], change->new->values[i]) == 0)
            carried |= G_GUINT64_CONSTANT(1) << i;
    return carried;
}

bool inheritance_does(const Graph *graph, const Change *change) {
    const Object *object = change_object(change);
    if (!object->origin)
        return false;
    const Change *origin =
        change->new ? change_of_new(graph, object->origin) : change_of_old(graph, object->origin);
    if (change->type == CHANGE_CREATE && inheritance_comes_first(graph, change))
        return true;
    if ((change->type == CHANGE_CREATE && inheritance_declares_first(graph, change)) ||
        inheritance_outlasts(graph, change))
        return false;
    if (!link_stays(graph, object) || graph->alone[index_of(graph, origin)])
        return false;
    if (change->type == CHANGE_DROP || change->type == CHANGE_CREATE ||
        change->type == CHANGE_RECREATE)
        return origin->type == change->type;
    return change->type == CHANGE_ALTER && origin->adopt == change->adopt &&
           inheritance_carries(graph, change) == change->differing;
}

/* Whether `change` is of an object that stays although its origin goes. */
static bool stays_without_origin(const Graph *graph, const Change *change) {
    const Object *origin =
        change->old && change->new && !change_is_dropped(change) ? change->old->origin : NULL;
    return origin && change_of_old(graph, origin)->type == CHANGE_DROP;
}

static bool can_drop_alone(const Kind *kind) {
    return kind->drop && strstr(kind->drop, "{?alone}");
}

void inheritance_mark_alone(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++) {
        const Change *change = &graph->diff->changes[i];
        if (stays_without_origin(graph, change) && can_drop_alone(change->old->kind) &&
            link_stays(graph, change->old) && !inheritance_next(graph, change))
            graph->alone[index_of(graph, change_of_old(graph, change->old->origin))] = true;
    }
}

const Change *inheritance_cut(const Graph *graph, const Object *object, const Object *other) {
    const Object *root = object_root(object), *parent = object_root(other);
    const Object *link = root != parent ? object_link(object, parent) : NULL;
    const Change *change = link ? change_of_old(graph, link) : NULL;
    return change && change_is_dropped(change) && !change_is_dropped(change_of_old(graph, root))
               ? change
               : NULL;
}

const Change *inheritance_made(const Graph *graph, const Object *object, const Object *origin) {
    const Object *link = object_link(object, object_root(origin));
    const Change *change = link ? change_of_new(graph, link) : NULL;
    return change && change_is_made(change) ? change : NULL;
}

const Change *inheritance_next(const Graph *graph, const Change *change) {
    const Object *origin = change->type == CHANGE_NONE ? change->new->origin : NULL;
    const Object *link = origin ? object_link(change->new, object_root(origin)) : NULL;
    const Change *made = link ? change_of_new(graph, link) : NULL;
    if (!made || change_is_made(made))
        return made;
    const Change *comes = change_of_new(graph, origin);
    return comes->type == CHANGE_CREATE ? comes : NULL;
}

/* The object that decides whether `object` is its table's own: itself, or what it is a property of.
 * NULL: neither. */
static const Object *owned_part(const Object *object) {
    while (object && !object->kind->inheritance.own_if)
        object = object->parent;
    return object;
}

bool inheritance_comes_first(const Graph *graph, const Change *change) {
    const Object *new = change->new, *part = owned_part(new);
    const Change *link = new->origin && part && !object_value(part, part->kind->inheritance.own_if)
                             ? inheritance_made(graph, new, new->origin)
                             : NULL;
    return link && change_of_new(graph, part)->type == CHANGE_CREATE &&
           !change_is_made(change_of_new(graph, object_root(new))) &&
           change_of_new(graph, new->origin)->type == CHANGE_CREATE;
}

bool inheritance_declares_first(const Graph *graph, const Change *change) {
    const Object *part = owned_part(change->new);
    const char *declared = part && part->origin ? part->kind->inheritance.declared_if : NULL;
    return declared && object_value(part, declared) &&
           change_of_new(graph, part)->type == CHANGE_CREATE &&
           change_of_new(graph, part->origin)->type == CHANGE_CREATE &&
           !change_is_made(change_of_new(graph, object_root(part))) &&
           !inheritance_made(graph, part, part->origin);
}

bool inheritance_outlasts(const Graph *graph, const Change *change) {
    const Object *old = change->type == CHANGE_DROP ? change->old : NULL;
    const char *declared = old && old->origin ? old->kind->inheritance.declared_if : NULL;
    return declared && object_value(old, declared) &&
           !change_is_dropped(change_of_old(graph, object_root(old))) &&
           !change_is_dropped(change_of_old(graph, object_root(old->origin)));
}

/* Whether `parent`, or a table above it, has what compares as equal to `object`, and still has it
 * when a link to it is removed. */
static bool has_alike(const Graph *graph, const Object *parent, const Object *object) {
    const Object *alike = object_counterpart(parent, object);
    if (alike && object_is_alike(alike, object))
        return !change_is_dropped(change_of_old(graph, alike)) ||
               change_is_dropped(change_of_old(graph, parent));
    guint count;
    const Parent *above = object_parents(parent, &count);
    for (guint i = 0; i < count; i++)
        if (has_alike(graph, above[i].object, object))
            return true;
    return false;
}

const Change *inheritance_keeps(const Graph *graph, const Change *change) {
    const Object *table =
        change->new->kind->inheritance.kept_when_detached && change->type == CHANGE_CREATE
            ? change_of_new(graph, change->new->parent)->old
            : NULL;
    if (!table || change_is_dropped(change_of_old(graph, table)))
        return NULL;
    guint count;
    const Parent *parents = object_parents(table, &count);
    for (guint i = 0; i < count; i++) {
        const Change *link = change_of_old(graph, parents[i].link);
        if (change_is_dropped(link) && has_alike(graph, parents[i].object, change->new))
            return link;
    }
    return NULL;
}
