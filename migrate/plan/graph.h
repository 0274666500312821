/* Graph: what has to happen before what. A node is a statement, or a few that belong together; an
 * edge says that one comes before another. This file only holds them. Which changes share a node is
 * decided in nodes.h; inheritance.h, parts.h, counters.h and order.h add edges.
 */
#pragma once

#include "diff/diff.h"

typedef enum { NODE_DROP, NODE_ASIDE, NODE_ALTER, NODE_MAKE } NodeType;

typedef struct Node {
    NodeType type;
    const Change *change;
    GArray *after;    /* of guint: nodes that come later */
    guint blockers;   /* nodes that have to come first */
    GArray *contents; /* of guint: changes whose drop happens in this node, its own too */
    GArray *makes;    /* the same of what is made */
} Node;

/* How the changes become nodes. A change without a node of its own happens inside another's (an
 * inline column, an index that goes with its table) or not at all. Indexes are those of
 * Diff.changes; NO_NODE where there is none. */
enum { NO_NODE = G_MAXUINT };

/* Whether the parent's CREATE can make the object; asked of the emitter, because templates decide.
 */
typedef bool (*GraphInline)(const Object *object);

typedef struct {
    const Diff *diff;
    GraphInline can_inline;
    GArray *nodes; /* of Node */
    guint *drop,
        *make; /* the node that drops or makes the change's object, its own or its container's */
    bool *inlined;              /* made inside its parent's CREATE */
    bool *implied;              /* dropped along with something else */
    bool *alone;                /* dropped from its own table only: child tables keep theirs */
    bool *branch;               /* a partition that its CREATE links, see branch.h */
    bool *apart;                /* an index whose parts do not all come with their tables */
    bool *lone;                 /* an index that is made without its parts, see parts.h */
    bool *counts;               /* a column whose create makes its counter, see counters.h */
    const Change **made_by;     /* what such a create makes: the column's change */
    const Change **successor;   /* the counter that goes on where this one stopped */
    const Change **predecessor; /* the counter that this one goes on from */
    const Change **name_from;   /* what has to go before the change's object can take its name */
    bool *split;                /* may be neither inlined nor implied: taken out to open a cycle */
    gint *order;                /* node indexes in their final order, when sorted */
} Graph;

/* Without nodes. The diff must outlive the graph; the caller frees it. */
Graph *graph_new(const Diff *diff, GraphInline can_inline);
void graph_free(Graph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Graph, graph_free)

/* Takes out all nodes and edges; what is known about the changes stays. */
void graph_clear(Graph *graph);

/* The index of a new node. */
guint graph_add_node(Graph *graph, NodeType type, const Change *change);

/* `earlier` before `later`; indexes of nodes. Nothing when either is NO_NODE or both are the same.
 */
void graph_edge(Graph *graph, guint earlier, guint later);

static inline Node *graph_node(const Graph *graph, guint index) {
    return &g_array_index(graph->nodes, Node, index);
}

static inline guint index_of(const Graph *graph, const Change *change) {
    return (guint)(change - graph->diff->changes);
}

static inline const Change *change_of_old(const Graph *graph, const Object *object) {
    return graph->diff->of_old[object->index];
}

static inline const Change *change_of_new(const Graph *graph, const Object *object) {
    return graph->diff->of_new[object->index];
}

/* The nodes in which a change's old object goes, and its new one comes. */
static inline guint drop_of(const Graph *graph, const Change *change) {
    return graph->drop[index_of(graph, change)];
}

static inline guint make_of(const Graph *graph, const Change *change) {
    return graph->make[index_of(graph, change)];
}
