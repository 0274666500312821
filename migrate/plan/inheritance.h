/* Inheritance: what INHERIT and ATTACH PARTITION, and NO INHERIT and DETACH PARTITION, do to the
 * objects of the tables that they link (manual: Inheritance; Table Partitioning; ALTER TABLE).
 *
 * A link is the object that says that a child table inherits from a parent table. An inherited
 * object's origin is its counterpart in a parent table. Only for the planner.
 */
#pragma once

#include "plan/graph.h"

/* Whether making the origin leaves something else than `change` is to make. */
static inline bool differs_from_origin(const Change *change) {
    return change_is_made(change) && !change->new->kind->inheritance.own_if &&
           !object_is_alike(change->new, change->new->origin);
}

/* Sets Graph.alone. */
void inheritance_mark_alone(Graph *graph);

/* Whether PostgreSQL makes `change` by itself when the origin is changed. */
bool inheritance_does(const Graph *graph, const Change *change);

/* The attributes of an inherited object that change along with those of its origin: bits as in
 * Change.differing. */
guint64 inheritance_carries(const Graph *graph, const Change *change);

/* The link between the tables of two old objects, when the plan removes it and the first one's
 * table stays: what belongs together until then goes its own way. NULL: none. */
const Change *inheritance_cut(const Graph *graph, const Object *object, const Object *other);

/* The link between the tables of a new object and its origin, when the plan makes it; or NULL. */
const Change *inheritance_made(const Graph *graph, const Object *object, const Object *origin);

/* The change by which an inherited object, which stays as it is, gets another origin: a link that
 * is made, or the origin in a table that is its parent table already. NULL: none. */
const Change *inheritance_next(const Graph *graph, const Change *change);

/* Whether a new object of a table that stays comes from its origin, which is made once the two
 * tables are linked: that is the only way to have it by inheritance alone. */
bool inheritance_comes_first(const Graph *graph, const Change *change);

/* Whether a new object of a table that stays linked, or what it is a property of, is made before
 * its origin, which is new, too. */
bool inheritance_declares_first(const Graph *graph, const Change *change);

/* Whether an old object stays in its table, which declares it, too, when its origin is dropped. */
bool inheritance_outlasts(const Graph *graph, const Change *change);

/* The link that is removed and leaves the detached partition what `change` is to create: its own
 * copy of the parent table's. NULL: none does. */
const Change *inheritance_keeps(const Graph *graph, const Change *change);

/* inheritance_edges.c: adds what has to come before what, and after it. */
void inheritance_edges(Graph *graph);
