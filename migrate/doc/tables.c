/* The tables of a page: what any object has, whatever its kind. */
#include "doc/making.h"

#include <string.h>

/* Children that are told elsewhere: columns by the model, and what stands in the SQL alone. */
static const char *const told_elsewhere[] = {"column", "default", "identity", "comment", NULL};
static const char *const privilege_kinds[] = {"privilege", "column_privilege", "revocation",
                                              "delegated_privilege", NULL};

/* Attributes that another part of the page says. */
static const char *const said_elsewhere[] = {"definition", "columns", NULL};

static bool is_one_of(const Object *object, const char *const *names) {
    return g_strv_contains(names, object->kind->name);
}

/* --- what it is */

static void add_property(const DocMaking *making, DocTable *table, const char *name,
                         const char *value) {
    DocCell *cells = doc_row(making, table);
    cells[0].text = doc_words(making->site->arena, name);
    cells[1].text = doc_value(value);
}

/* All that a facet says, in a line. */
static const char *facet_text(const DocMaking *making, const Object *facet) {
    Arena *arena = making->site->arena;
    const char *text = facet->name;
    for (guint i = 0; facet->kind->attrs[i].column; i++) {
        const char *value = facet->values[i];
        if (value && *value && facet->kind->attrs[i].policy != ATTR_IGNORE)
            text = text ? arena_printf(arena, "%s %s", text, value) : value;
    }
    return text ? text : "yes";
}

static bool is_property(const Object *object, guint attr) {
    const KindAttr *row = &object->kind->attrs[attr];
    return row->policy != ATTR_IGNORE && object->values[attr] &&
           !g_strv_contains(said_elsewhere, row->column);
}

static void add_properties(const DocMaking *making, DocPage *page) {
    const Object *object = page->object;
    const GHashTable *sizes = making->input->sizes;
    const char *size = sizes ? g_hash_table_lookup((GHashTable *)sizes, object->identity) : NULL;
    DocTable *table = doc_table(making, "properties", "Properties", NULL);
    doc_column(making, table, "property", "Property", false);
    doc_column(making, table, "value", "Value", true);
    for (guint i = 0; object->kind->attrs[i].column; i++)
        if (is_property(object, i))
            add_property(making, table, object->kind->attrs[i].column, object->values[i]);
    for (guint i = 0; i < object->child_count; i++) {
        const Object *child = object->children[i];
        if (child->kind->facet && !is_one_of(child, told_elsewhere) &&
            !is_one_of(child, privilege_kinds))
            add_property(making, table, child->kind->name, facet_text(making, child));
    }
    if (size)
        add_property(making, table, "size", size);
    doc_take(page, table);
}

/* --- its parts */

static bool is_part(const Object *child) {
    return !child->kind->facet && !is_one_of(child, told_elsewhere);
}

static void add_part_columns(const DocMaking *making, DocTable *table, const Kind *kind) {
    doc_column(making, table, "name", "Name", true);
    for (guint i = 0; kind->attrs[i].column; i++) {
        if (kind->attrs[i].policy == ATTR_IGNORE)
            continue;
        const char *words = doc_words(making->site->arena, kind->attrs[i].column);
        const char *title = doc_title(making->site->arena, words);
        doc_column(making, table, kind->attrs[i].column, title, true);
    }
    doc_column(making, table, "size", "Size", false);
    doc_column(making, table, "comment", "Comment", false);
}

static const char *part_name(const Object *part) {
    return part->name ? part->name : part->identity;
}

static void add_part(const DocMaking *making, DocTable *table, const Object *part) {
    DocCell *cells = doc_row(making, table);
    GHashTable *sizes = making->input->sizes;
    guint at = 0;
    cells[at++].text = part_name(part);
    for (guint i = 0; part->kind->attrs[i].column; i++)
        if (part->kind->attrs[i].policy != ATTR_IGNORE)
            cells[at++].text = doc_value(part->values[i]);
    cells[at++].text = sizes ? g_hash_table_lookup(sizes, part->identity) : NULL;
    cells[at].text = doc_comment(making, part, NULL);
}

static void add_parts_of(const DocMaking *making, DocPage *page, const Kind *kind) {
    Arena *arena = making->site->arena;
    const char *words = doc_words(arena, kind->name);
    DocTable *table =
        doc_table(making, kind->name, doc_title(arena, doc_plural(arena, words)), words);
    add_part_columns(making, table, kind);
    for (guint i = 0; i < page->object->child_count; i++)
        if (page->object->children[i]->kind == kind)
            add_part(making, table, page->object->children[i]);
    doc_take(page, table);
}

/* By kind, in the order of the kinds' names. */
static void add_parts(const DocMaking *making, DocPage *page) {
    for (guint k = 0; kinds[k]; k++) {
        bool any = false;
        for (guint i = 0; !any && i < page->object->child_count; i++) {
            const Object *child = page->object->children[i];
            any = child->kind == kinds[k] && is_part(child);
        }
        if (any)
            add_parts_of(making, page, kinds[k]);
    }
}

/* --- what it uses, and what uses it */

static DocTable *list_table(const DocMaking *making, const char *key, const char *title) {
    DocTable *table = doc_table(making, key, title, NULL);
    doc_column(making, table, "object", "Object", true);
    doc_column(making, table, "kind", "Kind", false);
    doc_column(making, table, "comment", "Comment", false);
    return table;
}

static void add_link(const DocMaking *making, DocTable *table, const DocPage *to) {
    DocCell *cells = doc_row(making, table);
    cells[0] = (DocCell){to->name, to};
    cells[1].text = to->kind;
    cells[2].text = to->comment;
}

static void add_uses(const DocMaking *making, DocPage *page) {
    DocTable *uses = list_table(making, "uses", "Uses");
    for (guint i = 0; i < making->site->pages->len; i++) {
        const DocPage *other = making->site->pages->pdata[i];
        const GPtrArray *users = g_hash_table_lookup(making->users, other->object);
        if (users && g_ptr_array_find((GPtrArray *)users, page, NULL))
            add_link(making, uses, other);
    }
    doc_take(page, uses);
    DocTable *used = list_table(making, "used_by", "Used by");
    const GPtrArray *users = g_hash_table_lookup(making->users, page->object);
    for (guint i = 0; users && i < users->len; i++)
        add_link(making, used, users->pdata[i]);
    doc_take(page, used);
}

/* --- its history */

static void add_history(const DocMaking *making, DocPage *page) {
    Arena *arena = making->site->arena;
    const char *name =
        arena_printf(arena, "%s %s", page->object->kind->name, page->object->identity);
    const GPtrArray *deeds = g_hash_table_lookup(making->deeds, name);
    DocTable *table = doc_table(making, "history", "History", NULL);
    doc_column(making, table, "migration", "Migration", true);
    doc_column(making, table, "change", "Change", true);
    doc_column(making, table, "date", "Date", false);
    doc_column(making, table, "author", "Author", false);
    doc_column(making, table, "subject", "Subject", false);
    const char *last = NULL;
    DocCell *cells = NULL;
    for (guint i = 0; deeds && i < deeds->len; i++) {
        const DocDeed *deed = deeds->pdata[i];
        if (last && strcmp(last, deed->migration) == 0) {
            cells[1].text = arena_printf(arena, "%s\n%s", cells[1].text, deed->change);
            continue;
        }
        cells = doc_row(making, table);
        const char *texts[] = {last = deed->migration, deed->change, deed->date, deed->author,
                               deed->subject};
        for (guint c = 0; c < G_N_ELEMENTS(texts); c++)
            cells[c].text = texts[c];
    }
    doc_take(page, table);
}

void doc_add_tables(const DocMaking *making, DocPage *page) {
    doc_add_columns(making, page);
    add_parts(making, page);
    doc_add_references(making, page);
    doc_add_privileges(making, page);
    add_properties(making, page);
    add_uses(making, page);
    add_history(making, page);
}
