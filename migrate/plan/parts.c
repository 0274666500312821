#include "plan/parts.h"

#include "plan/online.h"

/* What the link attaches its parent, a part, to; NULL: it is no such link. */
static const Object *attached_to(const Object *link) {
    const Object *whole = object_link_target(link);
    return whole && whole->kind->parts.whole_if ? whole : NULL;
}

/* By which the object is a part of another one; NULL: a part of none. */
static const Parent *whole_of(const Object *object) {
    guint count;
    const Parent *parents = object_parents(object, &count);
    return count && object->kind->parts.alike_by ? parents : NULL;
}

const Object *parts_whole(const Object *object) {
    const Parent *whole = whole_of(object);
    return whole ? whole->object : NULL;
}

static bool is_alike_part(const Object *one, const Object *two) {
    const char *likeness = one->kind->likeness.by;
    return one != two && one->kind == two->kind &&
           g_strcmp0(object_value(one, likeness), object_value(two, likeness)) == 0;
}

/* Whether it is a part, and stays one. */
static bool is_taken(const Graph *graph, const Object *sibling) {
    const Parent *whole = whole_of(sibling);
    return whole && change_of_new(graph, whole->link)->type == CHANGE_NONE;
}

/* Whether the server could attach another object of the table instead of the part. */
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

/* Whether a whole that comes to tables with rows is made part by part. */
static bool is_online(const Graph *graph, const Object *whole) {
    const Change *change = change_of_new(graph, whole);
    return change_is_made(change) && online_takes(graph, change);
}

void parts_mark_lone(Graph *graph) {
    const Catalog *new = graph->diff->new;
    for (guint i = 0; i < new->count; i++) {
        const Object *object = new->objects[i], *whole = attached_to(object);
        if (object->kind->parts.lone_if && object_value(object, object->kind->parts.whole_if) &&
            object_value(object, object->kind->parts.lone_if))
            set_lone(graph, object);
        if (whole && (is_contested(graph, object->parent) || is_online(graph, whole)))
            set_lone(graph, whole);
    }
}

bool parts_is_given(const Object *part, const Object *whole) {
    const Kind *kind = part->kind;
    bool given = kind == whole->kind && object_value(part, kind->parts.given_if) &&
                 g_strcmp0(object_value(part, kind->parts.alike_by),
                           object_value(whole, kind->parts.alike_by)) == 0;
    for (guint i = 0; given && kind->attrs[i].column; i++)
        given = kind->attrs[i].policy != ATTR_ALTER ||
                g_strcmp0(part->values[i], whole->values[i]) == 0;
    return given;
}

const Change *parts_maker(const Graph *graph, const Change *change) {
    const Object *new = change->new, *attached = attached_to(new);
    const Object *whole = attached ? attached : new->kind->parts.alike_by ? parts_whole(new) : NULL;
    const Change *maker = whole ? change_of_new(graph, whole) : NULL;
    bool makes = maker && change_is_made(maker) && !graph->lone[index_of(graph, maker)];
    return makes && (attached || parts_is_given(new, whole)) ? maker : NULL;
}

void parts_edges(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++) {
        const Change *change = &graph->diff->changes[i];
        const Object *part =
            change_is_made(change) && attached_to(change->new) ? change->new->parent : NULL;
        const Object *table = part ? change_of_new(graph, part->parent)->old : NULL;
        for (guint c = 0; table && c < table->child_count; c++) {
            const Change *sibling = change_of_old(graph, table->children[c]);
            if (is_alike_part(sibling->old, part) && change_is_dropped(sibling))
                graph_edge(graph, graph->drop[index_of(graph, sibling)], graph->make[i]);
        }
    }
}
