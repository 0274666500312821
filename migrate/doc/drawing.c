#include "doc/drawing.h"

#include "types/casing.h"
#include "types/relations.h"

#include <string.h>

G_DEFINE_QUARK(migrate_draw_error, draw_error)

/* Above so many tables only their names are shown, and then only schemas. */
enum { MOST_WITH_COLUMNS = 60, MOST_TABLES = 200 };

void drawing_free(Drawing *drawing) {
    if (!drawing)
        return;
    for (guint i = 0; i < drawing->boxes->len; i++)
        g_ptr_array_unref(((DrawnBox *)drawing->boxes->pdata[i])->columns);
    for (guint i = 0; i < drawing->links->len; i++) {
        g_ptr_array_unref(((DrawnLink *)drawing->links->pdata[i])->columns);
        g_ptr_array_unref(((DrawnLink *)drawing->links->pdata[i])->referenced);
    }
    g_ptr_array_unref(drawing->boxes);
    g_ptr_array_unref(drawing->links);
    g_ptr_array_unref(drawing->schemas);
    g_hash_table_unref(drawing->index);
    g_free(drawing);
}

static guint box_hash(gconstpointer key) {
    const DrawnBox *box = key;
    return g_str_hash(box->schema) * 31 + g_str_hash(box->name);
}

static gboolean box_equal(gconstpointer one, gconstpointer two) {
    const DrawnBox *a = one, *b = two;
    return strcmp(a->schema, b->schema) == 0 && strcmp(a->name, b->name) == 0;
}

/* What is drawn under the schema and name of `like`; NULL: nothing. */
static DrawnBox *find_box(const Drawing *drawing, const DrawnBox *like) {
    return g_hash_table_lookup(drawing->index, like);
}

/* --- reading */

typedef struct {
    Arena *arena;
    Model *model;
    Drawing *drawing;
    GHashTable *boxes; /* identity → DrawnBox*: of enums and tables */
} Reading;

static DrawnBox *add_box(Reading *reading, const char *schema, const char *name,
                         const char *comment) {
    DrawnBox *box = ARENA_NEW(reading->arena, DrawnBox);
    *box = (DrawnBox){.schema = schema,
                      .name = name,
                      .comment = comment,
                      .columns = g_ptr_array_new(),
                      .chosen = true};
    g_ptr_array_add(reading->drawing->boxes, box);
    g_hash_table_insert(reading->drawing->index, box, box);
    return box;
}

static void read_enum(Reading *reading, const ModelNamed *named) {
    DrawnBox *box = add_box(reading, named->schema, named->name, named->comment);
    box->is_enum = true;
    for (guint i = 0; i < named->labels->len; i++) {
        DrawnColumn *label = ARENA_NEW(reading->arena, DrawnColumn);
        label->name = named->labels->pdata[i];
        g_ptr_array_add(box->columns, label);
    }
    g_hash_table_insert(reading->boxes, (gpointer)named->identity, box);
}

static void read_table(Reading *reading, const ModelRelation *relation) {
    DrawnBox *box = add_box(reading, relation->schema, relation->name, relation->comment);
    for (guint i = 0; i < relation->columns->len; i++) {
        const ModelColumn *column = relation->columns->pdata[i];
        const ModelType *type = &column->type;
        DrawnColumn *drawn = ARENA_NEW(reading->arena, DrawnColumn);
        *drawn = (DrawnColumn){
            .name = column->name,
            .type = type->declared,
            .of = type->object ? g_hash_table_lookup(reading->boxes, type->object->identity) : NULL,
            .primary = column->primary,
            .unique = column->unique,
            .required = !column->nullable};
        g_ptr_array_add(box->columns, drawn);
    }
    g_hash_table_insert(reading->boxes, (gpointer)relation->identity, box);
}

/* The topmost table of the partition tree that a table is in. */
static const Object *tree_of(const Object *table) {
    guint count;
    const Parent *parents = object_parents(table, &count);
    while (count == 1) {
        table = parents->object;
        parents = object_parents(table, &count);
    }
    return table;
}

static void fold_partition(Reading *reading, const ModelRelation *relation) {
    DrawnBox *whole = g_hash_table_lookup(reading->boxes, tree_of(relation->object)->identity);
    if (!whole)
        return;
    DrawnBox *name = ARENA_NEW(reading->arena, DrawnBox);
    name->schema = relation->schema;
    name->name = relation->name;
    whole->partitions++;
    g_hash_table_insert(reading->drawing->index, name, whole);
}

static DrawnColumn *find_column(const DrawnBox *box, const char *name) {
    for (guint i = 0; i < box->columns->len; i++) {
        DrawnColumn *column = box->columns->pdata[i];
        if (strcmp(column->name, name) == 0)
            return column;
    }
    return NULL;
}

static void read_link(Reading *reading, DrawnBox *from, const ModelLink *link) {
    const DrawnBox named = {.schema = link->schema ? link->schema : from->schema,
                            .name = link->relation};
    DrawnBox *to = find_box(reading->drawing, &named);
    if (!to)
        return;
    DrawnLink *drawn = ARENA_NEW(reading->arena, DrawnLink);
    *drawn = (DrawnLink){.name = link->name,
                         .from = from,
                         .to = to,
                         .columns = g_ptr_array_ref(link->columns),
                         .referenced = g_ptr_array_ref(link->referenced),
                         .one = link->one_to_one,
                         .required = true};
    for (guint i = 0; i < link->columns->len; i++) {
        DrawnColumn *column = find_column(from, link->columns->pdata[i]);
        if (column)
            column->foreign = true;
        drawn->required &= column && column->required;
    }
    g_ptr_array_add(reading->drawing->links, drawn);
}

static void read_links(Reading *reading) {
    for (guint i = 0; i < reading->model->relations->len; i++) {
        const ModelRelation *relation = reading->model->relations->pdata[i];
        DrawnBox *box = relation->form == RELATION_TABLE && !relation->partition
                            ? g_hash_table_lookup(reading->boxes, relation->identity)
                            : NULL;
        for (guint j = 0; box && j < relation->links->len; j++)
            read_link(reading, box, relation->links->pdata[j]);
    }
}

static int by_name(gconstpointer one, gconstpointer two) {
    const DrawnBox *a = *(const DrawnBox *const *)one, *b = *(const DrawnBox *const *)two;
    int order = words_compare(a->schema, b->schema);
    return order ? order : words_compare(a->name, b->name);
}

/* Numbers the boxes and collects their schemas. */
static void number(Drawing *drawing) {
    g_ptr_array_sort(drawing->boxes, by_name);
    g_ptr_array_set_size(drawing->schemas, 0);
    for (guint i = 0; i < drawing->boxes->len; i++) {
        DrawnBox *box = drawing->boxes->pdata[i];
        guint count = drawing->schemas->len;
        box->number = i;
        if (count == 0 || strcmp(drawing->schemas->pdata[count - 1], box->schema) != 0)
            g_ptr_array_add(drawing->schemas, (gpointer)box->schema);
    }
}

static void read_all(Reading *reading) {
    const Model *model = reading->model;
    for (guint i = 0; i < model->enums->len; i++)
        read_enum(reading, model->enums->pdata[i]);
    for (guint i = 0; i < model->relations->len; i++) {
        const ModelRelation *relation = model->relations->pdata[i];
        if (relation->form == RELATION_TABLE && !relation->partition)
            read_table(reading, relation);
    }
    for (guint i = 0; i < model->relations->len; i++) {
        const ModelRelation *relation = model->relations->pdata[i];
        if (relation->partition)
            fold_partition(reading, relation);
    }
    read_links(reading);
}

Drawing *drawing_read(Arena *arena, const Catalog *catalog) {
    g_autoptr(Model) model = model_new(arena, catalog, NULL, NULL);
    g_autoptr(GHashTable) boxes = g_hash_table_new(g_str_hash, g_str_equal);
    Reading reading = {arena, model, g_new0(Drawing, 1), boxes};
    reading.drawing->boxes = g_ptr_array_new();
    reading.drawing->links = g_ptr_array_new();
    reading.drawing->schemas = g_ptr_array_new();
    reading.drawing->index = g_hash_table_new(box_hash, box_equal);
    read_all(&reading);
    number(reading.drawing);
    return reading.drawing;
}

/* --- comparing */

static bool same_column(const DrawnColumn *one, const DrawnColumn *two) {
    return g_strcmp0(one->type, two->type) == 0 && one->primary == two->primary &&
           one->unique == two->unique && one->required == two->required;
}

/* Marks the columns of `box` beside those of `old`, and takes in those that are gone. */
static void compare_columns(DrawnBox *box, const DrawnBox *old) {
    for (guint i = 0; i < box->columns->len; i++) {
        DrawnColumn *column = box->columns->pdata[i];
        const DrawnColumn *before = find_column(old, column->name);
        column->mark = !before                       ? DRAWN_ADDED
                       : same_column(column, before) ? DRAWN_SAME
                                                     : DRAWN_CHANGED;
        if (column->mark != DRAWN_SAME)
            box->mark = DRAWN_CHANGED;
    }
    for (guint i = 0; i < old->columns->len; i++) {
        DrawnColumn *column = old->columns->pdata[i];
        if (find_column(box, column->name))
            continue;
        column->mark = DRAWN_GONE;
        box->mark = DRAWN_CHANGED;
        g_ptr_array_add(box->columns, column);
    }
}

static bool same_names(const GPtrArray *one, const GPtrArray *two) {
    bool same = one->len == two->len;
    for (guint i = 0; same && i < one->len; i++)
        same = strcmp(one->pdata[i], two->pdata[i]) == 0;
    return same;
}

/* `from` and `to` are boxes of `drawing`. */
static DrawnLink *find_link(const Drawing *drawing, const DrawnBox *from, const DrawnBox *to,
                            const DrawnLink *like) {
    for (guint i = 0; i < drawing->links->len; i++) {
        DrawnLink *link = drawing->links->pdata[i];
        if (link->from == from && link->to == to && same_names(link->columns, like->columns) &&
            same_names(link->referenced, like->referenced))
            return link;
    }
    return NULL;
}

static void mark_links(Drawing *drawing, const Drawing *before) {
    for (guint i = 0; i < drawing->links->len; i++) {
        DrawnLink *link = drawing->links->pdata[i];
        const DrawnBox *from = find_box(before, link->from), *to = find_box(before, link->to);
        const DrawnLink *old = from && to ? find_link(before, from, to, link) : NULL;
        link->mark = !old                                                       ? DRAWN_ADDED
                     : old->one == link->one && old->required == link->required ? DRAWN_SAME
                                                                                : DRAWN_CHANGED;
        if (link->mark != DRAWN_SAME && link->from->mark == DRAWN_SAME)
            link->from->mark = DRAWN_CHANGED;
    }
}

/* Takes over the links that only `before` has; its boxes are in `drawing` by now. */
static void take_links(Drawing *drawing, Drawing *before) {
    for (guint i = before->links->len; i-- > 0;) {
        DrawnLink *link = before->links->pdata[i];
        DrawnBox *from = find_box(drawing, link->from), *to = find_box(drawing, link->to);
        if (find_link(drawing, from, to, link))
            continue;
        link->from = from;
        link->to = to;
        link->mark = DRAWN_GONE;
        if (from->mark == DRAWN_SAME)
            from->mark = DRAWN_CHANGED;
        g_ptr_array_add(drawing->links, link);
        g_ptr_array_remove_index(before->links, i);
    }
}

/* Marks the boxes, and takes over those that only `before` has. */
static void compare_boxes(Drawing *drawing, Drawing *before) {
    for (guint i = 0; i < drawing->boxes->len; i++) {
        DrawnBox *box = drawing->boxes->pdata[i];
        const DrawnBox *old = find_box(before, box);
        if (old)
            compare_columns(box, old);
        else
            box->mark = DRAWN_ADDED;
    }
    mark_links(drawing, before);
    for (guint i = before->boxes->len; i-- > 0;) {
        DrawnBox *box = before->boxes->pdata[i];
        if (find_box(drawing, box))
            continue;
        box->mark = DRAWN_GONE;
        g_ptr_array_add(drawing->boxes, box);
        g_hash_table_insert(drawing->index, box, box);
        g_ptr_array_remove_index(before->boxes, i);
    }
}

/* Chooses what is linked with what is chosen already, so many links away. */
static void spread(Drawing *drawing, guint depth) {
    for (guint i = 0; i < depth; i++) {
        g_autoptr(GPtrArray) next = g_ptr_array_new();
        for (guint j = 0; j < drawing->links->len; j++) {
            DrawnLink *link = drawing->links->pdata[j];
            if (link->from->chosen != link->to->chosen)
                g_ptr_array_add(next, link->from->chosen ? link->to : link->from);
        }
        for (guint j = 0; j < next->len; j++)
            ((DrawnBox *)next->pdata[j])->chosen = true;
        if (next->len == 0)
            break;
    }
}

void drawing_compare(Drawing *drawing, Drawing *before) {
    compare_boxes(drawing, before);
    take_links(drawing, before);
    number(drawing);
    for (guint i = 0; i < drawing->boxes->len; i++) {
        DrawnBox *box = drawing->boxes->pdata[i];
        box->chosen = box->mark != DRAWN_SAME;
    }
    spread(drawing, 1);
}

/* --- choosing */

static bool names(const char *pattern, Arena *arena, const DrawnBox *box) {
    return g_pattern_match_simple(pattern, box->name) ||
           g_pattern_match_simple(pattern, arena_printf(arena, "%s.%s", box->schema, box->name));
}

static guint choose(Drawing *drawing, Arena *arena, const char *pattern) {
    guint count = 0;
    for (guint i = 0; i < drawing->boxes->len; i++) {
        DrawnBox *box = drawing->boxes->pdata[i];
        if (box->is_enum || !names(pattern, arena, box))
            continue;
        box->chosen = true;
        count++;
    }
    return count;
}

bool drawing_choose(Drawing *drawing, const char *const *patterns, guint depth, GError **error) {
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < drawing->boxes->len; i++)
        ((DrawnBox *)drawing->boxes->pdata[i])->chosen = false;
    for (; *patterns; patterns++) {
        if (choose(drawing, arena, *patterns) > 0)
            continue;
        g_set_error(error, DRAW_ERROR, FAIL_USAGE,
                    "no table is called '%s'; a pattern is a table's name or schema.name, with * "
                    "for any text",
                    *patterns);
        return false;
    }
    spread(drawing, depth);
    return true;
}

guint drawing_tables(const Drawing *drawing) {
    guint count = 0;
    for (guint i = 0; i < drawing->boxes->len; i++) {
        const DrawnBox *box = drawing->boxes->pdata[i];
        count += box->chosen && !box->is_enum;
    }
    return count;
}

void drawing_settle(Drawing *drawing) {
    guint count = drawing_tables(drawing);
    drawing->names_only = count > MOST_WITH_COLUMNS;
    drawing->by_schema = count > MOST_TABLES && drawing->schemas->len > 1;
    for (guint i = 0; i < drawing->boxes->len; i++) {
        DrawnBox *box = drawing->boxes->pdata[i];
        if (box->is_enum)
            box->chosen = box->mark != DRAWN_SAME;
    }
    for (guint i = 0; i < drawing->boxes->len; i++) {
        const DrawnBox *box = drawing->boxes->pdata[i];
        for (guint j = 0; box->chosen && !drawing->names_only && j < box->columns->len; j++) {
            const DrawnColumn *column = box->columns->pdata[j];
            if (column->of)
                ((DrawnBox *)column->of)->chosen = true;
        }
    }
}
