/* Online: the safe forms of kinds (KindOnline) in the place of statements that would make others
 * wait. Only for the planner.
 *
 * A form is chosen by what changes, never by what stands in a table. Whether it takes time under a
 * strong lock all the same is measured when it is rehearsed (compare/). Where the diff is not
 * online, no change has a form.
 */
#pragma once

#include "plan/graph.h"
#include "plan/plan.h"

/* The table of the old side that the change is about, if it stays and is changed online. */
const Object *online_takes(const Graph *graph, const Change *change);

/* The form of the change; NULL: none, its kind's templates say it. `attribute`: of ONLINE_ALTER.
 * ONLINE_REPLACE is of a change that is made for its own sake, and between whose two steps nothing
 * else has to happen. */
const KindOnline *online_form(const Graph *graph, const Change *change, OnlineChange what,
                              const char *attribute);

/* Appends the statements of the form's parts (of Sql), with their text in `arena`. */
void online_emit(Arena *arena, const Graph *graph, const KindOnline *form, const Change *change,
                 GArray *statements);

/* Sets the needs of the plan's steps. `last` is the step that each node has become. */
void online_needs(const Graph *graph, const guint *last, Plan *plan);
