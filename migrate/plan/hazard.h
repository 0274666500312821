/* Hazards: what is dangerous about a change. */
#pragma once

#include "plan/graph.h"
#include "plan/plan.h"

/* The hazards of the step that `node` becomes, appended to `hazards` (of Hazard); text lives in
 * `arena`. */
void hazards_of_node(Arena *arena, const Graph *graph, guint node, GArray *hazards);
