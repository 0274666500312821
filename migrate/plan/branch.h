/* Branches: partitions that the CREATE of their own table links to the parent table, CREATE TABLE …
 * PARTITION OF, and which have their columns, defaults and checks from there. Only for the planner.
 *
 * That takes a strong lock on the parent table, and the server decides what the partition looks
 * like: it is done only where the parent table is new, too, and where it comes to the same.
 */
#pragma once

#include "plan/graph.h"

/* Sets Graph.branch and Graph.apart. */
void branch_mark(Graph *graph);

/* What the table that `object` belongs to, in the new catalog, is a branch of; NULL: it is none. */
const Object *branch_parent(const Graph *graph, const Object *object);

/* Whether a branch has `object`, a part of it, from its parent table: columns and checks. */
bool branch_inherits(const Graph *graph, const Object *object);
