#include "plan/graph.h"

Graph *graph_new(const Diff *diff, GraphInline can_inline) {
    Graph *graph = g_new0(Graph, 1);
    guint count = diff->count + 1;
    graph->diff = diff;
    graph->can_inline = can_inline;
    graph->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    graph->drop = g_new(guint, count);
    graph->make = g_new(guint, count);
    graph->inlined = g_new0(bool, count);
    graph->implied = g_new0(bool, count);
    graph->split = g_new0(bool, count);
    graph->alone = g_new0(bool, count);
    graph->lone = g_new0(bool, count);
    graph->branch = g_new0(bool, count);
    graph->apart = g_new0(bool, count);
    graph->counts = g_new0(bool, count);
    graph->made_by = g_new0(const Change *, count);
    graph->successor = g_new0(const Change *, count);
    graph->predecessor = g_new0(const Change *, count);
    graph->name_from = g_new0(const Change *, count);
    graph_clear(graph);
    return graph;
}

void graph_free(Graph *graph) {
    if (!graph)
        return;
    graph_clear(graph);
    g_array_unref(graph->nodes);
    gpointer owned[] = {graph->drop,        graph->make,      graph->inlined, graph->implied,
                        graph->split,       graph->alone,     graph->lone,    graph->successor,
                        graph->predecessor, graph->name_from, graph->order,   graph->branch,
                        graph->apart,       graph->counts,    graph->made_by};
    for (guint i = 0; i < G_N_ELEMENTS(owned); i++)
        g_free(owned[i]);
    g_free(graph);
}

void graph_clear(Graph *graph) {
    for (guint i = 0; i < graph->nodes->len; i++) {
        g_array_unref(graph_node(graph, i)->after);
        g_array_unref(graph_node(graph, i)->contents);
        g_array_unref(graph_node(graph, i)->makes);
    }
    g_array_set_size(graph->nodes, 0);
    for (guint i = 0; i < graph->diff->count; i++) {
        graph->drop[i] = graph->make[i] = NO_NODE;
        graph->inlined[i] = graph->implied[i] = false;
    }
}

guint graph_add_node(Graph *graph, NodeType type, const Change *change) {
    Node node = {.type = type,
                 .change = change,
                 .after = g_array_new(FALSE, FALSE, sizeof(guint)),
                 .contents = g_array_new(FALSE, FALSE, sizeof(guint)),
                 .makes = g_array_new(FALSE, FALSE, sizeof(guint))};
    g_array_append_val(graph->nodes, node);
    return graph->nodes->len - 1;
}

void graph_edge(Graph *graph, guint earlier, guint later) {
    if (earlier == later || earlier == NO_NODE || later == NO_NODE)
        return;
    g_array_append_val(graph_node(graph, earlier)->after, later);
    graph_node(graph, later)->blockers++;
}
