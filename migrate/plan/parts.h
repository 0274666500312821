/* Parts: what the partitions have of a partitioned table's index or key. Only for the planner.
 *
 * The statement that creates a whole reaches every partition, also those that the plan does not
 * know: it attaches an equivalent index that is there, and creates what is not. So known parts come
 * with that statement, or, where their names or options are not what the server gives, before it. A
 * whole that lacks parts on purpose, or to which the server would attach something else, is created
 * alone, and its parts are attached one by one.
 */
#pragma once

#include "plan/graph.h"

/* What an object is a part of, in its own catalog; NULL: nothing. */
const Object *parts_whole(const Object *object);

/* Whether the server makes the part like this, under this name, when it makes the whole. */
bool parts_is_given(const Object *part, const Object *whole);

/* Sets Graph.lone. */
void parts_mark_lone(Graph *graph);

/* The change whose statement makes `change`'s new object, a part or its link to the whole; NULL:
 * its own does. */
const Change *parts_maker(const Graph *graph, const Change *change);

/* What is dropped is dropped before the server looks for parts. */
void parts_edges(Graph *graph);
