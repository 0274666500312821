/* Order: what comes before what, and the one order that follows from it. */
#pragma once

#include "plan/graph.h"

/* Adds the caller's own edges, each time that the graph is built. */
typedef void (*OrderEdges)(Graph *graph, void *data);

/* The nodes of a rebuilt diff in an order that works, stable on (drops first, rank, root, place,
 * identity). Opens cycles by splitting contracted changes. NULL, with the members' names, when one
 * stays closed. `add_edges` may be NULL. The diff must outlive the graph; the caller frees it. */
Graph *order_changes(const Diff *diff, GraphInline can_inline, OrderEdges add_edges, void *data,
                     GError **error);
