#include "plan/branch.h"

#include "plan/parts.h"
#include <string.h>

/* The link by which a new table is a partition of another new one; NULL: it is none. */
static const Object *new_link(const Graph *graph, const Object *table) {
    guint count;
    const Parent *parents = object_parents(table, &count);
    const Object *link =
        count == 1 && parents->link->kind->inheritance.branches ? parents->link : NULL;
    bool both = link && parents->object->kind == table->kind &&
                change_of_new(graph, table)->type == CHANGE_CREATE &&
                change_of_new(graph, parents->object)->type == CHANGE_CREATE &&
                change_is_made(change_of_new(graph, link));
    return both ? link : NULL;
}

/* The next of the children that the server copies, from `*i` on; NULL: no more. */
static const Object *next_copied(const Object *object, guint *i) {
    while (*i < object->child_count) {
        const Object *child = object->children[(*i)++];
        if (child->kind->rank < KIND_RANK_BESIDE)
            return child;
    }
    return NULL;
}

static bool same_name_of(const Object *one, const Object *two, const char *attribute) {
    return !attribute || g_strcmp0(object_value(one, attribute), object_value(two, attribute)) == 0;
}

/* Whether a column is what its counterpart in the parent table is, with what it consists of. */
static bool is_same_column(const Object *column, const Object *origin) {
    if (g_strcmp0(column->name, origin->name) != 0 || !object_is_alike(column, origin) ||
        !same_name_of(column, origin, column->kind->inheritance.branches_by))
        return false;
    for (guint i = 0, o = 0;;) {
        const Object *mine = next_copied(column, &i), *its = next_copied(origin, &o);
        if (!mine || !its)
            return mine == its;
        if (mine->kind != its->kind || mine->kind->counter.of || !object_is_alike(mine, its))
            return false;
    }
}

static const Object *next_column(const Object *table, guint *i) {
    while (*i < table->child_count) {
        const Object *child = table->children[(*i)++];
        if (child->kind->inheritance.declared_if)
            return child;
    }
    return NULL;
}

static bool has_same_columns(const Object *table, const Object *parent) {
    for (guint i = 0, o = 0;;) {
        const Object *mine = next_column(table, &i), *its = next_column(parent, &o);
        if (!mine || !its)
            return mine == its;
        if (!is_same_column(mine, its))
            return false;
    }
}

/* A partition may get what is set of its parent table, such as the tablespace. */
static bool has_same_settings(const Object *table, const Object *parent) {
    for (guint i = 0; table->kind->attrs[i].column; i++)
        if (table->kind->attrs[i].policy == ATTR_ALTER && parent->values[i] &&
            g_strcmp0(table->values[i], parent->values[i]) != 0)
            return false;
    return true;
}

/* Whether each check of the table comes with the table or from its parent table. */
static bool has_plain_parts(const Graph *graph, const Object *table) {
    for (guint i = 0; i < table->child_count; i++) {
        const Object *child = table->children[i];
        if (child->origin && child->kind->inline_create && !graph->can_inline(child))
            return false;
    }
    return true;
}

static bool is_branch(const Graph *graph, const Object *table) {
    const Object *link = new_link(graph, table), *parent = link ? object_link_target(link) : NULL;
    return parent && has_same_columns(table, parent) && has_same_settings(table, parent) &&
           has_plain_parts(graph, table);
}

const Object *branch_parent(const Graph *graph, const Object *object) {
    const Object *table = object_root(object);
    guint count;
    return graph->branch[index_of(graph, change_of_new(graph, table))]
               ? object_parents(table, &count)->object
               : NULL;
}

bool branch_inherits(const Graph *graph, const Object *object) {
    const Object *parent = object->parent ? branch_parent(graph, object) : NULL;
    return parent && (object->origin || (object->kind->inheritance.inherited_if &&
                                         object_counterpart(parent, object)));
}

/* An index of a partition that does not come with it, and all that it is a part of. */
static void set_apart(Graph *graph, const Object *part) {
    for (; part; part = parts_whole(part))
        graph->apart[index_of(graph, change_of_new(graph, part))] = true;
}

void branch_mark(Graph *graph) {
    const Catalog *new = graph->diff->new;
    for (guint i = 0; i < new->count; i++)
        if (!new->objects[i]->parent)
            graph->branch[index_of(graph, change_of_new(graph, new->objects[i]))] =
                is_branch(graph, new->objects[i]);
    for (guint i = 0; i < new->count; i++) {
        const Object *part = new->objects[i], *whole = parts_whole(part);
        if (whole && !(branch_parent(graph, part) && parts_is_given(part, whole)))
            set_apart(graph, part);
    }
}
