/* Counters: sequences and identities, whose place is no part of their definition. Only for the
 * planner.
 *
 * One that goes passes its place on to the one that comes for the same column, or for the column of
 * that name of the table that its own becomes a part of. One that comes to values without such a
 * predecessor goes on behind them.
 */
#pragma once

#include "plan/graph.h"

/* Sets Graph.successor and Graph.predecessor. */
void counters_pair(Graph *graph);

/* A place is saved before it is taken. */
void counters_edges(Graph *graph);

/* What `change`, made in this step, brings values to: its own counter, or those of the table that
 * it ties another one to. Appends the counters, as const Object*. */
void counters_to_fill(const Graph *graph, const Change *change, GPtrArray *out);
