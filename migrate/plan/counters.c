#include "plan/counters.h"

#include "plan/tie.h"

static const char *counted(const Object *object) {
    return object->kind->counts ? object_value(object, object->kind->counts) : NULL;
}

/* The table that `change` makes a part of another one, which is returned; NULL: it is no such tie.
 */
static const Object *tied_whole(const Change *change) {
    const Object *tie = change_is_made(change) && change->new->kind->facet ? change->new : NULL;
    if (!tie || !tie->parent || tie->parent->parent)
        return NULL;
    for (guint d = 0; d < tie->dep_count; d++)
        if (object_link(tie, tie->deps[d].object) == tie)
            return tie->deps[d].object;
    return NULL;
}

static void pair(Graph *graph, GHashTable *going, const char *column, const Change *comes) {
    const Change *goes = g_hash_table_lookup(going, column);
    guint i = index_of(graph, comes);
    if (!goes || graph->taken_from[i] || graph->passed_on[index_of(graph, goes)])
        return;
    graph->taken_from[i] = goes;
    graph->passed_on[index_of(graph, goes)] = comes;
}

/* The counters of the columns of `whole` that come, for those of the table that becomes a part. */
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
        const Object *whole = tied_whole(change);
        if (change->type == CHANGE_CREATE && counted(change->new))
            pair(graph, going, counted(change->new), change);
        if (whole)
            pair_through(graph, going, whole, change->new->parent);
    }
}

void counters_edges(Graph *graph) {
    for (guint i = 0; i < graph->diff->count; i++)
        if (graph->taken_from[i])
            graph_edge(graph, graph->drop[index_of(graph, graph->taken_from[i])], graph->make[i]);
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
    return change->type == CHANGE_CREATE && change->new->kind->fill && counted(change->new) &&
           !graph->taken_from[index_of(graph, change)];
}

void counters_to_fill(const Graph *graph, const Change *change, GPtrArray *out) {
    const Object *whole = tied_whole(change);
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
