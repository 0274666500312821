#include "cmd/diagram.h"

#include <string.h>

static bool is_a(const Object *object, const char *kind) {
    return object->kind == kind_find(kind);
}

static const Change *change_of(const Diff *diff, const Object *object, bool is_new) {
    return is_new ? diff->of_new[object->index] : diff->of_old[object->index];
}

static ReportMark mark_of(const Change *change) {
    static const ReportMark marks[] = {[CHANGE_NONE] = MARK_SAME,
                                       [CHANGE_ALTER] = MARK_CHANGED,
                                       [CHANGE_RECREATE] = MARK_CHANGED,
                                       [CHANGE_DROP] = MARK_REMOVED,
                                       [CHANGE_CREATE] = MARK_ADDED};
    return marks[change->type];
}

/* The object's own mark, or that something below it changes. */
static ReportMark mark_below(const Diff *diff, const Object *object, bool is_new) {
    ReportMark mark = mark_of(change_of(diff, object, is_new));
    for (guint i = 0; mark == MARK_SAME && i < object->child_count; i++)
        if (mark_below(diff, object->children[i], is_new) != MARK_SAME)
            mark = MARK_CHANGED;
    return mark;
}

static void free_table(gpointer data) {
    ReportTable *table = data;
    if (table->columns)
        g_ptr_array_unref((GPtrArray *)table->columns);
    g_free(table);
}

static ReportTable *find_table(const Diagram *diagram, const char *name) {
    for (guint i = 0; i < diagram->tables->len; i++) {
        ReportTable *table = diagram->tables->pdata[i];
        if (strcmp(table->name, name) == 0)
            return table;
    }
    return NULL;
}

static ReportTable *need_table(Diagram *diagram, const char *name, ReportMark mark) {
    ReportTable *table = find_table(diagram, name);
    if (!table) {
        table = g_new0(ReportTable, 1);
        table->name = name;
        g_ptr_array_add(diagram->tables, table);
    }
    table->mark = MAX(table->mark, mark);
    return table;
}

/* Columns that change. In an added or dropped table they are not marked: the table's mark says
 * enough. */
static void add_columns(ReportTable *table, const Diff *diff, const Object *object, bool is_new) {
    GPtrArray *columns =
        table->columns ? (GPtrArray *)table->columns : g_ptr_array_new_with_free_func(g_free);
    table->columns = columns;
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        ReportMark mark = is_a(child, "column") ? mark_below(diff, child, is_new) : MARK_SAME;
        if (mark == MARK_SAME || (!is_new && mark != MARK_REMOVED))
            continue;
        ReportColumn *column = g_new0(ReportColumn, 1);
        *column = (ReportColumn){child->name, object_value(child, "type"),
                                 table->mark == MARK_CHANGED ? mark : MARK_SAME};
        g_ptr_array_add(columns, column);
    }
}

static const Object *referenced(const Object *key) {
    const Object *from = object_root(key);
    for (guint i = 0; i < key->dep_count; i++) {
        const Object *to = object_root(key->deps[i].object);
        if (to != from && is_a(to, "table"))
            return to;
    }
    return from;
}

static void add_links(Diagram *diagram, const Diff *diff, const Object *object, bool is_new) {
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        if (!is_a(child, "foreign_key") || (!is_new && change_of(diff, child, false)->new))
            continue;
        ReportLink *link = g_new0(ReportLink, 1);
        *link = (ReportLink){object->identity, referenced(child)->identity, child->name};
        g_ptr_array_add(diagram->links, link);
        need_table(diagram, link->to, MARK_SAME);
    }
}

/* The tables of one side that change. The new side first: what stays is shown as it will be. */
static void add_side(Diagram *diagram, const Diff *diff, const Catalog *catalog, bool is_new) {
    for (guint i = 0; i < catalog->count; i++) {
        const Object *object = catalog->objects[i];
        ReportMark mark = is_a(object, "table") ? mark_below(diff, object, is_new) : MARK_SAME;
        if (mark == MARK_SAME)
            continue;
        ReportTable *table = need_table(diagram, object->identity, mark);
        add_columns(table, diff, object, is_new);
        add_links(diagram, diff, object, is_new);
    }
}

static int by_name(gconstpointer one, gconstpointer two) {
    const ReportTable *const *a = one, *const *b = two;
    return strcmp((*a)->name, (*b)->name);
}

void diagram_make(Diagram *diagram, const Diff *diff) {
    diagram->tables = g_ptr_array_new_with_free_func(free_table);
    diagram->links = g_ptr_array_new_with_free_func(g_free);
    add_side(diagram, diff, diff->new, true);
    add_side(diagram, diff, diff->old, false);
    g_ptr_array_sort(diagram->tables, by_name);
}

void diagram_clear(Diagram *diagram) {
    if (diagram->tables)
        g_ptr_array_unref(diagram->tables);
    if (diagram->links)
        g_ptr_array_unref(diagram->links);
    *diagram = (Diagram){0};
}
