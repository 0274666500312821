#include "plan/parts.h"

#include "plan/tie.h"

/* What the facet ties its parent, a part, to; NULL: it is no such tie. */
static const Object *tied_to(const Object *facet) {
    if (!facet->kind->facet || !facet->parent || !facet->parent->kind->part_like)
        return NULL;
    for (guint d = 0; d < facet->dep_count; d++)
        if (facet->deps[d].object->parent && facet->deps[d].object->kind->has_parts_if)
            return facet->deps[d].object;
    return NULL;
}

static const Object *tie_of(const Object *object) {
    for (guint i = 0; i < object->child_count; i++)
        if (tied_to(object->children[i]))
            return object->children[i];
    return NULL;
}

const Object *parts_whole(const Object *object) {
    const Object *tie = tie_of(object);
    return tie ? tied_to(tie) : NULL;
}

static bool is_alike_part(const Object *one, const Object *two) {
    const char *likeness = one->kind->look_alike;
    return one != two && one->kind == two->kind &&
           g_strcmp0(object_value(one, likeness), object_value(two, likeness)) == 0;
}

/* Whether it is the part of something that stays so. */
static bool is_taken(const Graph *graph, const Object *sibling) {
    const Object *tie = tie_of(sibling);
    return tie && change_of_new(graph, tie)->type == CHANGE_NONE;
}

/* Whether the server could take another object of the table for the part. */
static bool is_contested(const Graph *graph, const Object *part) {
    for (guint i = 0; i < part->parent->child_count; i++) {
        const Object *sibling = part->parent->children[i];
        if (is_alike_part(sibling, part) && !is_taken(graph, sibling))
            return true;
    }
    return false;
}

static void set_lone(Graph *graph, const Object *whole) {
    for (; whole; whole = parts_whole(whole))
        graph->lone[index_of(graph, change_of_new(graph, whole))] = true;
}

void parts_mark_lone(Graph *graph) {
    const Catalog *new = graph->diff->new;
    for (guint i = 0; i < new->count; i++) {
        const Object *object = new->objects[i], *whole = tied_to(object);
        if (object->kind->lone_if && object_value(object, object->kind->has_parts_if) &&
            object_value(object, object->kind->lone_if))
            set_lone(graph, object);
        if (whole && is_contested(graph, object->parent))
            set_lone(graph, whole);
    }
}

/* Whether the server makes the part like this, under this name. */
static bool is_given(const Object *part, const Object *whole) {
    const Kind *kind = part->kind;
    bool given =
        kind == whole->kind && object_value(part, kind->given_if) &&
        g_strcmp0(object_value(part, kind->part_like), object_value(whole, kind->part_like)) == 0;
    for (guint i = 0; given && kind->attrs[i].column; i++)
        given = kind->attrs[i].policy != ATTR_ALTER ||
                g_strcmp0(part->values[i], whole->values[i]) == 0;
    return given;
}

const Change *parts_maker(const Graph *graph, const Change *change) {
    const Object *new = change->new, *tied = tied_to(new);
    const Object *whole = tied ? tied : new->kind->part_like ? parts_whole(new) : NULL;
    const Change *maker = whole ? change_of_new(graph, whole) : NULL;
    bool makes = maker && change_is_made(maker) && !graph->lone[index_of(graph, maker)];
    return makes && (tied || is_given(new, whole)) ? maker : NULL;
}

void parts_edges(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++) {
        const Change *change = &graph->diff->changes[i];
        const Object *tie = change_is_made(change) && tied_to(change->new) ? change->new : NULL;
        const Object *table = tie ? change_of_new(graph, tie->parent->parent)->old : NULL;
        for (guint c = 0; table && c < table->child_count; c++) {
            const Change *sibling = change_of_old(graph, table->children[c]);
            if (is_alike_part(sibling->old, tie->parent) && change_is_dropped(sibling))
                graph_edge(graph, graph->drop[index_of(graph, sibling)], graph->make[i]);
        }
    }
}
