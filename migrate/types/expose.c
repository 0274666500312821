/* The model as nodes, by the names that types/target.h lists. */
#include "types/expose.h"

#include <string.h>

/* The names of a list, a line for each. */
static const char *joined(const Generating *generating, const GPtrArray *names) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(text, "%s%s", i ? "\n" : "", (const char *)names->pdata[i]);
    return arena_strdup(generating->arena, text->str);
}

/* --- columns */

static const char *safe_key(const Generating *generating, const char *key) {
    const Target *target = generating->target;
    return target->keywords && g_strv_contains(target->keywords, key)
               ? arena_printf(generating->arena, "%s_", key)
               : key;
}

/* A name that is not taken in `taken`, which it is then. */
static const char *unique(const Generating *generating, GHashTable *taken, const char *name) {
    const char *free = name;
    for (guint i = 2; g_hash_table_contains(taken, free); i++)
        free = arena_printf(generating->arena, "%s%u", name, i);
    g_hash_table_add(taken, (gpointer)free);
    return free;
}

/* Adds the names in the text of a type that stand for themselves: what is behind a dot does not. */
static void add_words(const Generating *generating, const char *text, GHashTable *words) {
    for (const char *at = text, *end; at && *at; at = end) {
        for (end = at; g_ascii_isalnum(*end) || *end == '_';)
            end++;
        if (end > at && (at == text || at[-1] != '.'))
            g_hash_table_add(words, arena_strndup(generating->arena, at, (gsize)(end - at)));
        end += end == at;
    }
}

/* The names that no column may hide from those that come after it. */
static GHashTable *needed_words(Generating *generating, const GPtrArray *columns) {
    GHashTable *words = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; generating->target->hiding && i < columns->len; i++) {
        const ModelColumn *column = columns->pdata[i];
        for (TypeUse use = USE_READ; use <= USE_WRITE; use++)
            add_words(generating, mapping_of(generating, &column->type, column->path, use), words);
    }
    return words;
}

GHashTable *expose_fields(Generating *generating, const GPtrArray *columns, const char *around) {
    const Target *target = generating->target;
    GHashTable *fields = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) needed = needed_words(generating, columns);
    for (guint i = 0; i < columns->len; i++) {
        const ModelColumn *column = columns->pdata[i];
        const char *called = called_as(generating, column->path);
        const char *key = called ? called : key_of(generating, column->name);
        const char *field =
            words_identifier(generating->arena, key, target->fields, target->letters);
        field = safe_key(generating, field);
        if (g_hash_table_contains(needed, field) ||
            (target->hiding && g_strcmp0(field, around) == 0))
            field = arena_printf(generating->arena, "%s_", field);
        field = unique(generating, taken, field);
        g_hash_table_insert(fields, (gpointer)column->name, (gpointer)field);
    }
    return fields;
}

static void add_column(Generating *generating, TypeNode *around, const char *list,
                       const ModelColumn *column, GHashTable *fields) {
    TypeNode *node = node_add(around, list);
    const char *field = g_hash_table_lookup(fields, column->name);
    node_set(node, "name", column->name);
    node_set(node, "key", key_of(generating, column->name));
    node_set(node, "field", field);
    node_flag(node, "renamed", strcmp(field, column->name) != 0);
    node_flag(node, "from_server",
              column->has_default && !column->identity && !column->generated_sql);
    node_set(node, "symbol",
             words_identifier(generating->arena, column->name, generating->target->symbols,
                              generating->target->letters));
    node_set(node, "comment", column->comment);
    expose_type(generating, node, &column->type, column->path);
    node_set(node, "default", column->default_sql);
    node_set(node, "generated", column->generated_sql);
    node_flag(node, "nullable", column->nullable);
    node_flag(node, "always", column->always);
    node_flag(node, "optional", !column->always && (column->nullable || column->has_default));
    node_flag(node, "preset", !column->always && column->has_default);
    node_flag(node, "identity", column->identity);
    node_flag(node, "serial", column->serial);
    node_flag(node, "primary", column->primary);
    node_flag(node, "unique", column->unique);
}

/* By name, because the order in a table is not compared: what has the same columns gives the same
 * code. The primary key comes first where a target does not say that it is sorted. */
static gint compare_columns(gconstpointer a, gconstpointer b, gpointer data) {
    const ModelColumn *one = *(const ModelColumn *const *)a, *two = *(const ModelColumn *const *)b;
    const Generating *generating = data;
    if (!generating->target->sorted && one->primary != two->primary)
        return one->primary ? -1 : 1;
    return words_compare(key_of(generating, one->name), key_of(generating, two->name));
}

GPtrArray *expose_columns(Generating *generating, const GPtrArray *columns) {
    GPtrArray *sorted = expose_copy(columns);
    g_ptr_array_sort_with_data(sorted, compare_columns, generating);
    return sorted;
}

static const char *primary_fields(const Generating *generating, const GPtrArray *columns,
                                  GHashTable *fields) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < columns->len; i++) {
        const ModelColumn *column = columns->pdata[i];
        if (column->primary)
            g_string_append_printf(text, "%s%s", text->len ? ", " : "",
                                   (const char *)g_hash_table_lookup(fields, column->name));
    }
    return text->len ? arena_strdup(generating->arena, text->str) : NULL;
}

static void add_columns(Generating *generating, TypeNode *around, const GPtrArray *columns) {
    g_autoptr(GPtrArray) sorted = expose_columns(generating, columns);
    g_autoptr(GHashTable) fields = expose_fields(generating, sorted, node_text(around, "symbol"));
    node_list(around, "columns");
    node_list(around, "insertable");
    node_list(around, "demanded");
    node_set(around, "primary_fields", primary_fields(generating, sorted, fields));
    for (guint i = 0; i < sorted->len; i++) {
        const ModelColumn *column = sorted->pdata[i];
        add_column(generating, around, "columns", column, fields);
        if (column->always)
            continue;
        add_column(generating, around, "insertable", column, fields);
        if (!column->nullable && !column->has_default)
            node_set(node_add(around, "demanded"), "name", column->name);
    }
}

/* --- relations */

static void add_key(Generating *generating, TypeNode *around, const ModelKey *key) {
    TypeNode *node = node_add(around, "keys");
    node_set(node, "name", key->name);
    node_flag(node, "primary", key->primary);
    node_flag(node, "several", key->columns->len > 1);
    for (guint i = 0; i < key->columns->len; i++)
        node_set(node_add(node, "of"), "column", key->columns->pdata[i]);
    if (key->primary)
        node_set(around, "primary_key", joined(generating, key->columns));
}

static void add_link(TypeNode *around, const ModelRelation *relation, const ModelLink *link) {
    TypeNode *node =
        node_add(around, strcmp(link->schema, relation->schema) == 0 ? "links" : "others");
    node_set(node, "name", link->name);
    node_set(node, "schema", link->schema);
    node_set(node, "relation", link->relation);
    node_set(node, "actions", *link->actions ? link->actions : NULL);
    node_flag(node, "one_to_one", link->one_to_one);
    node_flag(node, "several", link->columns->len > 1);
    for (guint i = 0; i < link->columns->len; i++)
        node_set(node_add(node, "from"), "column", link->columns->pdata[i]);
    for (guint i = 0; i < link->referenced->len; i++)
        node_set(node_add(node, "to"), "column", link->referenced->pdata[i]);
}

const ModelRelation *expose_find(const Generating *generating, const char *schema,
                                 const char *name) {
    const GPtrArray *all = generating->model->relations;
    for (guint i = 0; i < all->len; i++) {
        const ModelRelation *relation = all->pdata[i];
        if (strcmp(relation->schema, schema) == 0 && strcmp(relation->name, name) == 0)
            return relation;
    }
    return NULL;
}

/* For those who name columns of other tables: only of those that are there. */
static void add_foreign(const Generating *generating, TypeNode *around, const ModelLink *link) {
    if (!expose_find(generating, link->schema, link->relation))
        return;
    bool own = strcmp(link->schema, generating->default_schema) == 0;
    TypeNode *node = node_add(around, "foreign");
    node_set(node, "name", link->name);
    for (guint i = 0; i < link->columns->len; i++)
        node_set(node_add(node, "from"), "column", link->columns->pdata[i]);
    for (guint i = 0; i < link->referenced->len; i++)
        node_set(node_add(node, "to"), "path",
                 arena_printf(generating->arena, "%s%s%s.%s", own ? "" : link->schema,
                              own ? "" : ".", link->relation,
                              (const char *)link->referenced->pdata[i]));
}

static bool has_foreign(const Generating *generating, const ModelRelation *relation) {
    for (guint i = 0; i < relation->links->len; i++) {
        const ModelLink *link = relation->links->pdata[i];
        if (expose_find(generating, link->schema, link->relation))
            return true;
    }
    return false;
}

static bool links_inside(const ModelRelation *relation) {
    for (guint i = 0; i < relation->links->len; i++)
        if (strcmp(((const ModelLink *)relation->links->pdata[i])->schema, relation->schema) == 0)
            return true;
    return false;
}

/* Whether a key without NULL tells its rows apart. */
static bool is_keyed(const Generating *generating, const ModelRelation *relation) {
    for (guint i = 0; i < relation->keys->len; i++) {
        const ModelKey *key = relation->keys->pdata[i];
        bool nullable = false;
        for (guint c = 0; c < key->columns->len; c++) {
            const ModelColumn *column = model_column(generating->model, relation->schema,
                                                     relation->name, key->columns->pdata[c]);
            nullable |= !column || column->nullable;
        }
        if (!nullable)
            return true;
    }
    return false;
}

static void fill_relation(Generating *generating, TypeNode *node, const ModelRelation *relation) {
    node_set(node, "schema", relation->schema);
    node_set(node, "other_schema",
             strcmp(relation->schema, generating->default_schema) == 0 ? NULL : relation->schema);
    node_set(node, "name", relation->name);
    node_set(node, "key", relation_key(generating, relation));
    node_set(node, "symbol", symbol_of(generating, relation->identity));
    node_set(node, "comment", relation->comment);
    node_flag(node, "table", relation->form == RELATION_TABLE);
    node_flag(node, "view", relation->form != RELATION_TABLE);
    node_flag(node, "writable", relation->writable);
    node_flag(node, "keyed", is_keyed(generating, relation));
    node_set(node, "primary_key", NULL);
    node_list(node, "keys");
    node_list(node, "links");
    node_list(node, "others");
    node_flag(node, "linked", links_inside(relation));
    add_columns(generating, node, relation->columns);
    for (guint i = 0; i < relation->keys->len; i++)
        add_key(generating, node, relation->keys->pdata[i]);
    node_list(node, "foreign");
    node_flag(node, "described",
              node_text(node, "other_schema") || has_foreign(generating, relation));
    for (guint i = 0; i < relation->links->len; i++) {
        add_link(node, relation, relation->links->pdata[i]);
        add_foreign(generating, node, relation->links->pdata[i]);
    }
}

static gint compare_symbols(gconstpointer a, gconstpointer b, gpointer data) {
    const Generating *generating = data;
    const ModelRelation *one = *(const ModelRelation *const *)a,
                        *two = *(const ModelRelation *const *)b;
    return words_compare(symbol_of(generating, one->identity),
                         symbol_of(generating, two->identity));
}

static gint compare_keys(gconstpointer a, gconstpointer b, gpointer data) {
    const Generating *generating = data;
    const ModelRelation *one = *(const ModelRelation *const *)a,
                        *two = *(const ModelRelation *const *)b;
    return words_compare(relation_key(generating, one), relation_key(generating, two));
}

/* All of them: in their order for code, and in that of their keys for a list. */
static void add_relations(Generating *generating, TypeNode *root) {
    g_autoptr(GPtrArray) all = expose_copy(generating->model->relations);
    node_list(root, "relations");
    node_list(root, "entries");
    if (generating->target->sorted)
        g_ptr_array_sort_with_data(all, compare_symbols, generating);
    for (guint i = 0; i < all->len; i++)
        fill_relation(generating, node_add(root, "relations"), all->pdata[i]);
    g_ptr_array_sort_with_data(all, compare_keys, generating);
    for (guint i = 0; i < all->len; i++) {
        const ModelRelation *relation = all->pdata[i];
        TypeNode *entry = node_add(root, "entries");
        node_set(entry, "key", relation_key(generating, relation));
        node_set(entry, "symbol", symbol_of(generating, relation->identity));
    }
}

/* --- types */

/* A label with its enum's symbol before it, which is no other's and no type's. */
static const char *whole_label(Generating *generating, const ModelNamed *named, const char *label,
                               const char *word) {
    const char *key = arena_printf(generating->arena, "%s\n%s", named->identity, label);
    const char *whole = symbol_of(generating, key);
    if (whole)
        return whole;
    whole = arena_printf(generating->arena, "%s%s", symbol_of(generating, named->identity), word);
    whole = unique(generating, generating->taken, whole);
    g_hash_table_insert(generating->symbols, (gpointer)key, (gpointer)whole);
    return whole;
}

static void fill_named(Generating *generating, TypeNode *node, const ModelNamed *named) {
    node_set(node, "schema", named->schema);
    node_set(node, "other_schema",
             strcmp(named->schema, generating->default_schema) == 0 ? NULL : named->schema);
    node_set(node, "name", named->name);
    node_set(node, "symbol", symbol_of(generating, named->identity));
    node_flag(node, "renamed", g_strcmp0(symbol_of(generating, named->identity), named->name) != 0);
    node_set(node, "comment", named->comment);
    node_list(node, "labels");
    node_flag(node, "labelled", named->labels->len > 0);
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < named->labels->len; i++) {
        TypeNode *label = node_add(node, "labels");
        const char *called = called_label(generating, named->identity, named->labels->pdata[i]);
        const char *word =
            words_identifier(generating->arena, called ? called : named->labels->pdata[i],
                             generating->target->symbols, generating->target->letters);
        node_set(label, "label", named->labels->pdata[i]);
        node_set(label, "of", symbol_of(generating, named->identity));
        word = unique(generating, taken, word);
        node_set(label, "symbol", word);
        if (generating->target->whole_labels)
            node_set(label, "whole", whole_label(generating, named, named->labels->pdata[i], word));
        node_flag(label, "empty", !*(const char *)named->labels->pdata[i]);
        node_flag(label, "renamed",
                  strcmp(node_text(label, "symbol"), named->labels->pdata[i]) != 0);
    }
    add_columns(generating, node, named->columns);
    if (named->type.declared)
        expose_type(generating, node, &named->type, NULL);
}

/* --- the whole */

static void add_all_named(Generating *generating, TypeNode *node, const char *list,
                          const GPtrArray *all, const char *schema) {
    node_list(node, list);
    for (guint i = 0; i < all->len; i++) {
        const ModelNamed *named = all->pdata[i];
        if (!schema || strcmp(named->schema, schema) == 0)
            fill_named(generating, node_add(node, list), named);
    }
}

static void add_types(Generating *generating, TypeNode *node, const char *schema) {
    add_all_named(generating, node, "enums", generating->model->enums, schema);
    add_all_named(generating, node, "composites", generating->model->composites, schema);
    add_all_named(generating, node, "domains", generating->model->domains, schema);
    add_all_named(generating, node, "ranges", generating->model->ranges, schema);
}

/* --- joins */

guint expose_links(const ModelRelation *one, const ModelRelation *two) {
    guint count = 0;
    for (guint i = 0; i < one->links->len; i++) {
        const ModelLink *link = one->links->pdata[i];
        count += strcmp(link->schema, two->schema) == 0 && strcmp(link->relation, two->name) == 0;
    }
    return count;
}

static const ModelKey *primary_key(const ModelRelation *relation) {
    const ModelKey *key = relation->keys->len ? relation->keys->pdata[0] : NULL;
    return key && key->primary ? key : NULL;
}

static bool is_by_primary_key(const ModelRelation *to, const ModelLink *link) {
    const ModelKey *key = primary_key(to);
    return key && key->columns->len == 1 && link->columns->len == 1 &&
           strcmp(key->columns->pdata[0], link->referenced->pdata[0]) == 0;
}

static void add_join(Generating *generating, TypeNode *root, const ModelRelation *from,
                     const ModelLink *link) {
    const ModelRelation *to = expose_find(generating, link->schema, link->relation);
    if (!to || to == from || !is_by_primary_key(to, link) ||
        expose_links(from, to) + expose_links(to, from) > 1)
        return;
    g_autoptr(GPtrArray) columns = expose_columns(generating, from->columns);
    const char *symbol = symbol_of(generating, from->identity);
    g_autoptr(GHashTable) fields = expose_fields(generating, columns, symbol);
    TypeNode *node = node_add(root, "joins");
    node_set(node, "from", symbol);
    node_set(node, "to", symbol_of(generating, to->identity));
    node_set(node, "field", g_hash_table_lookup(fields, link->columns->pdata[0]));
    node_flag(root, "joined", true);
}

static void add_joins(Generating *generating, TypeNode *root) {
    const GPtrArray *all = generating->model->relations;
    node_list(root, "joins");
    node_list(root, "keyed_relations");
    for (guint i = 0; i < all->len; i++) {
        const ModelRelation *relation = all->pdata[i];
        if (!primary_key(relation))
            continue;
        node_set(node_add(root, "keyed_relations"), "symbol",
                 symbol_of(generating, relation->identity));
        for (guint l = 0; l < relation->links->len; l++)
            add_join(generating, root, relation, relation->links->pdata[l]);
    }
}

static void add_merged(Generating *generating, TypeNode *root) {
    const Model *model = generating->model;
    node_list(root, "all");
    for (guint i = 0; i < model->enums->len + model->composites->len; i++) {
        bool enumerated = i < model->enums->len;
        const ModelNamed *named =
            enumerated ? model->enums->pdata[i] : model->composites->pdata[i - model->enums->len];
        TypeNode *node = node_add(root, "all");
        fill_named(generating, node, named);
        node_flag(node, "enumerated", enumerated);
        node_flag(node, "composed", !enumerated);
    }
    for (guint i = 0; i < 2 * model->relations->len; i++) {
        const ModelRelation *relation = model->relations->pdata[i / 2];
        bool insert = i % 2;
        if (insert && !relation->writable)
            continue;
        TypeNode *node = node_add(root, "all");
        fill_relation(generating, node, relation);
        node_flag(node, "insert", insert);
        node_flag(node, "composed", !insert);
    }
}

static void add_schema(Generating *generating, TypeNode *root, const char *schema) {
    TypeNode *node = node_add(root, "schemas");
    node_set(node, "name", schema);
    node_list(node, "tables");
    node_list(node, "views");
    for (guint i = 0; i < generating->model->relations->len; i++) {
        const ModelRelation *relation = generating->model->relations->pdata[i];
        const char *list = relation->form == RELATION_TABLE ? "tables" : "views";
        if (strcmp(relation->schema, schema) == 0)
            fill_relation(generating, node_add(node, list), relation);
    }
    add_types(generating, node, schema);
    expose_functions(generating, node, schema);
}

TypeNode *expose(Generating *generating) {
    TypeNode *root = node_new(generating->arena, NULL);
    node_set(root, "target", generating->target->name);
    node_set(root, "default_schema", generating->default_schema);
    node_list(root, "schemas");
    for (guint i = 0; i < generating->model->schemas->len; i++)
        add_schema(generating, root, generating->model->schemas->pdata[i]);
    node_flag(root, "has_default",
              !schema_is_out(generating->default_schema, (void *)generating->options));
    add_relations(generating, root);
    add_joins(generating, root);
    node_set(root, "package", generating->options->package ? generating->options->package : "db");
    node_flag(root, "typed",
              generating->model->enums->len + generating->model->composites->len > 0);
    if (generating->target->merged)
        add_merged(generating, root);
    add_types(generating, root, NULL);
    if (generating->target->expose)
        generating->target->expose(generating, root);
    return root;
}
