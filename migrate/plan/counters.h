/* Counters: sequences and identities, whose current value is in no definition. Only for the
 * planner.
 *
 * One that is dropped hands its value on to the one that is created for the same column, or for the
 * column of that name of the parent table that its own table is linked to. One that is created for
 * a column with values, without such a predecessor, goes on behind them.
 */
#pragma once

#include "plan/graph.h"

/* Sets Graph.counts and Graph.made_by: a new column can make its new counter with a word of its own
 * create. What is split has a statement of its own. After counters_pair(), and again whenever more
 * is split. */
void counters_mark(Graph *graph);

/* Sets Graph.successor and Graph.predecessor. */
void counters_pair(Graph *graph);

/* A value is saved before it is handed on. */
void counters_edges(Graph *graph);

/* The counters that have to go on behind values once `change` is made: its own, or those of the
 * parent table that it links a table with rows to. Appends them, as const Object*. */
void counters_to_fill(const Graph *graph, const Change *change, GPtrArray *out);
