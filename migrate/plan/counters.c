#include "plan/counters.h"

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

/* The column that a counter counts, where it was there before. */
static bool comes_to_values(const Graph *graph, const Change *change) {
    const Object *column = change->new->parent;
    for (guint d = 0; !column && d < change->new->child_count; d++) {
        const Object *owner = change->new->children[d];
        if (owner->kind->facet && owner->dep_count && owner->deps[0].object->parent)
            column = owner->deps[0].object;
    }
    const Change *of = column ? change_of_new(graph, column) : NULL;
    return of && of->old && !change_is_made(of) &&
           !change_is_made(change_of_new(graph, object_root(column)));
}

static bool is_new_counter(const Graph *graph, const Change *change) {
    return change->type == CHANGE_CREATE &&
           change->new->kind->counter.fill && counted(change->new) &&
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
