#include "plan/tie.h"

#include "plan/parts.h"

const Change *tie_cut(const Graph *graph, const Object *object, const Object *other) {
    const Object *root = object_root(object), *ancestor = object_root(other);
    const Object *link = root != ancestor ? object_link(object, ancestor) : NULL;
    const Change *change = link ? change_of_old(graph, link) : NULL;
    return change && change_is_dropped(change) && !change_is_dropped(change_of_old(graph, root))
               ? change
               : NULL;
}

/* The tie between the tables of two new objects, when this plan makes it. */
static const Change *tie_made(const Graph *graph, const Object *object, const Object *origin) {
    const Object *link = object_link(object, object_root(origin));
    const Change *change = link ? change_of_new(graph, link) : NULL;
    return change && change_is_made(change) ? change : NULL;
}

const Change *tie_new(const Graph *graph, const Change *change) {
    const Object *origin = change->type == CHANGE_NONE ? change->new->origin : NULL;
    const Object *link = origin ? object_link(change->new, object_root(origin)) : NULL;
    const Change *tie = link ? change_of_new(graph, link) : NULL;
    if (!tie || change_is_made(tie))
        return tie;
    return change_of_new(graph, origin)->type == CHANGE_CREATE ? change_of_new(graph, origin)
                                                               : NULL;
}

/* The object that decides whether `object` is its table's own: itself, or what it is a property of.
 * NULL: neither. */
static const Object *owned_part(const Object *object) {
    while (object && !object->kind->own_if)
        object = object->parent;
    return object;
}

bool tie_comes_first(const Graph *graph, const Change *change) {
    const Object *new = change->new, *part = owned_part(new);
    const Change *tie = new->origin && part && !object_value(part, part->kind->own_if)
                            ? tie_made(graph, new, new->origin)
                            : NULL;
    return tie && change_of_new(graph, part)->type == CHANGE_CREATE &&
           !change_is_made(change_of_new(graph, object_root(new))) &&
           change_of_new(graph, new->origin)->type == CHANGE_CREATE;
}

bool tie_own_first(const Graph *graph, const Change *change) {
    const Object *part = owned_part(change->new);
    const char *declared = part && part->origin ? part->kind->own_first_if : NULL;
    return declared && object_value(part, declared) &&
           change_of_new(graph, part)->type == CHANGE_CREATE &&
           change_of_new(graph, part->origin)->type == CHANGE_CREATE &&
           !change_is_made(change_of_new(graph, object_root(part))) &&
           !tie_made(graph, part, part->origin);
}

bool tie_own_last(const Graph *graph, const Change *change) {
    const Object *old = change->type == CHANGE_DROP ? change->old : NULL;
    const char *declared = old && old->origin ? old->kind->own_first_if : NULL;
    return declared && object_value(old, declared) &&
           !change_is_dropped(change_of_old(graph, object_root(old))) &&
           !change_is_dropped(change_of_old(graph, object_root(old->origin)));
}

/* Whether `ancestor`, or a table above it, has what compares as equal to `object`, and still has it
 * when a tie to it is cut. */
static bool has_alike(const Graph *graph, const Object *ancestor, const Object *object) {
    const Object *alike = object_counterpart(ancestor, object);
    if (alike && object_is_alike(alike, object))
        return !change_is_dropped(change_of_old(graph, alike)) ||
               change_is_dropped(change_of_old(graph, ancestor));
    for (guint i = 0; i < ancestor->child_count; i++) {
        const Object *tie = ancestor->children[i];
        for (guint d = 0; tie->kind->facet && d < tie->dep_count; d++)
            if (tie->deps[d].object->kind == ancestor->kind &&
                has_alike(graph, tie->deps[d].object, object))
                return true;
    }
    return false;
}

const Change *tie_leaves(const Graph *graph, const Change *change) {
    const Object *table = change->new->kind->left_behind && change->type == CHANGE_CREATE
                              ? change_of_new(graph, change->new->parent)->old
                              : NULL;
    if (!table || change_is_dropped(change_of_old(graph, table)))
        return NULL;
    for (guint i = 0; i < table->child_count; i++) {
        const Change *cut = change_of_old(graph, table->children[i]);
        for (guint d = 0;
             cut->old->kind->facet && change_is_dropped(cut) && d < cut->old->dep_count; d++)
            if (cut->old->deps[d].object->kind == table->kind &&
                has_alike(graph, cut->old->deps[d].object, change->new))
                return cut;
    }
    return NULL;
}

/* What is inherited can be dropped only once the tie is cut, and would go with the origin as long
 * as it is not. */
static void edge_untie(Graph *graph, const Change *change) {
    const Object *old = change->old;
    const Object *link = old->origin ? object_link(old, object_root(old->origin)) : NULL;
    const Change *cut = link ? change_of_old(graph, link) : NULL;
    if (!cut || !change_is_dropped(cut))
        return;
    graph_edge(graph, graph->drop[index_of(graph, cut)], graph->drop[index_of(graph, change)]);
    graph_edge(graph, graph->drop[index_of(graph, cut)],
               graph->drop[index_of(graph, change_of_old(graph, old->origin))]);
}

/* Nor can what the server takes for an heir's of what an ancestor passes on, though its origin is
 * no object: a NOT NULL with the ancestor's name for it. */
static void edge_let_go(Graph *graph, const Change *change) {
    const Object *old = change->old, *table = old->kind->passed_on_if ? old->parent : NULL;
    for (guint i = 0; table && i < table->child_count; i++) {
        const Change *cut = change_of_old(graph, table->children[i]);
        for (guint d = 0;
             cut->old->kind->facet && change_is_dropped(cut) && d < cut->old->dep_count; d++)
            if (cut->old->deps[d].object->kind == table->kind)
                graph_edge(graph, graph->drop[index_of(graph, cut)],
                           graph->drop[index_of(graph, change)]);
    }
}

/* What stays, but is inherited from elsewhere, is tied to its new ancestor first: what nothing
 * inherits any more counts as the table's own. Without a new ancestor, the tie is cut before the
 * origin goes. */
static void edge_retie(Graph *graph, const Change *change) {
    const Object *old = change->old;
    const Object *link = old->origin && change->new && !change_is_dropped(change)
                             ? object_link(old, object_root(old->origin))
                             : NULL;
    const Change *cut = link ? change_of_old(graph, link) : NULL,
                 *tie = cut ? tie_new(graph, change) : NULL;
    guint origin =
        old->origin ? graph->drop[index_of(graph, change_of_old(graph, old->origin))] : NO_NODE;
    if (!cut)
        return;
    if (tie && tie != cut)
        graph_edge(graph, graph->make[index_of(graph, tie)],
                   change_is_dropped(cut) ? graph->drop[index_of(graph, cut)] : origin);
    if (change_is_dropped(cut) && change_is_dropped(change_of_old(graph, old->origin)))
        graph_edge(graph, graph->drop[index_of(graph, cut)], origin);
}

/* What an ancestor gets anew does not reach a table whose tie to it is cut. */
static void edge_cut(Graph *graph, const Change *cut) {
    for (guint d = 0; d < cut->old->dep_count; d++) {
        const Object *ancestor = cut->old->deps[d].object;
        const Object *now = ancestor->parent ? NULL : change_of_old(graph, ancestor)->new;
        for (guint i = 0; now && i < now->child_count; i++)
            if (change_is_made(change_of_new(graph, now->children[i])) &&
                !change_is_dropped(change_of_old(graph, ancestor)))
                graph_edge(graph, graph->drop[index_of(graph, cut)],
                           graph->make[index_of(graph, change_of_new(graph, now->children[i]))]);
    }
}

/* The part of an index stays behind when its table is detached, and can be dropped then. */
static void edge_left_behind(Graph *graph, const Change *change) {
    for (guint d = 0; d < change->old->dep_count; d++) {
        const Change *cut = change->old->deps[d].type == DEP_AUTO
                                ? tie_cut(graph, change->old, change->old->deps[d].object)
                                : NULL;
        if (cut)
            graph_edge(graph, graph->drop[index_of(graph, cut)],
                       graph->drop[index_of(graph, change)]);
    }
}

/* What the server would take for the part while it attaches is out of the way. */
static void edge_rival(Graph *graph, guint tied, const Change *rival) {
    if (change_is_dropped(rival))
        graph_edge(graph, graph->drop[index_of(graph, rival)], tied);
    if (change_is_made(rival))
        graph_edge(graph, tied, graph->make[index_of(graph, rival)]);
}

/* An index with parts is complete once these are attached to it: only then the server takes it for
 * the part of an index that stays, of a table to which its own is tied. */
static void edge_complete(Graph *graph, const Change *change, const Object *index) {
    const Object *whole;
    for (; index && (whole = parts_whole(index)); index = whole) {
        const Object *link = object_link(index, object_root(whole));
        const Change *tie = link ? change_of_new(graph, link) : NULL;
        if (tie && change_is_made(tie) && !change_is_made(change_of_new(graph, whole)))
            graph_edge(graph, graph->make[index_of(graph, change)],
                       graph->make[index_of(graph, tie)]);
    }
}

/* A partition is attached before the parent gets an index whose part is named, so that the server
 * does not make one of its own; but after its own index where the parent's is there already, so
 * that the server finds it. */
static void edge_tie(Graph *graph, const Change *change) {
    const Object *part = change->new->parent;
    for (guint d = 0; d < change->new->dep_count; d++) {
        const Object *whole = change->new->deps[d].object;
        const Object *link = part && whole->parent ? object_link(part, object_root(whole)) : NULL;
        const Change *tie = link ? change_of_new(graph, link) : NULL;
        if (!tie || !change_is_made(tie))
            continue;
        guint tied = graph->make[index_of(graph, tie)];
        const Change *index = change_of_new(graph, whole);
        if (change_is_made(index) && !graph->inlined[index_of(graph, index)]) {
            graph_edge(graph, tied, graph->make[index_of(graph, index)]);
        } else {
            graph_edge(graph, graph->make[index_of(graph, change_of_new(graph, part))], tied);
            graph_edge(graph, tied, graph->make[index_of(graph, change)]);
        }
        edge_complete(graph, change, whole);
        g_autoptr(GPtrArray) rivals = diff_rivals(graph->diff, part);
        for (guint r = 0; r < rivals->len; r++)
            edge_rival(graph, tied, rivals->pdata[r]);
    }
}

/* What the heir has as its own is there before the tie is made, and the server finds it; the rest
 * goes before and reaches the heir through the tie. */
static void edge_passed_on(Graph *graph, guint tied, const Object *heir, const Object *object) {
    const Change *change = change_of_new(graph, object);
    const Object *own = object_counterpart(heir, object), *before = change_of_new(graph, heir)->old;
    const Object *gone = before ? object_counterpart(before, object) : NULL;
    if (own) {
        graph_edge(graph, graph->make[index_of(graph, change_of_new(graph, own))], tied);
    } else if (change_is_made(change)) {
        graph_edge(graph, tied, graph->make[index_of(graph, change)]);
        if (gone && change_is_dropped(change_of_old(graph, gone)))
            graph_edge(graph, graph->drop[index_of(graph, change_of_old(graph, gone))], tied);
    }
}

static void edge_heir(Graph *graph, guint tied, const Object *heir, const Object *ancestor) {
    const Object *before = change_of_new(graph, ancestor)->old;
    for (guint i = 0; before && i < before->child_count; i++)
        if (object_is_inheritable(before->children[i]) &&
            change_is_dropped(change_of_old(graph, before->children[i])))
            graph_edge(graph,
                       graph->drop[index_of(graph, change_of_old(graph, before->children[i]))],
                       tied);
    for (guint i = 0; i < ancestor->child_count; i++) {
        const Object *object = ancestor->children[i];
        if (object_is_inheritable(object))
            edge_passed_on(graph, tied, heir, object);
        for (guint d = 0; object->kind->facet && d < object->dep_count; d++)
            if (object->deps[d].object->kind == ancestor->kind)
                edge_heir(graph, tied, heir, object->deps[d].object);
    }
}

/* What the heir keeps as its own is declared so while it is inherited: the server takes that for
 * the same, and afterwards for another one of the same name. */
static void edge_kept(Graph *graph, guint cut, const Object *heir, const Object *ancestor) {
    for (guint i = 0; i < ancestor->child_count; i++) {
        const Object *object = ancestor->children[i];
        const Object *own = object_is_inheritable(object) ? object_counterpart(heir, object) : NULL;
        if (own && change_of_new(graph, own)->type == CHANGE_CREATE && object_is_alike(own, object))
            graph_edge(graph, graph->make[index_of(graph, change_of_new(graph, own))], cut);
        for (guint d = 0; object->kind->facet && d < object->dep_count; d++)
            if (object->deps[d].object->kind == ancestor->kind)
                edge_kept(graph, cut, heir, object->deps[d].object);
    }
}

static void edge_cut_off(Graph *graph, const Change *cut) {
    const Change *heir = change_of_old(graph, cut->old->parent);
    for (guint d = 0; heir->new && d < cut->old->dep_count; d++)
        if (cut->old->deps[d].object->kind == heir->new->kind)
            edge_kept(graph, graph->drop[index_of(graph, cut)], heir->new,
                      cut->old->deps[d].object);
}

/* A table is tied to another one, whose indexes come afterwards. */
static void edge_parts(Graph *graph, guint tied, const Object *ancestor) {
    for (guint i = 0; i < ancestor->child_count; i++) {
        const Object *object = ancestor->children[i];
        const Change *change = change_of_new(graph, object);
        if (object->kind->has_parts_if && object_value(object, object->kind->has_parts_if) &&
            change_is_made(change) && !graph->inlined[index_of(graph, change)])
            graph_edge(graph, tied, graph->make[index_of(graph, change)]);
    }
}

static void edge_adopted(Graph *graph, const Change *tie) {
    const Object *heir = tie->new->parent;
    guint tied = graph->make[index_of(graph, tie)];
    for (guint d = 0; d < tie->new->dep_count; d++) {
        const Object *ancestor = tie->new->deps[d].object;
        if (object_link(tie->new, ancestor) != tie->new)
            continue;
        edge_parts(graph, tied, ancestor);
        if (ancestor->kind == heir->kind && !change_is_made(change_of_new(graph, heir)))
            edge_heir(graph, tied, heir, ancestor);
    }
}

/* What a statement about the origin overwrites comes after it. */
static void edge_overwritten(Graph *graph, const Change *change) {
    const Object *at = change->new;
    for (; at->origin && !tie_own_first(graph, change_of_new(graph, at)); at = at->origin)
        graph_edge(graph, graph->make[index_of(graph, change_of_new(graph, at->origin))],
                   graph->make[index_of(graph, change)]);
}

void tie_edges(Graph *graph) {
    const Diff *diff = graph->diff;
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        if (change->new && change->new->kind->overwritten)
            edge_overwritten(graph, change);
        if (change_is_dropped(change) && change->old->origin)
            edge_untie(graph, change);
        if (change_is_dropped(change) && !change->old->origin)
            edge_let_go(graph, change);
        if (change_is_dropped(change) && change->old->origin &&
            (tie_own_last(graph, change) ||
             graph->alone[index_of(graph, change_of_old(graph, change->old->origin))]))
            graph_edge(graph,
                       graph->drop[index_of(graph, change_of_old(graph, change->old->origin))],
                       graph->drop[i]);
        if (change->old && change->old->origin)
            edge_retie(graph, change);
        if (change_is_dropped(change) && change->old->kind->facet && change->old->dep_count &&
            object_link(change->old, change->old->deps[0].object) == change->old) {
            edge_cut(graph, change);
            edge_cut_off(graph, change);
        }
        if (change->type == CHANGE_CREATE && change->new->origin && tie_own_first(graph, change))
            graph_edge(graph, graph->make[i],
                       graph->make[index_of(graph, change_of_new(graph, change->new->origin))]);
        if (change->type == CHANGE_CREATE && tie_comes_first(graph, change))
            graph_edge(
                graph,
                graph->make[index_of(graph, tie_made(graph, change->new, change->new->origin))],
                graph->make[i]);
        if (change_is_dropped(change))
            edge_left_behind(graph, change);
        if (change_is_made(change) && change->new->kind->facet && change->new->parent &&
            change->new->parent->parent)
            edge_tie(graph, change);
        if (change_is_made(change) && change->new->kind->facet && change->new->parent &&
            !change->new->parent->parent)
            edge_adopted(graph, change);
    }
}
