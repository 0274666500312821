#include "prisma/schema.h"

#include "prisma/attribute.h"
#include "prisma/model.h"
#include "prisma/names.h"
#include <string.h>

/* --- enums */

static bool check_schema(PrismaSchema *schema, const PrismaBlock *block, guint on,
                         const char **name) {
    Reading *reading = &schema->reading;
    const PrismaAttr *attr = attr_find(block->attrs, "schema");
    if (!attr)
        return schema->schemas.count == 0 ||
               reading_fail(reading, block->at,
                            "the datasource lists schemas, so '%s' says which is its own: "
                            "@@schema(\"name\")",
                            block->name);
    if (!attr_text(reading, attr, on, "map", name))
        return false;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < schema->schemas.count; i++)
        g_ptr_array_add(names, (char *)((const PrismaExpr *)schema->schemas.items[i])->text);
    g_ptr_array_add(names, NULL);
    if (*name && g_strv_contains((const char *const *)names->pdata, *name))
        return true;
    return reading_fail_word(
        reading, attr->at, *name ? *name : "", (const char *const *)names->pdata,
        "'schemas' of the datasource does not list \"%s\"", *name ? *name : "");
}

/* `labels` has the values before it: label → PrismaValue*. */
static bool read_value(PrismaSchema *schema, PrismaEnum *enumeration, GHashTable *labels,
                       const PrismaMember *member) {
    Reading *reading = &schema->reading;
    PrismaValue *value = ARENA_NEW(reading->arena, PrismaValue);
    *value = (PrismaValue){member->name, member->name, member};
    if (!is_identifier(member->name))
        return reading_fail(reading, member->at,
                            "'%s' cannot be a value's name: it begins with a letter and has no "
                            "'-'; the label can be called so with @map",
                            member->name);
    if (!attrs_check(reading, member->attrs, ON_VALUE) ||
        !attr_map(reading, member->attrs, ON_VALUE, &value->label))
        return false;
    const PrismaValue *other = g_hash_table_lookup(enumeration->by_name, value->name);
    if (!other)
        other = g_hash_table_lookup(labels, value->label);
    if (other)
        return reading_fail(reading, member->at, "'%s' has the value '%s' already, on line %u",
                            enumeration->name, value->label, other->written->at.line);
    prisma_list_add(reading->arena, &enumeration->values, value);
    g_hash_table_insert(enumeration->by_name, (gpointer)value->name, value);
    g_hash_table_insert(labels, (gpointer)value->label, value);
    return true;
}

static bool read_enum(PrismaSchema *schema, PrismaEnum *enumeration) {
    Reading *reading = &schema->reading;
    const PrismaBlock *block = enumeration->written;
    if (!attrs_check(reading, block->attrs, ON_ENUM) ||
        !attr_map(reading, block->attrs, ON_ENUM, &enumeration->type) ||
        !check_schema(schema, block, ON_ENUM, &enumeration->schema))
        return false;
    g_autoptr(GHashTable) labels = g_hash_table_new(g_str_hash, g_str_equal);
    for (const PrismaMember *member = block->members; member; member = member->next)
        if (!read_value(schema, enumeration, labels, member))
            return false;
    return enumeration->values.count > 0 ||
           reading_fail(reading, block->at, "the enum '%s' has no value", block->name);
}

bool enums_read(PrismaSchema *schema) {
    for (guint i = 0; i < schema->enums.count; i++)
        if (!read_enum(schema, schema->enums.items[i]))
            return false;
    return true;
}

/* --- models */

static bool read_head(PrismaSchema *schema, PrismaModel *model) {
    Reading *reading = &schema->reading;
    const PrismaAttr *attrs = model->written->attrs;
    return attrs_check(reading, attrs, ON_MODEL) &&
           attr_map(reading, attrs, ON_MODEL, &model->table) &&
           check_schema(schema, model->written, ON_MODEL, &model->schema);
}

static bool read_models(PrismaSchema *schema) {
    static bool (*const parts[])(PrismaSchema *, PrismaModel *) = {read_head, fields_read,
                                                                   keys_read};
    for (guint part = 0; part < G_N_ELEMENTS(parts); part++)
        for (guint i = 0; i < schema->models.count; i++)
            if (!parts[part](schema, schema->models.items[i]))
                return false;
    return true;
}

/* --- blocks */

static void add_model(PrismaSchema *schema, const PrismaBlock *block) {
    PrismaModel *model = ARENA_NEW(schema->reading.arena, PrismaModel);
    model->name = model->table = block->name;
    model->written = block;
    model->view = block->type == BLOCK_VIEW;
    model->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    prisma_list_add(schema->reading.arena, &schema->models, model);
    g_hash_table_insert(schema->names, (gpointer)block->name, model);
}

static void add_enum(PrismaSchema *schema, const PrismaBlock *block) {
    PrismaEnum *enumeration = ARENA_NEW(schema->reading.arena, PrismaEnum);
    enumeration->name = enumeration->type = block->name;
    enumeration->written = block;
    enumeration->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    prisma_list_add(schema->reading.arena, &schema->enums, enumeration);
    g_hash_table_insert(schema->enum_names, (gpointer)block->name, enumeration);
}

static bool check_name(PrismaSchema *schema, GHashTable *seen, const PrismaBlock *block) {
    Reading *reading = &schema->reading;
    const PrismaBlock *first = g_hash_table_lookup(seen, block->name);
    if (WORD_FIND(scalar_words, block->name))
        return reading_fail(reading, block->at, "'%s' is the name of a scalar type", block->name);
    if (!is_identifier(block->name))
        return reading_fail(reading, block->at,
                            "'%s' cannot be a name: it begins with a letter and has no '-'; in "
                            "the database it can be called so with @@map",
                            block->name);
    if (first)
        return reading_fail(reading, block->at, "there is a %s '%s' already, at %s:%u",
                            prisma_block_word(first->type), block->name, first->at.file,
                            first->at.line);
    g_hash_table_insert(seen, (gpointer)block->name, (gpointer)block);
    return true;
}

static bool add_block(PrismaSchema *schema, GHashTable *seen, const PrismaBlock *block) {
    switch (block->type) {
    case BLOCK_GENERATOR:
        return true;
    case BLOCK_DATASOURCE:
        if (schema->datasource)
            return reading_fail(&schema->reading, block->at,
                                "a second datasource; the first is at %s:%u",
                                schema->datasource->at.file, schema->datasource->at.line);
        schema->datasource = block;
        return true;
    case BLOCK_TYPE:
        return reading_fail(&schema->reading, block->at,
                            "PostgreSQL has no composite types in Prisma's language; make '%s' a "
                            "model, or its fields Json",
                            block->name);
    case BLOCK_MODEL:
    case BLOCK_VIEW:
    case BLOCK_ENUM:
        break;
    }
    if (!check_name(schema, seen, block))
        return false;
    (block->type == BLOCK_ENUM ? add_enum : add_model)(schema, block);
    return true;
}

static bool add_blocks(PrismaSchema *schema) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (const PrismaBlock *block = schema->blocks; block; block = block->next)
        if (!add_block(schema, seen, block))
            return false;
    return true;
}

/* --- the whole */

static bool read_files(PrismaSchema *schema, const PrismaText *files, guint count) {
    PrismaBlock **last = &schema->blocks;
    for (guint i = 0; i < count; i++)
        if (!prisma_parse(&schema->reading, &files[i], &last))
            return false;
    return true;
}

static bool read_all(PrismaSchema *schema, const PrismaText *files, guint count) {
    return read_files(schema, files, count) && add_blocks(schema) && datasource_read(schema) &&
           enums_read(schema) && read_models(schema) && relations_read(schema) &&
           names_check(schema);
}

/* The file as the caller names it. */
static const char *file_of(const PrismaText *files, guint count, const char *name) {
    for (guint i = 0; i < count; i++)
        if (g_strcmp0(files[i].name, name) == 0)
            return files[i].name;
    return NULL;
}

PrismaSchema *prisma_read(const PrismaText *files, guint count, const PrismaOptions *options,
                          Location *where, GError **error) {
    g_autoptr(PrismaSchema) schema = g_new0(PrismaSchema, 1);
    schema->reading.arena = arena_new();
    schema->names = g_hash_table_new(g_str_hash, g_str_equal);
    schema->enum_names = g_hash_table_new(g_str_hash, g_str_equal);
    schema->options = options ? *options : (PrismaOptions){0};
    schema->foreign_keys = true;
    if (read_all(schema, files, count) && !schema->reading.error)
        return g_steal_pointer(&schema);
    if (where) {
        *where = schema->reading.where;
        where->file = file_of(files, count, where->file);
    }
    g_propagate_error(error, g_steal_pointer(&schema->reading.error));
    return NULL;
}

void prisma_free(PrismaSchema *schema) {
    if (!schema)
        return;
    g_clear_error(&schema->reading.error);
    for (guint i = 0; i < schema->models.count; i++)
        g_hash_table_unref(((PrismaModel *)schema->models.items[i])->by_name);
    for (guint i = 0; i < schema->enums.count; i++)
        g_hash_table_unref(((PrismaEnum *)schema->enums.items[i])->by_name);
    g_hash_table_unref(schema->names);
    g_hash_table_unref(schema->enum_names);
    arena_free(schema->reading.arena);
    g_free(schema);
}
