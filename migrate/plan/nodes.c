#include "plan/nodes.h"

#include "plan/branch.h"
#include "plan/inheritance.h"
#include "plan/parts.h"

/* What takes `change`'s old object with it when it goes, or NULL. */
static const Change *dropped_with(const Graph *graph, const Change *change) {
    const Object *old = change->old;
    if (old->parent) {
        const Change *parent = change_of_old(graph, old->parent);
        if (change_is_dropped(parent))
            return parent;
    }
    for (guint i = 0; i < old->dep_count; i++) {
        const Change *other = change_of_old(graph, old->deps[i].object);
        if (old->deps[i].type == DEP_AUTO && change_is_dropped(other) && !other->aside &&
            !inheritance_cut(graph, old, old->deps[i].object))
            return other;
    }
    if (inheritance_does(graph, change))
        return change_of_old(graph, old->origin);
    return change_detached(graph->diff, change);
}

/* Follows containers up to the node that really drops; guards against things that go with each
 * other. */
static guint resolve_drop(Graph *graph, const Change *change, guint depth) {
    enum { MAX_DEPTH = 64 };
    guint i = index_of(graph, change);
    if (graph->drop[i] != NO_NODE || depth > MAX_DEPTH)
        return graph->drop[i];
    const Change *with = graph->split[i] ? NULL : dropped_with(graph, change);
    guint node = with ? resolve_drop(graph, with, depth + 1) : NO_NODE;
    graph->implied[i] = node != NO_NODE;
    graph->drop[i] = node != NO_NODE ? node : graph_add_node(graph, NODE_DROP, change);
    return graph->drop[i];
}

/* Whether the statement that makes the object makes what is inline in it, too: not where it is
 * another table's statement, or removes an inheritance link. */
static bool has_own_words(const Graph *graph, const Change *change) {
    const Node *node = graph_node(graph, make_of(graph, change));
    return node->type == NODE_MAKE && object_root(node->change->new) == object_root(change->new);
}

/* Whether an index, and all that it is a part of, comes with the CREATE of its table. */
static bool comes_with_table(const Graph *graph, const Object *index) {
    const Change *change = change_of_new(graph, index);
    guint i = index_of(graph, change);
    if (!change_is_made(change) || graph->apart[i] || graph->lone[i] || graph->split[i])
        return false;
    const Object *whole = branch_parent(graph, index) ? parts_whole(index) : NULL;
    return whole ? comes_with_table(graph, whole) : graph->can_inline(index);
}

/* Whether the CREATE of a partition makes it without a word: the link to the parent table, and what
 * becomes a part of an index that the parent table's own CREATE makes. */
static bool comes_with_branch(const Graph *graph, const Object *new) {
    if (!new->parent || !branch_parent(graph, new))
        return false;
    const Object *to = object_link_target(new);
    if (to && !to->parent)
        return true;
    const Object *part = to ? new->parent : new;
    return parts_whole(part) && comes_with_table(graph, part);
}

static guint resolve_make(Graph *graph, const Change *change) {
    guint i = index_of(graph, change);
    if (graph->make[i] != NO_NODE)
        return graph->make[i];
    const Object *new = change->new;
    const Change *parent = new->parent ? change_of_new(graph, new->parent) : NULL;
    if (parent && change_is_made(parent))
        resolve_make(graph, parent);
    if (graph->made_by[i]) {
        graph->inlined[i] = true;
        graph->make[i] = resolve_make(graph, graph->made_by[i]);
    } else if (comes_with_branch(graph, new)) {
        graph->make[i] = make_of(graph, change_of_new(graph, object_root(new)));
    } else if (parts_maker(graph, change) && branch_parent(graph, new)) {
        graph->make[i] = resolve_make(graph, parts_maker(graph, change));
    } else if (parent && change_is_made(parent) && !graph->split[i] && !graph->apart[i] &&
               !graph->lone[i] && has_own_words(graph, parent) && graph->can_inline(new)) {
        graph->inlined[i] = true;
        graph->make[i] = make_of(graph, parent);
    } else if (new->origin && !differs_from_origin(change) && inheritance_does(graph, change)) {
        graph->inlined[i] = true;
        graph->make[i] = resolve_make(graph, change_of_new(graph, new->origin));
    } else if (parts_maker(graph, change)) {
        graph->make[i] = resolve_make(graph, parts_maker(graph, change));
    } else if (inheritance_keeps(graph, change)) {
        graph->inlined[i] = true;
        graph->make[i] = resolve_drop(graph, inheritance_keeps(graph, change), 0);
    } else {
        graph->make[i] = graph_add_node(graph, NODE_MAKE, change);
    }
    return graph->make[i];
}

/* The node of an ALTER: its own, or that of the origin whose statement does it. */
static guint resolve_alter(Graph *graph, const Change *change) {
    guint i = index_of(graph, change);
    if (graph->make[i] == NO_NODE)
        graph->drop[i] = graph->make[i] =
            inheritance_does(graph, change)
                ? resolve_alter(graph, change_of_new(graph, change->new->origin))
                : graph_add_node(graph, NODE_ALTER, change);
    return graph->make[i];
}

void nodes_add(Graph *graph) {
    const Diff *diff = graph->diff;
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        if (change_is_dropped(change))
            resolve_drop(graph, change, 0);
        if (change_is_made(change))
            resolve_make(graph, change);
        if (change->type == CHANGE_ALTER)
            resolve_alter(graph, change);
        if (change_is_dropped(change))
            g_array_append_val(graph_node(graph, graph->drop[i])->contents, i);
        if (change_is_made(change))
            g_array_append_val(graph_node(graph, graph->make[i])->makes, i);
    }
}
