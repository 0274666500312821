#include "plan/graph.h"
#include "plan/counters.h"
#include "plan/heap.h"
#include "plan/parts.h"
#include "plan/plan.h"
#include "plan/tie.h"

#include <stdlib.h>
#include <string.h>

enum { CYCLE_ATTEMPTS = 50 };

static bool is_of_old(const Graph *graph, const Object *object) {
    return object->index < graph->diff->old->count &&
           graph->diff->old->objects[object->index] == object;
}

/* Whether the table of an inherited object was linked to its ancestor before and still is, so that
 * the server carries changes over. */
static bool link_stays(const Graph *graph, const Object *object) {
    const Object *root = object_root(object);
    for (guint i = 0; i < root->child_count; i++) {
        const Object *child = root->children[i];
        const Change *change =
            is_of_old(graph, child) ? change_of_old(graph, child) : change_of_new(graph, child);
        for (guint d = 0; child->kind->facet && d < child->dep_count; d++)
            if (child->deps[d].object == object_root(object->origin))
                return change->type == CHANGE_NONE;
    }
    return false;
}

guint64 graph_carried_over(const Graph *graph, const Change *change) {
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

/* What PostgreSQL does to an inherited object by itself when it is done to the origin. */
static bool done_by_origin(const Graph *graph, const Change *change) {
    const Object *object = change_object(change);
    if (!object->origin)
        return false;
    const Change *origin =
        change->new ? change_of_new(graph, object->origin) : change_of_old(graph, object->origin);
    if (change->type == CHANGE_CREATE && tie_comes_first(graph, change))
        return true;
    if ((change->type == CHANGE_CREATE && tie_own_first(graph, change)) ||
        tie_own_last(graph, change))
        return false;
    if (!link_stays(graph, object) || graph->alone[index_of(graph, origin)])
        return false;
    if (change->type == CHANGE_DROP || change->type == CHANGE_CREATE ||
        change->type == CHANGE_RECREATE)
        return origin->type == change->type;
    return change->type == CHANGE_ALTER && origin->adopt == change->adopt &&
           graph_carried_over(graph, change) == change->differing;
}

/* Whether `change` is of an object that stays although the one goes that it is inherited from. */
static bool outlives_origin(const Graph *graph, const Change *change) {
    const Object *origin =
        change->old && change->new && !change_is_dropped(change) ? change->old->origin : NULL;
    return origin && change_of_old(graph, origin)->type == CHANGE_DROP;
}

/* Whether an object that stays gives its name back and takes another one. */
static bool is_renamed(const Change *change) {
    return change->type == CHANGE_ALTER && g_strcmp0(change->old->place, change->new->place) != 0;
}

static void find_names(Graph *graph) {
    const Diff *diff = graph->diff;
    g_autoptr(GHashTable) going = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < diff->count; i++) {
        Change *change = &diff->changes[i];
        if ((change_is_dropped(change) || is_renamed(change)) && change->old->place &&
            !change->aside)
            g_hash_table_insert(going, (gpointer)change->old->place, change);
    }
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        const Change *owner = (change_is_made(change) || is_renamed(change)) && change->new->place
                                  ? g_hash_table_lookup(going, change->new->place)
                                  : NULL;
        graph->name_from[i] = owner != change ? owner : NULL;
    }
}

static void mark_alone(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++) {
        const Change *change = &graph->diff->changes[i];
        if (outlives_origin(graph, change) && change->old->kind->drop &&
            strstr(change->old->kind->drop, "{?alone}") && link_stays(graph, change->old) &&
            !tie_new(graph, change))
            graph->alone[index_of(graph, change_of_old(graph, change->old->origin))] = true;
    }
}

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
            !tie_cut(graph, old, old->deps[i].object))
            return other;
    }
    if (done_by_origin(graph, change))
        return change_of_old(graph, old->origin);
    return change_untied(graph->diff, change);
}

static guint add_node(Graph *graph, NodeType type, const Change *change) {
    Node node = {type,
                 change,
                 g_array_new(FALSE, FALSE, sizeof(guint)),
                 0,
                 g_array_new(FALSE, FALSE, sizeof(guint)),
                 g_array_new(FALSE, FALSE, sizeof(guint))};
    g_array_append_val(graph->nodes, node);
    return graph->nodes->len - 1;
}

/* Follows containers up to the node that really drops; guards against things that go with each
 * other. */
static guint resolve_drop(Graph *graph, const Change *change, guint depth) {
    guint i = index_of(graph, change);
    if (graph->drop[i] != NO_NODE || depth > 64)
        return graph->drop[i];
    const Change *with = graph->split[i] ? NULL : dropped_with(graph, change);
    guint node = with ? resolve_drop(graph, with, depth + 1) : NO_NODE;
    graph->implied[i] = node != NO_NODE;
    graph->drop[i] = node != NO_NODE ? node : add_node(graph, NODE_DROP, change);
    return graph->drop[i];
}

/* Whether the object that is made takes what is inline in it along: not where another table's
 * statement makes it, in that one's words, or the cut of a tie leaves it. */
static bool has_own_words(const Graph *graph, const Change *change) {
    const Node *node = &g_array_index(graph->nodes, Node, graph->make[index_of(graph, change)]);
    return node->type == NODE_MAKE && object_root(node->change->new) == object_root(change->new);
}

static guint resolve_make(Graph *graph, const Change *change) {
    guint i = index_of(graph, change);
    if (graph->make[i] != NO_NODE)
        return graph->make[i];
    const Object *new = change->new;
    const Change *parent = new->parent ? change_of_new(graph, new->parent) : NULL;
    guint parent_index = parent ? index_of(graph, parent) : 0;
    if (parent && change_is_made(parent))
        resolve_make(graph, parent);
    if (parent && change_is_made(parent) && !graph->split[i] && has_own_words(graph, parent) &&
        graph->can_inline(new)) {
        graph->inlined[i] = true;
        graph->make[i] = graph->make[parent_index];
    } else if (new->origin && !differs_from_origin(change) && done_by_origin(graph, change)) {
        graph->inlined[i] = true;
        graph->make[i] = resolve_make(graph, change_of_new(graph, new->origin));
    } else if (parts_maker(graph, change)) {
        graph->make[i] = resolve_make(graph, parts_maker(graph, change));
    } else if (tie_leaves(graph, change)) {
        graph->inlined[i] = true;
        graph->make[i] = resolve_drop(graph, tie_leaves(graph, change), 0);
    } else {
        graph->make[i] = add_node(graph, NODE_MAKE, change);
    }
    return graph->make[i];
}

/* The node of an ALTER: its own, or that of the origin whose statement does it. */
static guint resolve_alter(Graph *graph, const Change *change) {
    guint i = index_of(graph, change);
    if (graph->make[i] == NO_NODE)
        graph->drop[i] = graph->make[i] =
            done_by_origin(graph, change)
                ? resolve_alter(graph, change_of_new(graph, change->new->origin))
                : add_node(graph, NODE_ALTER, change);
    return graph->make[i];
}

static void add_nodes(Graph *graph) {
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
            g_array_append_val(g_array_index(graph->nodes, Node, graph->drop[i]).contents, i);
        if (change_is_made(change))
            g_array_append_val(g_array_index(graph->nodes, Node, graph->make[i]).makes, i);
    }
}

void graph_edge(Graph *graph, guint earlier, guint later) {
    if (earlier == later || earlier == NO_NODE || later == NO_NODE)
        return;
    Node *from = &g_array_index(graph->nodes, Node, earlier);
    g_array_append_val(from->after, later);
    g_array_index(graph->nodes, Node, later).blockers++;
}

static NodeType node_type(const Graph *graph, guint node) {
    return g_array_index(graph->nodes, Node, node).type;
}

/* The old object goes, or lets go, before what it depends on goes. */
static void edge_old(Graph *graph, const Change *change, const Object *needed) {
    guint i = index_of(graph, change), n = index_of(graph, change_of_old(graph, needed));
    guint mine = graph->drop[i], theirs = graph->drop[n];
    if (mine == NO_NODE || theirs == NO_NODE || mine == theirs)
        return;
    bool alters = node_type(graph, mine) == NODE_ALTER;
    if (!(alters && node_type(graph, theirs) == NODE_ALTER))
        graph_edge(graph, mine, theirs);
    const Change *other = g_array_index(graph->nodes, Node, theirs).change;
    if (other->aside && !alters && !g_array_index(graph->nodes, Node, mine).change->aside)
        for (guint node = 0; node < graph->nodes->len; node++)
            if (node_type(graph, node) == NODE_ASIDE &&
                g_array_index(graph->nodes, Node, node).change == other)
                graph_edge(graph, mine, node);
}

/* Whether the object's new values would not fit its parent's old ones, but the other way round. */
static bool shrinks_first(const Change *change) {
    const char *size = change_kind(change)->shrinks_first;
    if (!size || change->type != CHANGE_ALTER)
        return false;
    const char *old = object_value(change->old, size), *new = object_value(change->new, size);
    return old && new && g_ascii_strtoll(new, NULL, 10) < g_ascii_strtoll(old, NULL, 10);
}

/* The new object comes after what it needs. */
static void edge_new(Graph *graph, const Change *change, const Object *needed) {
    guint i = index_of(graph, change), n = index_of(graph, change_of_new(graph, needed));
    graph_edge(graph, graph->make[n], graph->make[i]);
}

static void add_edges_of(Graph *graph, const Change *change) {
    if (change->old) {
        if (change->old->parent)
            edge_old(graph, change, change->old->parent);
        for (guint d = 0; d < change->old->dep_count; d++)
            if (!change->old->deps[d].severable || change_is_dropped(change))
                edge_old(graph, change, change->old->deps[d].object);
    }
    if (change->new) {
        if (change->new->parent && shrinks_first(change))
            graph_edge(graph, graph->make[index_of(graph, change)],
                       graph->make[index_of(graph, change_of_new(graph, change->new->parent))]);
        else if (change->new->parent)
            edge_new(graph, change, change->new->parent);
        for (guint d = 0; d < change->new->dep_count; d++)
            if (!change->new->deps[d].severable)
                edge_new(graph, change, change->new->deps[d].object);
    }
}

/* A name is free before it is taken again, by whatever takes it. */
static void add_name_edges(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++)
        if (graph->name_from[i])
            graph_edge(graph, graph->drop[index_of(graph, graph->name_from[i])], graph->make[i]);
}

static void add_edges(Graph *graph) {
    const Diff *diff = graph->diff;
    guint asides = graph->nodes->len;
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].aside)
            add_node(graph, NODE_ASIDE, &diff->changes[i]);
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type != CHANGE_NONE)
            add_edges_of(graph, &diff->changes[i]);
    tie_edges(graph);
    parts_edges(graph);
    counters_edges(graph);
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        if (change->type != CHANGE_RECREATE || graph->inlined[i])
            continue;
        if (change->aside)
            graph_edge(graph, asides++, graph->make[i]);
        else
            graph_edge(graph, graph->drop[i], graph->make[i]);
    }
    add_name_edges(graph);
}

static int rank_of(const Node *node) {
    const Kind *kind = change_kind(node->change);
    if (node->type != NODE_DROP || kind->drops_late)
        return kind->rank;
    return -1000 - (kind->drop_rank ? kind->drop_rank : kind->rank);
}

static const Object *object_of(const Node *node) {
    return node->type == NODE_DROP || node->type == NODE_ASIDE ? node->change->old
                                                               : change_object(node->change);
}

static int compare_nodes(gconstpointer a, gconstpointer b, gpointer data) {
    const Graph *graph = data;
    const Node *one = &g_array_index(graph->nodes, Node, *(const gint *)a);
    const Node *two = &g_array_index(graph->nodes, Node, *(const gint *)b);
    int order = rank_of(one) - rank_of(two);
    const Object *first = object_of(one), *second = object_of(two);
    if (!order)
        order = strcmp(object_root(first)->identity, object_root(second)->identity);
    if (!order)
        order = first->ord - second->ord;
    if (!order)
        order = strcmp(first->kind->name, second->kind->name);
    if (!order)
        order = strcmp(first->identity, second->identity);
    return order ? order : (int)one->type - (int)two->type;
}

/* Kahn's algorithm. The nodes that stay blocked keep blockers > 0; returns how many were placed. */
static guint sort_once(Graph *graph) {
    guint count = graph->nodes->len, placed = 0;
    g_free(graph->order);
    graph->order = g_new(gint, count + 1);
    g_autofree gint *preferred = g_new(gint, count + 1);
    g_autofree guint *place = g_new(guint, count + 1);
    for (guint i = 0; i < count; i++)
        preferred[i] = (gint)i;
    g_qsort_with_data(preferred, (gint)count, sizeof(gint), compare_nodes, graph);
    for (guint i = 0; i < count; i++)
        place[preferred[i]] = i;
    g_autoptr(GArray) heap = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < count; i++)
        if (g_array_index(graph->nodes, Node, i).blockers == 0)
            heap_push(heap, place[i]);
    while (heap->len > 0) {
        guint next = (guint)preferred[heap_pop(heap)];
        graph->order[placed++] = (gint)next;
        const GArray *after = g_array_index(graph->nodes, Node, next).after;
        for (guint i = 0; i < after->len; i++) {
            guint later = g_array_index(after, guint, i);
            if (--g_array_index(graph->nodes, Node, later).blockers == 0)
                heap_push(heap, place[later]);
        }
    }
    return placed;
}

static bool is_blocked(const Graph *graph, guint node) {
    return node != NO_NODE && g_array_index(graph->nodes, Node, node).blockers > 0;
}

/* Whether an object that happens inside a blocked node has a dependency of its own to another
 * blocked node. */
static bool crosses(const Graph *graph, const Object *object, const guint *nodes,
                    Change *const *changes, guint mine) {
    for (guint d = 0; d < object->dep_count; d++) {
        guint other = nodes[index_of(graph, changes[object->deps[d].object->index])];
        if (other != mine && is_blocked(graph, other))
            return true;
    }
    return false;
}

static bool waits_for_name(const Graph *graph, guint i) {
    const Change *owner = graph->name_from[i];
    return owner && is_blocked(graph, graph->drop[index_of(graph, owner)]);
}

static bool is_splittable(const Graph *graph, guint i, bool with_data) {
    const Change *change = &graph->diff->changes[i];
    const Kind *kind = change_kind(change);
    if (graph->split[i] || (kind->data == DATA_HOLDS) != with_data)
        return false;
    /* Whose values move over as a whole comes and goes as a whole. */
    if (change->type == CHANGE_RECREATE && change->old->parent &&
        change_of_old(graph, change->old->parent)->aside)
        return false;
    if (graph->inlined[i] && kind->create && is_blocked(graph, graph->make[i]) &&
        (waits_for_name(graph, i) ||
         crosses(graph, change->new, graph->make, graph->diff->of_new, graph->make[i])))
        return true;
    return graph->implied[i] && kind->drop && is_blocked(graph, graph->drop[i]) &&
           crosses(graph, change->old, graph->drop, graph->diff->of_old, graph->drop[i]);
}

/* Takes contracted changes that take part in a cycle out of their containers: first what can be
 * added later at no cost. */
static bool split_cycle(Graph *graph) {
    bool any = false;
    for (int with_data = 0; with_data < 2 && !any; with_data++)
        for (guint i = 0; i < graph->diff->count; i++)
            if (is_splittable(graph, i, with_data)) {
                graph->split[i] = true;
                any = true;
            }
    return any;
}

static void clear_nodes(Graph *graph) {
    for (guint i = 0; i < graph->nodes->len; i++) {
        g_array_unref(g_array_index(graph->nodes, Node, i).after);
        g_array_unref(g_array_index(graph->nodes, Node, i).contents);
        g_array_unref(g_array_index(graph->nodes, Node, i).makes);
    }
    g_array_set_size(graph->nodes, 0);
    for (guint i = 0; i < graph->diff->count; i++) {
        graph->drop[i] = graph->make[i] = NO_NODE;
        graph->inlined[i] = graph->implied[i] = false;
    }
}

static void set_cycle_error(const Graph *graph, GError **error) {
    g_autoptr(GString) names = g_string_new(NULL);
    guint named = 0;
    for (guint i = 0; i < graph->nodes->len && named < 12; i++) {
        const Node *node = &g_array_index(graph->nodes, Node, i);
        if (node->blockers == 0)
            continue;
        static const char *const verbs[] = {"drop", "move aside", "alter", "create"};
        g_string_append_printf(names, "%s%s %s %s", named++ ? ", " : "", verbs[node->type],
                               object_of(node)->kind->name, object_of(node)->identity);
    }
    g_set_error(error, PLAN_ERROR, FAIL_DECISION,
                "these changes wait for each other and cannot be put in an order: %s. Split them "
                "over two migrations.",
                names->str);
}

bool graph_sort(Graph *graph, GraphEdges add_more, void *data, GError **error) {
    for (guint attempt = 0; attempt < CYCLE_ATTEMPTS; attempt++) {
        clear_nodes(graph);
        add_nodes(graph);
        add_edges(graph);
        if (add_more)
            add_more(graph, data);
        if (sort_once(graph) == graph->nodes->len)
            return true;
        if (!split_cycle(graph))
            break;
    }
    set_cycle_error(graph, error);
    return false;
}

Graph *graph_new(const Diff *diff, GraphInline can_inline) {
    Graph *graph = g_new0(Graph, 1);
    graph->diff = diff;
    graph->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    graph->drop = g_new(guint, diff->count + 1);
    graph->make = g_new(guint, diff->count + 1);
    graph->inlined = g_new0(bool, diff->count + 1);
    graph->implied = g_new0(bool, diff->count + 1);
    graph->split = g_new0(bool, diff->count + 1);
    graph->alone = g_new0(bool, diff->count + 1);
    graph->lone = g_new0(bool, diff->count + 1);
    graph->passed_on = g_new0(const Change *, diff->count + 1);
    graph->taken_from = g_new0(const Change *, diff->count + 1);
    graph->name_from = g_new0(const Change *, diff->count + 1);
    mark_alone(graph);
    parts_mark_lone(graph);
    counters_pair(graph);
    find_names(graph);
    graph->can_inline = can_inline;
    return graph;
}

void graph_free(Graph *graph) {
    if (!graph)
        return;
    clear_nodes(graph);
    g_array_unref(graph->nodes);
    gpointer owned[] = {graph->drop,       graph->make,      graph->inlined, graph->implied,
                        graph->split,      graph->alone,     graph->lone,    graph->passed_on,
                        graph->taken_from, graph->name_from, graph->order};
    for (guint i = 0; i < G_N_ELEMENTS(owned); i++)
        g_free(owned[i]);
    g_free(graph);
}
