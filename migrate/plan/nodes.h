/* Nodes: which changes have a statement of their own, and which happen inside another's. */
#pragma once

#include "plan/graph.h"

/* Adds the nodes of all changes to a graph that has none; sets Graph.drop, make, inlined and
 * implied. Changes that are split have nodes of their own. */
void nodes_add(Graph *graph);
