#include "plan/hazard.h"

/* Whether the loss is the object's own: not that of a container that is reported anyway, and not
 * that of a type whose values move over. */
static bool loses_itself(const Graph *graph, const Change *change) {
    const Diff *diff = graph->diff;
    if (!object_holds_data(change->old))
        return false;
    if (change->type == CHANGE_RECREATE)
        return !change->cause && change_holds_data(change);
    if (change->type != CHANGE_DROP || graph->successor[change - diff->changes])
        return false;
    const Object *old = change->old;
    if (old->parent && diff->of_old[old->parent->index]->type == CHANGE_DROP)
        return false;
    for (guint i = 0; i < old->dep_count; i++) {
        const Dep *dep = &old->deps[i];
        if (dep->severable && dep->object->parent && graph->implied[change - diff->changes])
            return false;
    }
    return true;
}

static void add(GArray *hazards, const char *code, const char *identity, const char *message) {
    Hazard hazard = {code, identity, message, true};
    g_array_append_val(hazards, hazard);
}

static const char *words(Arena *arena, const char *column) {
    g_autofree char *text = g_strdelimit(g_strdup(column), "_", ' ');
    return arena_strdup(arena, text);
}

/* Why the object cannot stay, and how a user keeps what it holds: the end of a sentence. */
static const char *cause_of(Arena *arena, const Change *change) {
    const Kind *kind = change->new->kind;
    for (guint i = 0; kind->attrs[i].column; i++) {
        const KindAttr *attr = &kind->attrs[i];
        const char *old = change->old->values[i], *new = change->new->values[i];
        if (!(change->differing >> i & 1) ||
            (attr->policy == ATTR_ALTER && (new ? attr->set : attr->unset)))
            continue;
        const char *keeping =
            kind->hooks.loses ? kind->hooks.loses(change->old, change->new) : NULL;
        return arena_printf(arena, ", because PostgreSQL cannot change its %s from %s to %s%s%s",
                            words(arena, attr->column), old ? old : "none", new ? new : "none",
                            keeping ? "; " : "", keeping ? keeping : "");
    }
    return "";
}

static void add_drop(Arena *arena, const Change *change, GArray *hazards) {
    const char *label = object_label(arena, change->old);
    add(hazards, "data-loss", change->old->identity,
        change->type == CHANGE_RECREATE
            ? arena_printf(arena, "drops %s with what it holds and creates it again%s", label,
                           cause_of(arena, change))
            : arena_printf(arena, "drops %s and what it holds", label));
}

/* The values of a type that was moved aside move to the new type through their text. */
static void add_move(Arena *arena, const Change *change, GArray *hazards) {
    const Kind *kind = change_kind(change);
    const char *loss =
        change->new && kind->hooks.loses ? kind->hooks.loses(change->old, change->new) : NULL;
    if (loss)
        add(hazards, "data-loss", change->new->identity,
            arena_printf(arena, "moves values to another %s: %s", object_label(arena, change->new),
                         loss));
}

static void add_alter(Arena *arena, const Change *change, GArray *hazards) {
    const Kind *kind = change->new->kind;
    const char *loss = kind->hooks.loses ? kind->hooks.loses(change->old, change->new) : NULL;
    if (loss)
        add(hazards, "data-loss", change->new->identity,
            arena_printf(arena, "changes the type of %s from %s to %s: %s",
                         object_label(arena, change->new), object_value(change->old, "type"),
                         object_value(change->new, "type"), loss));
}

void hazards_of_node(Arena *arena, const Graph *graph, guint node, GArray *hazards) {
    const Node *at = &g_array_index(graph->nodes, Node, node);
    if (at->type == NODE_ALTER)
        add_alter(arena, at->change, hazards);
    if (at->type != NODE_DROP)
        return;
    for (guint i = 0; i < at->contents->len; i++) {
        const Change *change = &graph->diff->changes[g_array_index(at->contents, guint, i)];
        if (at->change->aside)
            add_move(arena, change, hazards);
        if (loses_itself(graph, change))
            add_drop(arena, change, hazards);
    }
}
