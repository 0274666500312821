/* Models of Prisma's language, laid out for the template of target_prisma.c. */
#include "types/psl.h"

#include "types/filters.h"
#include <string.h>

/* --- types */

static const NativeWord *native_of(const Generating *generating, const ModelType *type) {
    const TypeMapping *row = mapping_find_anywhere(generating, type->base);
    return type->form == FORM_SCALAR && row && row->write ? WORD_FIND(native_words, row->write)
                                                          : NULL;
}

/* " @db.VarChar(20)", nothing where the scalar alone means the same. */
static const char *native_text(Arena *arena, const NativeWord *native, const ScalarWord *scalar,
                               const char *modifiers) {
    bool sized = modifiers && native->args != NATIVE_PLAIN;
    const char *size = sized ? arena_printf(arena, "(%s)", modifiers) : "";
    g_autofree char *sql = g_strdup_printf("%s%s", native->sql, size);
    return strcmp(sql, scalar->sql) == 0 ? ""
                                         : arena_printf(arena, " @db.%s%s", native->name, size);
}

/* The type without what it is an array of. */
static const char *element_of(Arena *arena, const char *declared) {
    gsize length = strlen(declared);
    while (length > 2 && strncmp(declared + length - 2, "[]", 2) == 0)
        length -= 2;
    return arena_strndup(arena, declared, length);
}

/* A column's type in the language: its scalar and its native type, where it is one of these. */
typedef struct {
    const char *type, *native;
    const ScalarWord *scalar;
} PslType;

static PslType type_of(Generating *generating, const ModelColumn *column) {
    Arena *arena = generating->arena;
    const ModelType *type = &column->type;
    const NativeWord *native = native_of(generating, type);
    const char *name = mapping_element(generating, type, column->path, USE_READ);
    bool sayable = name && !(type->modifiers && strchr(type->modifiers, '-'));
    if (!sayable)
        return (PslType){arena_printf(arena, "Unsupported(%s)",
                                      psl_string(arena, element_of(arena, type->declared))),
                         "", NULL};
    const ScalarWord *scalar = WORD_FIND(scalar_words, name);
    bool fits = native && scalar && native->scalar == scalar->scalar;
    return (PslType){name, fits ? native_text(arena, native, scalar, type->modifiers) : "", scalar};
}

/* --- fields */

static const Object *object_of(Arena *arena, const PslModel *model, const ModelColumn *column) {
    const Object *table = model->relation->object;
    for (guint i = 0; i < table->child_count; i++) {
        const Object *object = table->children[i];
        if (strcmp(object->kind->name, "column") == 0 &&
            strcmp(words_unquote_name(arena, object->name), column->name) == 0)
            return object;
    }
    return NULL;
}

static void note_column(Arena *arena, PslModel *model, const ModelColumn *column) {
    const Object *object = object_of(arena, model, column);
    const char *collation = object ? object_value(object, "collation") : NULL;
    if (column->type.domain)
        psl_note(arena, model, "%s is of domain %s", column->name, column->type.domain->identity);
    if (column->identity)
        psl_note(arena, model, "%s is an identity", column->name);
    if (column->generated_sql)
        psl_note(arena, model, "%s is generated", column->name);
    if (column->type.array && !column->nullable)
        psl_note(arena, model, "%s is NOT NULL", column->name);
    if (collation)
        psl_note(arena, model, "%s has collation %s", column->name, collation);
}

static const char *arity_of(const ModelColumn *column) {
    return column->type.array ? "[]" : column->nullable ? "?" : "";
}

static const char *key_on(Arena *arena, const PslModel *model, const char *column) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < model->keys.count; i++) {
        const char *field;
        const char *attribute = psl_key_text(arena, model, model->keys.items[i], &field);
        if (g_strcmp0(field, column) == 0)
            g_string_append_printf(text, " %s", attribute);
    }
    return arena_strdup(arena, text->str);
}

static void add_column(Generating *generating, PslModel *model, const ModelColumn *column,
                       GHashTable *labels) {
    Arena *arena = generating->arena;
    const char *field = g_hash_table_lookup(model->fields, column->name);
    PslType type = type_of(generating, column);
    TypeNode *node = node_add(model->node, "fields");
    const char *map = strcmp(field, column->name) != 0
                          ? arena_printf(arena, " @map(%s)", psl_string(arena, column->name))
                          : "";
    node_set(node, "name", field);
    node_set(node, "type", arena_printf(arena, "%s%s", type.type, arity_of(column)));
    node_set(node, "comment", column->comment);
    node_set(node, "rest",
             arena_printf(arena, "%s%s%s%s", key_on(arena, model, column->name),
                          psl_default(arena, model->relation, column, type.scalar, labels), map,
                          type.native));
    note_column(arena, model, column);
}

/* --- models */

/* Whether a key without NULL, of types that the language has, tells the rows apart. */
static bool is_usable(const Generating *generating, const PslModel *model) {
    for (guint i = 0; i < model->keys.count; i++) {
        const PslKey *key = model->keys.items[i];
        bool usable = key->primary || key->unique;
        for (guint e = 0; e < key->elements.count && usable; e++) {
            const char *name = ((PslElement *)key->elements.items[e])->column;
            const ModelColumn *column = model_column(generating->model, model->relation->schema,
                                                     model->relation->name, name);
            usable = column && !column->nullable && !column->type.array &&
                     g_hash_table_contains(model->types, name);
        }
        if (usable)
            return true;
    }
    return false;
}

static PslModel *new_model(Generating *generating, const ModelRelation *relation) {
    PslModel *model = ARENA_NEW(generating->arena, PslModel);
    GHashTableIter iter;
    gpointer field;
    g_autoptr(GPtrArray) columns = expose_columns(generating, relation->columns);
    const char *symbol = symbol_of(generating, relation->identity);
    *model = (PslModel){.relation = relation,
                        .symbol = symbol,
                        .fields = expose_fields(generating, columns, symbol),
                        .types = g_hash_table_new(g_str_hash, g_str_equal),
                        .taken = g_hash_table_new(g_str_hash, g_str_equal)};
    g_hash_table_iter_init(&iter, model->fields);
    while (g_hash_table_iter_next(&iter, NULL, &field))
        g_hash_table_add(model->taken, field);
    for (guint i = 0; i < columns->len; i++) {
        const ModelColumn *column = columns->pdata[i];
        PslType type = type_of(generating, column);
        if (!g_str_has_prefix(type.type, "Unsupported("))
            g_hash_table_insert(model->types, (gpointer)column->name, (gpointer)type.type);
    }
    psl_keys_read(generating->arena, model);
    return model;
}

static void free_model(gpointer data) {
    PslModel *model = data;
    g_hash_table_unref(model->fields);
    g_hash_table_unref(model->types);
    g_hash_table_unref(model->taken);
}

static void add_attributes(const Generating *generating, const PslModel *model, bool schemas) {
    const ModelRelation *relation = model->relation;
    Arena *arena = generating->arena;
    node_list(model->node, "attributes");
    for (guint i = 0; i < model->keys.count; i++) {
        const char *field, *text = psl_key_text(arena, model, model->keys.items[i], &field);
        if (!field)
            node_set(node_add(model->node, "attributes"), "text", text);
    }
    if (strcmp(model->symbol, relation->name) != 0)
        node_set(node_add(model->node, "attributes"), "text",
                 arena_printf(arena, "@@map(%s)", psl_string(arena, relation->name)));
    if (!is_usable(generating, model))
        node_set(node_add(model->node, "attributes"), "text", "@@ignore");
    if (schemas)
        node_set(node_add(model->node, "attributes"), "text",
                 arena_printf(arena, "@@schema(%s)", psl_string(arena, relation->schema)));
    guint count;
    node_items(model->node, "attributes", &count);
    node_flag(model->node, "attributed", count > 0);
}

static void add_model(Generating *generating, TypeNode *root, PslModel *model, GHashTable *labels) {
    model->node = node_add(root, "models");
    node_set(model->node, "symbol", model->symbol);
    node_set(model->node, "comment", model->relation->comment);
    node_flag(model->node, "ignored", !is_usable(generating, model));
    g_autoptr(GPtrArray) columns = expose_columns(generating, model->relation->columns);
    for (guint i = 0; i < columns->len; i++)
        add_column(generating, model, columns->pdata[i], labels);
}

static void add_notes(const PslModel *model) {
    node_list(model->node, "notes");
    for (guint i = 0; i < model->notes.count; i++)
        node_set(node_add(model->node, "notes"), "text", model->notes.items[i]);
    node_flag(model->node, "noted", model->notes.count > 0);
}

/* What the language wants in columns: blanks behind name and type. */
static void align(Arena *arena, TypeNode *around, const char *list) {
    gsize name = 0, type = 0;
    guint count;
    TypeNode *const *items = (TypeNode *const *)node_items(around, list, &count);
    for (guint i = 0; i < count; i++) {
        name = MAX(name, strlen(node_text(items[i], "name")));
        type = MAX(type, strlen(node_text(items[i], "type")));
    }
    for (guint i = 0; i < count; i++) {
        const char *rest = node_text(items[i], "rest");
        node_set(items[i], "line",
                 arena_printf(arena, "%-*s %-*s%s", (int)name, node_text(items[i], "name"),
                              *rest ? (int)type : 0, node_text(items[i], "type"), rest));
    }
}

/* --- the whole */

static GHashTable *read_labels(const Generating *generating, const TypeNode *root) {
    GHashTable *labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint count, of;
    const TypeNode *const *enums = node_items(root, "enums", &count);
    for (guint i = 0; i < count; i++) {
        const ModelNamed *named = generating->model->enums->pdata[i];
        const TypeNode *const *items = node_items(enums[i], "labels", &of);
        for (guint l = 0; l < of; l++)
            g_hash_table_insert(
                labels, g_strdup_printf("%s\n%s", named->identity, node_text(items[l], "label")),
                (gpointer)node_text(items[l], "symbol"));
    }
    return labels;
}

/* Whether all is in the schema that goes without saying; else each says its own. */
static bool needs_schemas(const Generating *generating) {
    const Model *model = generating->model;
    bool needs = false;
    for (guint i = 0; i < model->relations->len; i++)
        needs |= g_strcmp0(((ModelRelation *)model->relations->pdata[i])->schema,
                           generating->default_schema) != 0;
    for (guint i = 0; i < model->enums->len; i++)
        needs |= g_strcmp0(((ModelNamed *)model->enums->pdata[i])->schema,
                           generating->default_schema) != 0;
    return needs;
}

static void add_schemas(const Generating *generating, TypeNode *root) {
    g_autoptr(GHashTable) used = g_hash_table_new(g_str_hash, g_str_equal);
    const Model *model = generating->model;
    node_flag(root, "in_schemas", needs_schemas(generating));
    node_list(root, "used_schemas");
    for (guint i = 0; i < model->relations->len; i++)
        g_hash_table_add(used, (gpointer)((ModelRelation *)model->relations->pdata[i])->schema);
    for (guint i = 0; i < model->enums->len; i++)
        g_hash_table_add(used, (gpointer)((ModelNamed *)model->enums->pdata[i])->schema);
    for (guint i = 0; i < model->schemas->len; i++)
        if (g_hash_table_contains(used, model->schemas->pdata[i]))
            node_set(node_add(root, "used_schemas"), "name", model->schemas->pdata[i]);
}

void psl_expose(Generating *generating, TypeNode *root) {
    g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func(free_model);
    g_autoptr(GHashTable) labels = read_labels(generating, root);
    const GPtrArray *relations = generating->model->relations;
    node_list(root, "models");
    for (guint i = 0; i < relations->len; i++)
        if (((const ModelRelation *)relations->pdata[i])->form == RELATION_TABLE)
            g_ptr_array_add(models, new_model(generating, relations->pdata[i]));
    psl_joins_find(generating, models);
    add_schemas(generating, root);
    for (guint i = 0; i < models->len; i++)
        if (!((PslModel *)models->pdata[i])->join)
            add_model(generating, root, models->pdata[i], labels);
    psl_relations_add(generating, models);
    for (guint i = 0; i < models->len; i++) {
        const PslModel *model = models->pdata[i];
        if (model->join)
            continue;
        add_attributes(generating, model, node_text(root, "in_schemas") != NULL);
        add_notes(model);
        align(generating->arena, model->node, "fields");
    }
}
