/* Graph: what has to happen before what. */
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
    bool *inlined;             /* made inside its parent's CREATE */
    bool *implied;             /* dropped along with something else */
    bool *alone;               /* dropped from its own table only: what inherits it stays */
    bool *lone;                /* a whole that is made without its parts, see parts.h */
    const Change **passed_on;  /* the counter that takes over the place of one that goes */
    const Change **taken_from; /* and the one that goes, by the one that comes */
    const Change **name_from;  /* what has to go before the change's object can take its name */
    bool *split;               /* may be neither: taken out to open a cycle */
    gint *order;               /* node indexes in their final order, when sorted */
} Graph;

Graph *graph_new(const Diff *diff, GraphInline can_inline);
void graph_free(Graph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Graph, graph_free)

/* The attributes of an inherited object that change along with those of its origin: bits as in
 * Change.differing. */
guint64 graph_carried_over(const Graph *graph, const Change *change);

/* `earlier` before `later`; indexes of nodes. */
void graph_edge(Graph *graph, guint earlier, guint later);

/* Sorts the nodes, stable on (drops first, rank, root, place, identity). Opens cycles by splitting
 * contracted changes. False, with the members' names, when one stays closed. `add_edges` (may be
 * NULL) adds the caller's own edges each time that the graph is built. */
typedef void (*GraphEdges)(Graph *graph, void *data);
bool graph_sort(Graph *graph, GraphEdges add_edges, void *data, GError **error);
