#include "plan/plan.h"

#include "plan/branch.h"
#include "plan/counters.h"
#include "plan/emit.h"
#include "plan/hazard.h"
#include "plan/inheritance.h"
#include "plan/online.h"
#include "plan/order.h"
#include <string.h>

struct Emit {
    Arena *arena;
    const Graph *graph;
    GArray *statements; /* of Sql: of the step that is being made */
    guint64 handled;    /* attributes that a hook took care of, or that the server does by itself */
    guint64 differing;  /* attributes that change */
    const Kind *kind;
    const char *aside;
};

void emit_sql(Emit *emit, const char *template, const Object *old, const Object *new,
              const char *argument) {
    g_return_if_fail(template != NULL);
    Scope scope = {.object = new, .old = old, .argument = argument, .aside = emit->aside};
    template_statements(emit->arena, template, &scope, emit->statements);
}

void emit_handled(Emit *emit, const char *attribute) {
    for (guint i = 0; emit->kind->attrs[i].column; i++)
        if (strcmp(emit->kind->attrs[i].column, attribute) == 0)
            emit->handled |= G_GUINT64_CONSTANT(1) << i;
}

bool emit_is_due(const Emit *emit, const char *attribute) {
    for (guint i = 0; emit->kind->attrs[i].column; i++)
        if (strcmp(emit->kind->attrs[i].column, attribute) == 0)
            return emit->differing >> i & ~(emit->handled >> i) & 1;
    return false;
}

bool emit_was_there(const Emit *emit, const Object *new) {
    return emit->graph->diff->of_new[new->index]->old;
}

static bool can_inline(const Object *object) {
    if (!object->kind->inline_create)
        return false;
    g_autoptr(Arena) arena = arena_new();
    Scope scope = {.object = object};
    return template_text(arena, object->kind->inline_create, &scope);
}

static guint change_index(const Emit *emit, const Object *new) {
    return (guint)(emit->graph->diff->of_new[new->index] - emit->graph->diff->changes);
}

static bool is_part(const Emit *emit, const Object *parent, const Object *child) {
    guint c = change_index(emit, child), p = change_index(emit, parent);
    return emit->graph->inlined[c] && child->kind->inline_create && !emit->graph->made_by[c] &&
           emit->graph->make[c] == emit->graph->make[p] && !branch_inherits(emit->graph, child);
}

static const char *inline_text(Emit *emit, const Object *object);

/* The inline children as one text; NULL when there are none. */
static const char *parts_of(Emit *emit, const Object *object) {
    if (!object->kind->separator)
        return NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        const char *part = is_part(emit, object, child) ? inline_text(emit, child) : NULL;
        if (part && *part)
            g_string_append_printf(text, "%s%s", text->len ? object->kind->separator : "", part);
    }
    return text->len ? arena_strdup(emit->arena, text->str) : NULL;
}

static const char *inline_text(Emit *emit, const Object *object) {
    Scope scope = {.object = object,
                   .counted = emit->graph->counts[change_index(emit, object)],
                   .parts = parts_of(emit, object)};
    return template_text(emit->arena, object->kind->inline_create, &scope);
}

/* `old` is what it replaces, or NULL. */
static void emit_create(Emit *emit, const Object *old, const Object *new) {
    if (!old && new->kind->hooks.make &&new->kind->hooks.make(emit, new))
        return;
    Scope scope = {.object = new,
                   .old = old,
                   .replace = old,
                   .lone = emit->graph->lone[change_index(emit, new)],
                   .branch = emit->graph->branch[change_index(emit, new)],
                   .counted = emit->graph->counts[change_index(emit, new)],
                   .parts = parts_of(emit, new)};
    template_statements(emit->arena, new->kind->create, &scope, emit->statements);
}

static const char *template_of(const Object *new, guint i) {
    const KindAttr *attr = &new->kind->attrs[i];
    return new->values[i] ? attr->set : attr->unset;
}

/* Whether the statement of attribute `i` is due, and no attribute before it has the same. */
static bool is_first_due(const Emit *emit, const Object *new, guint i) {
    guint64 due = emit->differing & ~emit->handled;
    if (new->kind->attrs[i].policy != ATTR_ALTER || !(due >> i & 1))
        return false;
    for (guint before = 0; before < i; before++)
        if (new->kind->attrs[before].policy == ATTR_ALTER && due >> before & 1 &&
            g_strcmp0(template_of(new, before), template_of(new, i)) == 0)
            return false;
    return true;
}

/* The parts of a safe form. */
static void emit_online(Emit *emit, const KindOnline *form, const Change *change) {
    online_emit(emit->arena, emit->graph, form, change, emit->statements);
}

static void emit_attribute(Emit *emit, const Object *old, const Object *new, guint i) {
    const Change *change = emit->graph->diff->of_new[new->index];
    const KindOnline *form =
        online_form(emit->graph, change, ONLINE_ALTER, new->kind->attrs[i].column);
    if (form)
        emit_online(emit, form, change);
    else
        emit_sql(emit, template_of(new, i), old, new, NULL);
}

static void emit_attributes(Emit *emit, const Object *old, const Object *new, guint64 differing,
                            guint64 carried) {
    const Kind *kind = new->kind;
    emit->kind = kind;
    emit->handled = carried;
    emit->differing = differing;
    if (kind->hooks.alter && kind->hooks.alter(emit, old, new))
        return;
    for (guint i = 0; kind->attrs[i].column; i++)
        if (is_first_due(emit, new, i))
            emit_attribute(emit, old, new, i);
}

/* A column that a new table only inherits may differ from its parent table's. */
static void emit_overrides(Emit *emit, const Object *object) {
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        if (!is_part(emit, object, child) || !child->origin || child->origin->kind != child->kind)
            continue;
        const char *text = inline_text(emit, child);
        guint64 differing = 0;
        for (guint a = 0; text && !*text && child->kind->attrs[a].column; a++)
            if (child->kind->attrs[a].policy == ATTR_ALTER &&
                g_strcmp0(child->values[a], child->origin->values[a]) != 0)
                differing |= G_GUINT64_CONSTANT(1) << a;
        if (differing)
            emit_attributes(emit, child->origin, child, differing, 0);
    }
}

/* A name that no user's object has, the same in every run, and whatever else there is: it counts
 * what changes. */
static const char *aside_name(const Emit *emit, const Change *change) {
    const Diff *diff = emit->graph->diff;
    guint number = 1;
    for (guint i = 0; i < change->old->index; i++)
        number += diff->of_old[i]->type != CHANGE_NONE;
    return arena_printf(emit->arena, "migrate_aside_%u", number);
}

/* Saves the value of the counter `goes`, or brings it back in `comes`; they may be one change. */
static void emit_value(Emit *emit, const Change *goes, const Change *comes, bool saves) {
    const Kind *kind = saves ? goes->old->kind : comes->new->kind;
    Scope scope = {.object = saves ? goes->old : comes->new,
                   .old = goes->old,
                   .aside = aside_name(emit, goes)};
    template_statements(emit->arena, saves ? kind->counter.save : kind->counter.restore, &scope,
                        emit->statements);
}

/* Saves, or brings back, the values of the counters that this node drops or makes, where they come
 * back or hand their value on. */
static void emit_values(Emit *emit, const GArray *changes, bool saves) {
    const Graph *graph = emit->graph;
    for (guint i = 0; i < changes->len; i++) {
        guint c = g_array_index(changes, guint, i);
        const Change *change = &graph->diff->changes[c];
        const Change *other = saves ? graph->successor[c] : graph->predecessor[c];
        if (change->type == CHANGE_RECREATE && change_kind(change)->counter.save)
            emit_value(emit, change, change, saves);
        else if (other)
            emit_value(emit, saves ? change : other, saves ? other : change, saves);
    }
}

static void emit_fills(Emit *emit, const GArray *makes) {
    g_autoptr(GPtrArray) counters = g_ptr_array_new();
    for (guint i = 0; i < makes->len; i++)
        counters_to_fill(emit->graph, &emit->graph->diff->changes[g_array_index(makes, guint, i)],
                         counters);
    for (guint i = 0; i < counters->len; i++) {
        const Object *counter = counters->pdata[i];
        emit_sql(emit, counter->kind->counter.fill, NULL, counter, NULL);
    }
}

/* What is attached to a shell and goes in its own drop, as its links write it; NULL: nothing. */
static const char *parts_along(Emit *emit, const Node *node) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < node->contents->len; i++) {
        const Change *change = &emit->graph->diff->changes[g_array_index(node->contents, guint, i)];
        const Object *link = change->old, *root = object_root(link);
        const char *part =
            link->kind->facet && link->parent == root ? object_value(link, "part") : NULL;
        if (part)
            g_string_append_printf(text, "%s%s", text->len ? ", " : "", part);
    }
    return text->len ? arena_strdup(emit->arena, text->str) : NULL;
}

/* Stops the run where something that the plan does not know would go along with a shell. False:
 * this is none. */
static bool emit_guard(Emit *emit, const Node *node) {
    const Object *old = node->change->old;
    if (!old->kind->data.guard || !object_value(old, old->kind->data.shell_if))
        return false;
    Scope scope = {.object = old, .along = parts_along(emit, node)};
    return template_statements(emit->arena, old->kind->data.guard, &scope, emit->statements);
}

static void emit_drop(Emit *emit, const Change *change) {
    const Graph *graph = emit->graph;
    const KindOnline *form = online_form(graph, change, ONLINE_DROP, NULL);
    if (online_form(graph, change, ONLINE_REPLACE, NULL))
        return;
    if (form) {
        emit_online(emit, form, change);
        return;
    }
    Scope scope = {.object = change->old,
                   .aside = emit->aside,
                   .alone = graph->alone[change - graph->diff->changes]};
    template_statements(emit->arena,
                        change->aside ? change->old->kind->aside.drop : change->old->kind->drop,
                        &scope, emit->statements);
}

static void emit_make(Emit *emit, const Change *change) {
    const KindOnline *form = online_form(emit->graph, change, ONLINE_REPLACE, NULL);
    if (!form)
        form = online_form(emit->graph, change, ONLINE_CREATE, NULL);
    if (form)
        emit_online(emit, form, change);
    else
        emit_create(emit, NULL, change->new);
}

static void emit_node(Emit *emit, const Node *node) {
    const Change *change = node->change;
    const Kind *kind = change_kind(change);
    switch (node->type) {
    case NODE_DROP:
        emit_values(emit, node->contents, true);
        emit_drop(emit, change);
        break;
    case NODE_ASIDE:
        emit_sql(emit, kind->aside.move, NULL, change->old, NULL);
        break;
    case NODE_MAKE:
        emit_make(emit, change);
        emit_overrides(emit, change->new);
        emit_values(emit, node->makes, false);
        emit_fills(emit, node->makes);
        break;
    case NODE_ALTER:
        if (change->adopt)
            emit_sql(emit, kind->aside.adopt, change->old, change->new, NULL);
        if (change->replace)
            emit_create(emit, change->old, change->new);
        emit_attributes(emit, change->old, change->new, change->differing,
                        inheritance_carries(emit->graph, change));
        break;
    }
}

/* What was emitted, as a step of its own. */
static void end_step(Emit *emit, StepType type, const Change *change, const Object *object,
                     const GArray *hazards, Plan *plan) {
    plan->steps[plan->count++] =
        (Step){.type = type,
               .change = change,
               .label = object_label(emit->arena, object),
               .statements = arena_memdup(emit->arena, emit->statements->data,
                                          emit->statements->len, sizeof(Sql)),
               .statement_count = emit->statements->len,
               .hazards = arena_memdup(emit->arena, hazards->data, hazards->len, sizeof(Hazard)),
               .hazard_count = hazards->len};
    g_array_set_size(emit->statements, 0);
}

static void build_step(Emit *emit, guint index, Plan *plan) {
    static const StepType types[] = {STEP_DROP, STEP_ALTER, STEP_ALTER, STEP_CREATE};
    const Node *node = &g_array_index(emit->graph->nodes, Node, index);
    const Change *change = node->change;
    g_autoptr(GArray) hazards = g_array_new(FALSE, FALSE, sizeof(Hazard));
    if (node->type == NODE_DROP && emit_guard(emit, node))
        end_step(emit, STEP_ALTER, change, change->old, hazards, plan);
    emit->aside = change->aside ? aside_name(emit, change) : NULL;
    emit_node(emit, node);
    hazards_of_node(emit->arena, emit->graph, index, hazards);
    const Object *object = node->type == NODE_DROP ? change->old : change_object(change);
    end_step(emit, types[node->type], change, object, hazards, plan);
}

typedef struct {
    const GArray *hints;
    GHashTable *makers; /* label → node + 1 */
    Arena *arena;
} Hints;

static void index_makers(const Graph *graph, Hints *hints) {
    g_hash_table_remove_all(hints->makers);
    for (guint i = 0; i < graph->diff->count; i++) {
        const Change *change = &graph->diff->changes[i];
        if (change->new && graph->make[i] != NO_NODE)
            g_hash_table_insert(hints->makers, (gpointer)object_label(hints->arena, change->new),
                                GUINT_TO_POINTER(graph->make[i] + 1));
    }
}

static void add_hints(Graph *graph, void *data) {
    Hints *hints = data;
    index_makers(graph, hints);
    for (guint i = 0; i < hints->hints->len; i++) {
        const PlanHint *hint = &g_array_index(hints->hints, PlanHint, i);
        gpointer earlier = g_hash_table_lookup(hints->makers, hint->earlier);
        gpointer later = g_hash_table_lookup(hints->makers, hint->later);
        if (earlier && later)
            graph_edge(graph, GPOINTER_TO_UINT(earlier) - 1, GPOINTER_TO_UINT(later) - 1);
    }
}

static Graph *order(const Diff *diff, const GArray *given, GError **error) {
    if (!given || !given->len)
        return order_changes(diff, can_inline, NULL, NULL, error);
    Hints hints = {given, g_hash_table_new(g_str_hash, g_str_equal), arena_new()};
    Graph *graph = order_changes(diff, can_inline, add_hints, &hints, error);
    g_hash_table_unref(hints.makers);
    arena_free(hints.arena);
    return graph;
}

Plan *plan_build(const Diff *diff, const GArray *hints, GError **error) {
    g_autoptr(Graph) graph = order(diff, hints, error);
    if (!graph)
        return NULL;
    Arena *arena = arena_new();
    Plan *plan = ARENA_NEW(arena, Plan);
    plan->arena = arena;
    plan->steps = arena_alloc(arena, (2 * graph->nodes->len + 1) * sizeof(Step));
    Emit emit = {
        .arena = arena, .graph = graph, .statements = g_array_new(FALSE, FALSE, sizeof(Sql))};
    g_autofree guint *last = g_new(guint, graph->nodes->len + 1);
    for (guint i = 0; i < graph->nodes->len; i++) {
        build_step(&emit, (guint)graph->order[i], plan);
        last[graph->order[i]] = plan->count - 1;
    }
    if (diff->online)
        online_needs(graph, last, plan);
    g_array_unref(emit.statements);
    return plan;
}

void plan_free(Plan *plan) {
    if (plan)
        arena_free(plan->arena);
}
