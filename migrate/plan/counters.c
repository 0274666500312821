#include "plan/counters.h"

#include <string.h>

static const char *counted(const Object *object) {
    return object->kind->counter.of ? object_value(object, object->kind->counter.of) : NULL;
}

/* The parent table that `change` links a table to; NULL: it is no such link. */
static const Object *linked_to(const Change *change) {
    const Object *parent = change_is_made(change) ? object_link_target(change->new) : NULL;
    return parent && !parent->parent ? parent : NULL;
}

static void pair(Graph *graph, GHashTable *going, const char *column, const Change *comes) {
    const Change *goes = g_hash_table_lookup(going, column);
    guint i = index_of(graph, comes);
    if (!goes || graph->predecessor[i] || graph->successor[index_of(graph, goes)])
        return;
    graph->predecessor[i] = goes;
    graph->successor[index_of(graph, goes)] = comes;
}

/* The new counters of the columns of `whole`, for those of the table that is attached to it. */
static void pair_through(Graph *graph, GHashTable *going, const Object *whole, const Object *part) {
    for (guint c = 0; c < whole->child_count; c++) {
        const Object *column = whole->children[c];
        for (guint i = 0; i < column->child_count; i++) {
            const Object *counter = column->children[i];
            g_autofree char *of_part = g_strdup_printf("%s.%s", part->identity, column->name);
            if (counted(counter) && change_of_new(graph, counter)->type == CHANGE_CREATE)
                pair(graph, going, of_part, change_of_new(graph, counter));
        }
    }
}

void counters_pair(Graph *graph) {
    const Diff *diff = graph->diff;
    g_autoptr(GHashTable) going = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < diff->count; i++)
        if (diff->changes[i].type == CHANGE_DROP && counted(diff->changes[i].old))
            g_hash_table_insert(going, (gpointer)counted(diff->changes[i].old), &diff->changes[i]);
    for (guint i = 0; i < diff->count; i++) {
        const Change *change = &diff->changes[i];
        const Object *whole = linked_to(change);
        if (change->type == CHANGE_CREATE && counted(change->new))
            pair(graph, going, counted(change->new), change);
        if (whole)
            pair_through(graph, going, whole, change->new->parent);
    }
}

void counters_edges(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++)
        if (graph->predecessor[i])
            graph_edge(graph, graph->drop[index_of(graph, graph->predecessor[i])], graph->make[i]);
}

/* The facet by which a column owns a counter; NULL: none does. */
static const Object *owner_link(const Object *counter) {
    for (guint i = 0; i < counter->child_count; i++) {
        const Object *link = counter->children[i];
        if (link->kind->facet && link->dep_count && link->deps[0].object->parent)
            return link;
    }
    return NULL;
}

/* What the column has by which it takes its values from the counter. */
static const Object *default_from(const Object *column, const Object *counter) {
    for (guint i = 0; i < column->child_count; i++)
        for (guint d = 0; d < column->children[i]->dep_count; d++)
            if (column->children[i]->deps[d].object == counter)
                return column->children[i];
    return NULL;
}

/* Whether the object is new, and may come inside another one's statement. */
static bool is_free(const Graph *graph, const Object *object) {
    guint i = object ? index_of(graph, change_of_new(graph, object)) : 0;
    return object && graph->diff->changes[i].type == CHANGE_CREATE && !graph->split[i];
}

static void mark(Graph *graph, const Object *counter) {
    const Object *link = owner_link(counter), *column = link ? link->deps[0].object : NULL;
    const Object *from = column ? default_from(column, counter) : NULL;
    if (!from || !object_value(column, counter->kind->counter.word) || !is_free(graph, counter) ||
        !is_free(graph, link) || !is_free(graph, from) ||
        change_of_new(graph, column)->type != CHANGE_CREATE)
        return;
    const Object *made[] = {counter, link, from};
    const Change *by = change_of_new(graph, column);
    graph->counts[index_of(graph, by)] = true;
    for (guint i = 0; i < G_N_ELEMENTS(made); i++)
        graph->made_by[index_of(graph, change_of_new(graph, made[i]))] = by;
}

void counters_mark(Graph *graph) {
    guint count = graph->diff->count;
    memset(graph->counts, 0, count * sizeof(*graph->counts));
    memset(graph->made_by, 0, count * sizeof(*graph->made_by));
    for (guint i = 0; i < count; i++) {
        const Object *new = graph->diff->changes[i].new;
        if (new &&new->kind->counter.word && !graph->predecessor[i])
            mark(graph, new);
    }
}

/* The column that a counter counts, where it was there before. */
static bool comes_to_values(const Graph *graph, const Change *change) {
    const Object *column = change->new->parent;
    const Object *link = column ? NULL : owner_link(change->new);
    column = link ? link->deps[0].object : column;
    const Change *of = column ? change_of_new(graph, column) : NULL;
    return of && of->old && !change_is_made(of) &&
           !change_is_made(change_of_new(graph, object_root(column)));
}

static bool is_new_counter(const Graph *graph, const Change *change) {
    return change->type == CHANGE_CREATE &&
           change->new->kind->counter.fill &&counted(change->new) &&
           !graph->predecessor[index_of(graph, change)];
}

void counters_to_fill(const Graph *graph, const Change *change, GPtrArray *out) {
    const Object *whole = linked_to(change);
    if (is_new_counter(graph, change) && comes_to_values(graph, change))
        g_ptr_array_add(out, (gpointer)change->new);
    if (!whole || !change_of_new(graph, change->new->parent)->old)
        return;
    for (guint c = 0; c < whole->child_count; c++)
        for (guint i = 0; i < whole->children[c]->child_count; i++) {
            const Object *counter = whole->children[c]->children[i];
            if (is_new_counter(graph, change_of_new(graph, counter)))
                g_ptr_array_add(out, (gpointer)counter);
        }
}
