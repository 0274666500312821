#include "plan/online.h"

#include <string.h>

static const Object *taken(const Diff *diff, const Change *of) {
    bool takes = of->old && of->new && !change_is_made(of) &&
                 diff->online->takes(of->old, diff->online->data);
    return takes ? of->old : NULL;
}

/* The table that the object, of the new side or the old one, is a part of. */
static const Object *taken_root(const Diff *diff, const Object *object, bool is_new) {
    guint index = object_root(object)->index;
    return taken(diff, is_new ? diff->of_new[index] : diff->of_old[index]);
}

const Object *online_takes(const Graph *graph, const Change *change) {
    const Diff *diff = graph->diff;
    if (!diff->online)
        return NULL;
    bool is_new = change->new && !change->old;
    const Object *object = is_new ? change->new : change->old;
    const Object *table = taken_root(diff, object, is_new), *target = object_link_target(object);
    return !table && target ? taken_root(diff, target, is_new) : table;
}

static bool holds(const Graph *graph, const KindOnline *form, const Change *change,
                  OnlineChange what) {
    if (!form->holds)
        return true;
    g_autoptr(Arena) arena = arena_new();
    Scope scope = {.object = what == ONLINE_DROP ? change->old : change_object(change),
                   .old = change->old,
                   .counted = graph->counts[index_of(graph, change)]};
    return template_text(arena, form->holds, &scope);
}

/* Whether `to` can be reached from `from` other than by the edge between the two. */
static bool leads_to(const Graph *graph, guint from, guint to, bool *seen, bool directly) {
    const GArray *after = graph_node(graph, from)->after;
    for (guint i = 0; i < after->len; i++) {
        guint next = g_array_index(after, guint, i);
        if (next == to && directly)
            return true;
        if (next == to || seen[next])
            continue;
        seen[next] = true;
        if (leads_to(graph, next, to, seen, true))
            return true;
    }
    return false;
}

/* Whether the old object can stay until the new one is there. */
static bool is_replaced(const Graph *graph, const Change *change) {
    if (change->type != CHANGE_RECREATE || change->cause || change->aside)
        return false;
    guint drop = drop_of(graph, change), make = make_of(graph, change);
    if (drop == NO_NODE || make == NO_NODE || graph_node(graph, drop)->change != change ||
        graph_node(graph, make)->change != change)
        return false;
    g_autofree bool *seen = g_new0(bool, graph->nodes->len);
    return !leads_to(graph, drop, make, seen, false);
}

const KindOnline *online_form(const Graph *graph, const Change *change, OnlineChange what,
                              const char *attribute) {
    const KindOnline *form = change_kind(change)->online;
    if (!form || !online_takes(graph, change) ||
        (what == ONLINE_REPLACE && !is_replaced(graph, change)))
        return NULL;
    for (; form->change != ONLINE_NEVER; form++)
        if (form->change == what && g_strcmp0(form->attribute, attribute) == 0 &&
            holds(graph, form, change, what))
            return form;
    return NULL;
}

/* --- the statements */

static void add_leaves(const Catalog *catalog, const Object *table, GPtrArray *leaves) {
    guint before = leaves->len;
    for (guint i = 0; i < catalog->count; i++) {
        guint count;
        const Object *child = catalog->objects[i];
        const Parent *parents = object_parents(child, &count);
        if (count && child->kind == table->kind && parents->object == table &&
            parents->link->kind->inheritance.branches)
            add_leaves(catalog, child, leaves);
    }
    if (leaves->len == before)
        g_ptr_array_add(leaves, (gpointer)table);
}

static void emit_part(Arena *arena, const KindPart *part, const Scope *scope, bool begins,
                      GArray *statements) {
    guint first = statements->len;
    if (!template_statements(arena, part->sql, scope, statements))
        return;
    for (guint i = first; i < statements->len; i++) {
        Sql *sql = &g_array_index(statements, Sql, i);
        sql->mode = part->mode;
        sql->early = part->early;
        sql->wide = part->wide;
        sql->begins = begins && i == first;
    }
}

static bool has_number(const Catalog *catalog, const char *end) {
    for (guint i = 0; i < catalog->count; i++) {
        const char *name = catalog->objects[i]->name;
        if (name && g_str_has_prefix(name, "migrate_") && g_str_has_suffix(name, end))
            return true;
    }
    return false;
}

/* For names of the form's own, none of which either side has: on the way back there are those of
 * the way forth. */
static const char *free_number(Arena *arena, const Diff *diff, guint number) {
    for (;; number += diff->count) {
        g_autofree char *end = g_strdup_printf("_%u", number);
        if (!has_number(diff->old, end) && !has_number(diff->new, end))
            return arena_strdup(arena, end + 1);
    }
}

void online_emit(Arena *arena, const Graph *graph, const KindOnline *form, const Change *change,
                 GArray *statements) {
    const Diff *diff = graph->diff;
    const Object *object = form->change == ONLINE_DROP ? change->old : change_object(change);
    Scope scope = {.object = object,
                   .old = change->old,
                   .argument = free_number(arena, diff, index_of(graph, change)),
                   .there = taken_root(diff, object, object == change->new),
                   .lone = change->new && graph->lone[index_of(graph, change)]};
    g_autoptr(GPtrArray) leaves = g_ptr_array_new();
    for (const KindPart *part = form->parts; part->sql; part++) {
        g_ptr_array_set_size(leaves, 0);
        if (part->each_leaf)
            add_leaves(change->new ? diff->new : diff->old, object->parent, leaves);
        for (guint i = 0; i < MAX(leaves->len, 1u); i++) {
            scope.leaf = leaves->len ? ((const Object *)leaves->pdata[i])->id : NULL;
            emit_part(arena, part, &scope, i == 0, statements);
        }
    }
}

/* --- what waits for what */

static void add_need(GArray **needs, guint step, guint need) {
    if (step != need)
        g_array_append_val(needs[step], need);
}

/* What waits for the old object to go waits for the step in which it does. */
static void hand_on(const Plan *plan, GArray **needs, guint drop, guint make) {
    for (guint i = 0; i < plan->count; i++)
        for (guint n = 0; i != make && n < needs[i]->len; n++)
            if (g_array_index(needs[i], guint, n) == drop) {
                add_need(needs, i, make);
                break;
            }
}

static void add_replaced(const Graph *graph, const guint *last, Plan *plan, GArray **needs) {
    for (guint i = 0; i < graph->diff->count; i++) {
        const Change *change = &graph->diff->changes[i];
        if (change->type != CHANGE_RECREATE || !online_form(graph, change, ONLINE_REPLACE, NULL))
            continue;
        guint drop = last[drop_of(graph, change)], make = last[make_of(graph, change)];
        plan->steps[make].replaces = drop + 1;
        hand_on(plan, needs, drop, make);
    }
}

/* What attaches an index to another one locks no table. */
static bool is_attachment(const Change *change) {
    const Object *whole = object_link_target(change_object(change));
    return whole && whole->kind->parts.whole_if;
}

void online_needs(const Graph *graph, const guint *last, Plan *plan) {
    g_autofree GArray **needs = g_new(GArray *, plan->count + 1);
    for (guint i = 0; i < plan->count; i++)
        needs[i] = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < graph->nodes->len; i++)
        for (guint a = 0; a < graph_node(graph, i)->after->len; a++)
            add_need(needs, last[g_array_index(graph_node(graph, i)->after, guint, a)], last[i]);
    add_replaced(graph, last, plan, needs);
    for (guint i = 0; i < plan->count; i++) {
        Step *step = &plan->steps[i];
        /* A guard has a step of its own before the drop. */
        if (i + 1 < plan->count && step->change == plan->steps[i + 1].change &&
            plan->steps[i + 1].type == STEP_DROP)
            add_need(needs, i + 1, i);
        step->table = is_attachment(step->change) ? NULL : online_takes(graph, step->change);
        step->need_count = needs[i]->len;
        step->needs = arena_memdup(plan->arena, needs[i]->data, needs[i]->len, sizeof(guint));
    }
    for (guint i = 0; i < plan->count; i++)
        g_array_unref(needs[i]);
}
