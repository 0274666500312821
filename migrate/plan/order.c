#include "plan/order.h"

#include "plan/branch.h"
#include "plan/counters.h"
#include "plan/inheritance.h"
#include "plan/nodes.h"
#include "plan/online.h"
#include "plan/parts.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

G_DEFINE_QUARK(migrate_plan_error, plan_error)

enum { CYCLE_ATTEMPTS = 50 };

/* Whether an object that stays gets another name. */
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

static NodeType node_type(const Graph *graph, guint node) {
    return graph_node(graph, node)->type;
}

static bool has_form(const Kind *kind, const char *attribute) {
    const KindOnline *form = kind->online;
    for (; form && form->change != ONLINE_NEVER; form++)
        if (form->change == ONLINE_ALTER && g_strcmp0(form->attribute, attribute) == 0)
            return true;
    return false;
}

/* Whether the change is made online with forms that disturb nothing of what depends on the object:
 * NOT NULL is no reason to drop an index before there is the next one. */
static bool disturbs_nothing(const Graph *graph, const Change *change) {
    if (change->type != CHANGE_ALTER || is_renamed(change) || !online_takes(graph, change))
        return false;
    const Kind *kind = change->new->kind;
    for (guint i = 0; kind->attrs[i].column; i++)
        if (change->differing >> i & 1 && !has_form(kind, kind->attrs[i].column))
            return false;
    return true;
}

/* The old object is dropped, or altered so as not to need it, before what it depends on is dropped.
 */
static void edge_old(Graph *graph, const Change *change, const Object *needed) {
    guint i = index_of(graph, change), n = index_of(graph, change_of_old(graph, needed));
    guint mine = graph->drop[i], theirs = graph->drop[n];
    if (mine == NO_NODE || theirs == NO_NODE || mine == theirs ||
        disturbs_nothing(graph, change_of_old(graph, needed)))
        return;
    bool alters = node_type(graph, mine) == NODE_ALTER;
    if (!(alters && node_type(graph, theirs) == NODE_ALTER))
        graph_edge(graph, mine, theirs);
    const Change *other = graph_node(graph, theirs)->change;
    if (other->aside && !alters && !graph_node(graph, mine)->change->aside)
        for (guint node = 0; node < graph->nodes->len; node++)
            if (node_type(graph, node) == NODE_ASIDE && graph_node(graph, node)->change == other)
                graph_edge(graph, mine, node);
}

/* Whether the object has to shrink before its parent can. */
static bool shrinks_first(const Change *change) {
    const char *size = change_kind(change)->within.shrinks_first;
    if (!size || change->type != CHANGE_ALTER)
        return false;
    const char *old = object_value(change->old, size), *new = object_value(change->new, size);
    return old && new &&g_ascii_strtoll(new, NULL, 10) < g_ascii_strtoll(old, NULL, 10);
}

/* The new object comes after what it needs. */
static void edge_new(Graph *graph, const Change *change, const Object *needed) {
    guint i = index_of(graph, change), n = index_of(graph, change_of_new(graph, needed));
    graph_edge(graph, graph->make[n], graph->make[i]);
}

/* What belongs to an inherited part of its table comes after the link that brings the part. */
static void edge_link(Graph *graph, const Change *change) {
    const Object *part = change->new->parent;
    const char *own = part ? part->kind->inheritance.own_if : NULL;
    const Change *link = own && part->origin && !object_value(part, own)
                             ? inheritance_made(graph, part, part->origin)
                             : NULL;
    guint make = make_of(graph, change);
    if (link && change_is_made(change) && make != make_of(graph, change_of_new(graph, part)))
        graph_edge(graph, make_of(graph, link), make);
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
        edge_link(graph, change);
        for (guint d = 0; d < change->new->dep_count; d++)
            if (!change->new->deps[d].severable)
                edge_new(graph, change, change->new->deps[d].object);
    }
}

/* A name is free before anything takes it again. */
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
            graph_add_node(graph, NODE_ASIDE, &diff->changes[i]);
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type != CHANGE_NONE)
            add_edges_of(graph, &diff->changes[i]);
    inheritance_edges(graph);
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
    if (node->type != NODE_DROP || kind->drops.late)
        return kind->rank;
    return -1000 - (kind->drops.rank ? kind->drops.rank : kind->rank);
}

static const Object *object_of(const Node *node) {
    return node->type == NODE_DROP || node->type == NODE_ASIDE ? node->change->old
                                                               : change_object(node->change);
}

/* The rank of the group that it stands in: its own, or that of what it comes right behind. */
static int group_rank(const Graph *graph, const Node *node) {
    const Object *root = object_root(object_of(node));
    bool beside = node->type == NODE_MAKE && change_kind(node->change)->rank <= KIND_RANK_BESIDE &&
                  change_is_made(change_of_new(graph, root));
    return beside ? root->kind->rank : rank_of(node);
}

static int compare_nodes(gconstpointer a, gconstpointer b, gpointer data) {
    const Graph *graph = data;
    const Node *one = graph_node(graph, *(const gint *)a);
    const Node *two = graph_node(graph, *(const gint *)b);
    int order = group_rank(graph, one) - group_rank(graph, two);
    const Object *first = object_of(one), *second = object_of(two);
    if (!order)
        order = strcmp(object_root(first)->identity, object_root(second)->identity);
    if (!order)
        order = rank_of(one) - rank_of(two);
    if (!order)
        order = first->ord - second->ord;
    if (!order)
        order = strcmp(first->kind->name, second->kind->name);
    if (!order)
        order = strcmp(first->identity, second->identity);
    return order ? order : (int)one->type - (int)two->type;
}

static gint compare_places(gconstpointer a, gconstpointer b, gpointer data) {
    (void)data;
    guint one = GPOINTER_TO_UINT(a), two = GPOINTER_TO_UINT(b);
    return one < two ? -1 : one > two;
}

/* Takes out the first of places in their order. */
static guint take_first(GSequence *places) {
    GSequenceIter *first = g_sequence_get_begin_iter(places);
    guint place = GPOINTER_TO_UINT(g_sequence_get(first));
    g_sequence_remove(first);
    return place;
}

/* The nodes in the order that they have where no edge says otherwise. Caller frees. */
static gint *preferred_order(Graph *graph) {
    guint count = graph->nodes->len;
    gint *preferred = g_new(gint, count + 1);
    for (guint i = 0; i < count; i++)
        preferred[i] = (gint)i;
    g_qsort_with_data(preferred, (gint)count, sizeof(gint), compare_nodes, graph);
    return preferred;
}

/* The nodes that may come next. */
typedef struct {
    const Graph *graph;
    const guint *place;  /* of each node in the preferred order */
    GSequence *anywhere; /* of places */
    GSequence *beside;   /* of places: those that come right behind `root` */
    const Object *root;  /* of the node that was placed last */
} Free;

static void set_free(Free *free, guint node) {
    const Node *one = graph_node(free->graph, node);
    bool beside =
        group_rank(free->graph, one) != rank_of(one) && object_root(object_of(one)) == free->root;
    g_sequence_insert_sorted(beside ? free->beside : free->anywhere,
                             GUINT_TO_POINTER(free->place[node]), compare_places, NULL);
}

static GSequence *next_free(const Free *free) {
    return g_sequence_is_empty(free->beside) ? free->anywhere : free->beside;
}

/* Kahn's algorithm. The nodes that stay blocked keep blockers > 0; returns how many were placed. */
static guint sort_once(Graph *graph) {
    guint count = graph->nodes->len, placed = 0;
    g_free(graph->order);
    graph->order = g_new(gint, count + 1);
    g_autofree gint *preferred = preferred_order(graph);
    g_autofree guint *place = g_new(guint, count + 1);
    g_autoptr(GSequence) anywhere = g_sequence_new(NULL), beside = g_sequence_new(NULL);
    Free free = {graph, place, anywhere, beside, NULL};
    for (guint i = 0; i < count; i++)
        place[preferred[i]] = i;
    for (guint i = 0; i < count; i++)
        if (graph_node(graph, i)->blockers == 0)
            set_free(&free, i);
    while (!g_sequence_is_empty(next_free(&free))) {
        guint next = (guint)preferred[take_first(next_free(&free))];
        graph->order[placed++] = (gint)next;
        free.root = object_root(object_of(graph_node(graph, next)));
        const GArray *after = graph_node(graph, next)->after;
        for (guint i = 0; i < after->len; i++) {
            guint later = g_array_index(after, guint, i);
            if (--graph_node(graph, later)->blockers == 0)
                set_free(&free, later);
        }
    }
    return placed;
}

static bool is_blocked(const Graph *graph, guint node) {
    return node != NO_NODE && graph_node(graph, node)->blockers > 0;
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
    if (graph->split[i] || (kind->data.loss == DATA_HOLDS) != with_data)
        return false;
    /* What is moved aside as a whole stays together. */
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

static guint blocked_after(const Graph *graph, guint node) {
    const GArray *after = graph_node(graph, node)->after;
    guint count = 0;
    for (guint i = 0; i < after->len; i++)
        count += is_blocked(graph, g_array_index(after, guint, i));
    return count;
}

/* Unblocks what only waits for a cycle, so that what is left is in one or between two. */
static void leave_cycles(Graph *graph) {
    for (bool more = true; more;) {
        more = false;
        for (guint i = graph->nodes->len; i-- > 0;)
            if (is_blocked(graph, i) && blocked_after(graph, i) == 0) {
                graph_node(graph, i)->blockers = 0;
                more = true;
            }
    }
}

/* Gives changes that are part of a cycle statements of their own: first those that can be added
 * later at no cost. */
static bool split_cycle(Graph *graph) {
    leave_cycles(graph);
    bool any = false;
    for (int with_data = 0; with_data < 2 && !any; with_data++)
        for (guint i = 0; i < graph->diff->count; i++)
            if (is_splittable(graph, i, with_data)) {
                graph->split[i] = true;
                any = true;
            }
    return any;
}

static void set_cycle_error(const Graph *graph, GError **error) {
    g_autoptr(GString) names = g_string_new(NULL);
    guint named = 0;
    for (guint i = 0; i < graph->nodes->len && named < 12; i++) {
        const Node *node = graph_node(graph, i);
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

/* Sorts the graph, again while cycles can be opened. */
static bool sort(Graph *graph, OrderEdges add_more, void *data) {
    for (guint attempt = 0; attempt < CYCLE_ATTEMPTS; attempt++) {
        graph_clear(graph);
        counters_mark(graph);
        nodes_add(graph);
        add_edges(graph);
        if (add_more)
            add_more(graph, data);
        if (sort_once(graph) == graph->nodes->len)
            return true;
        if (!split_cycle(graph))
            return false;
    }
    return false;
}

Graph *order_changes(const Diff *diff, GraphInline can_inline, OrderEdges add_more, void *data,
                     GError **error) {
    g_autoptr(Graph) graph = graph_new(diff, can_inline);
    inheritance_mark_alone(graph);
    parts_mark_lone(graph);
    branch_mark(graph);
    counters_pair(graph);
    find_names(graph);
    if (sort(graph, add_more, data))
        return g_steal_pointer(&graph);
    set_cycle_error(graph, error);
    return NULL;
}
