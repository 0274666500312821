/* Parts: what a partitioned table's index or key has in the partitions. Only for the graph, which
 * this is a part of.
 *
 * The statement that makes a whole reaches every partition, those that the plan does not know, too:
 * it takes what is there and alike for the part, and makes what is not. So known parts come in that
 * statement, or, where their names or options are others than the server gives, before it. A whole
 * that lacks parts on purpose, or for which the server would take something else, is made alone;
 * its parts are attached one by one.
 */
#pragma once

#include "plan/graph.h"

/* What an object is a part of, in its own catalog; NULL: nothing. */
const Object *parts_whole(const Object *object);

/* Sets Graph.lone. */
void parts_mark_lone(Graph *graph);

/* The change whose statement makes `change`'s new object, a part or its tie to the whole; NULL: its
 * own does. */
const Change *parts_maker(const Graph *graph, const Change *change);

/* What goes is gone before the server looks for parts. */
void parts_edges(Graph *graph);
