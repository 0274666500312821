/* Ties: what INHERIT and ATTACH PARTITION, and their undoing, do to the objects of the tables that
 * they tie. Only for graph.c, which these are a part of. */
#pragma once

#include "plan/graph.h"

static inline guint index_of(const Graph *graph, const Change *change) {
    return (guint)(change - graph->diff->changes);
}

static inline const Change *change_of_old(const Graph *graph, const Object *object) {
    return graph->diff->of_old[object->index];
}

static inline const Change *change_of_new(const Graph *graph, const Object *object) {
    return graph->diff->of_new[object->index];
}

/* Whether what makes the origin leaves something else than `change` is to make. */
static inline bool differs_from_origin(const Change *change) {
    return change_is_made(change) && !change->new->kind->own_if &&
           !object_is_alike(change->new, change->new->origin);
}

/* The tie between the tables of two objects, when this plan cuts it: what belongs together until
 * then goes its own way. NULL: there is none. */
const Change *tie_cut(const Graph *graph, const Object *object, const Object *other);

/* The change by which an inherited object, which stays as it is, gets another origin: a tie that is
 * made, or the origin in a table to which it is tied already. NULL: there is none. */
const Change *tie_new(const Graph *graph, const Change *change);

/* Whether a new object of a table that stays comes from its origin, which is made once the two
 * tables are tied: that is the only way to have it by inheritance alone. */
bool tie_comes_first(const Graph *graph, const Change *change);

/* Whether a new object of a table that stays tied, or what it is a property of, is made before what
 * it is inherited from, which is new, too. */
bool tie_own_first(const Graph *graph, const Change *change);

/* Whether an object that goes along with what it is inherited from is left by that one's going,
 * because its table, which stays, declares it, too. */
bool tie_own_last(const Graph *graph, const Change *change);

/* The tie that is cut, and leaves a table what `change` is to create: a copy of an ancestor's.
 * NULL: none does. */
const Change *tie_leaves(const Graph *graph, const Change *change);

/* Puts ties and what they touch in order. */
void tie_edges(Graph *graph);
