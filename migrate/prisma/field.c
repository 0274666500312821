/* Fields: what their types mean in the database. */
#include "prisma/attribute.h"
#include "prisma/model.h"
#include "prisma/names.h"

#include "base/suggest.h"
#include <string.h>

/* Fields that are relations are compared with each other, so there is an end to their number. */
enum { MAX_FIELDS = 2000, MAX_LENGTH = 10485760, MAX_PRECISION = 1000, MAX_FRACTION = 6 };

/* --- native types */

static bool fail_native_args(Reading *reading, const NativeWord *word, const PrismaAttr *attr) {
    static const char *const forms[] = {
        [NATIVE_PLAIN] = "takes no argument",
        [NATIVE_LENGTH] = "takes one argument, the length (at most 10485760)",
        [NATIVE_PRECISION] = "takes one argument, the digits of a second's fraction (0 to 6)",
        [NATIVE_DECIMAL] =
            "takes two arguments, precision (1 to 1000) and scale (at most the precision)",
    };
    return reading_fail(reading, attr->at, "@%s %s", attr->name, forms[word->args]);
}

static bool read_number(const PrismaArg *arg, guint64 least, guint64 most, guint64 *number) {
    return arg && !arg->name && arg->value->type == EXPR_NUMBER &&
           g_ascii_string_to_unsigned(arg->value->text, 10, least, most, number, NULL);
}

static bool are_args_good(const NativeWord *word, const PrismaArg *arg) {
    guint64 first, second;
    switch (word->args) {
    case NATIVE_PLAIN:
        return false;
    case NATIVE_LENGTH:
        return read_number(arg, 0, MAX_LENGTH, &first) && !arg->next;
    case NATIVE_PRECISION:
        return read_number(arg, 0, MAX_FRACTION, &first) && !arg->next;
    case NATIVE_DECIMAL:
        break;
    }
    return read_number(arg, 1, MAX_PRECISION, &first) &&
           read_number(arg->next, 0, first, &second) && !arg->next->next;
}

static bool set_native(Reading *reading, PrismaField *field, const NativeWord *word,
                       const PrismaAttr *attr) {
    const PrismaArg *arg = attr->args;
    if (arg && !are_args_good(word, arg))
        return fail_native_args(reading, word, attr);
    field->native = word;
    if (!arg)
        field->sql_type = word->sql;
    else if (arg->next)
        field->sql_type = arena_printf(reading->arena, "%s(%s,%s)", word->sql, arg->value->text,
                                       arg->next->value->text);
    else
        field->sql_type = arena_printf(reading->arena, "%s(%s)", word->sql, arg->value->text);
    return true;
}

static bool check_prefix(PrismaSchema *schema, const PrismaAttr *attr, gsize length) {
    const char *source = schema->datasource ? schema->datasource->name : "db";
    if (strlen(source) == length && strncmp(source, attr->name, length) == 0)
        return true;
    return reading_fail(&schema->reading, attr->at,
                        "@%s: a native type begins with the name of the datasource: @%s%s",
                        attr->name, source, attr->name + length);
}

static bool read_native(PrismaSchema *schema, PrismaField *field, const PrismaAttr *attr) {
    Reading *reading = &schema->reading;
    const char *dot = strchr(attr->name, '.');
    if (!check_prefix(schema, attr, (gsize)(dot - attr->name)))
        return false;
    if (field->native)
        return reading_fail(reading, attr->at, "a second native type");
    if (field->type != FIELD_SCALAR)
        return reading_fail(reading, attr->at, "@%s stands on '%s', which is no scalar", attr->name,
                            field->name);
    const NativeWord *word = WORD_FIND(native_words, dot + 1);
    if (!word)
        return WORD_FAIL(reading, attr->at, native_words, dot + 1, "unknown native type '@%s'",
                         attr->name);
    if (word->scalar != field->scalar->scalar)
        return reading_fail(reading, attr->at, "@%s does not fit a field of type %s", attr->name,
                            field->scalar->name);
    return set_native(reading, field, word, attr);
}

static bool read_natives(PrismaSchema *schema, PrismaField *field) {
    for (const PrismaAttr *attr = field->written->attrs; attr; attr = attr->next)
        if (strchr(attr->name, '.') && !read_native(schema, field, attr))
            return false;
    return true;
}

/* --- types */

static bool fail_type(PrismaSchema *schema, const PrismaMember *written) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const ScalarWord *word = scalar_words; word->name; word++)
        g_ptr_array_add(names, (char *)word->name);
    for (guint i = 0; i < schema->models.count; i++)
        g_ptr_array_add(names, (char *)((PrismaModel *)schema->models.items[i])->name);
    for (guint i = 0; i < schema->enums.count; i++)
        g_ptr_array_add(names, (char *)((PrismaEnum *)schema->enums.items[i])->name);
    g_ptr_array_add(names, NULL);
    const char *near = suggest(written->type, (const char *const *)names->pdata);
    return reading_fail(&schema->reading, written->type_at,
                        near ? "unknown type '%s'; did you mean '%s'?"
                             : "unknown type '%s': no scalar, model or enum has this name",
                        written->type, near);
}

static const char *enum_type(PrismaSchema *schema, const PrismaEnum *enumeration) {
    g_autoptr(GString) sql = g_string_new(NULL);
    if (enumeration->schema) {
        append_name(sql, enumeration->schema);
        g_string_append_c(sql, '.');
    }
    append_name(sql, enumeration->type);
    return arena_strdup(schema->reading.arena, sql->str);
}

static bool find_type(PrismaSchema *schema, PrismaField *field) {
    const PrismaMember *written = field->written;
    if (written->unsupported) {
        field->type = FIELD_UNSUPPORTED;
        field->sql_type = written->type;
        return *written->type != '\0' ||
               reading_fail(&schema->reading, written->type_at, "Unsupported() needs a type");
    }
    field->scalar = WORD_FIND(scalar_words, written->type);
    if (field->scalar) {
        field->sql_type = field->scalar->sql;
        return true;
    }
    field->enumeration = g_hash_table_lookup(schema->enum_names, written->type);
    if (field->enumeration) {
        field->type = FIELD_ENUM;
        field->sql_type = enum_type(schema, field->enumeration);
        return true;
    }
    field->type = FIELD_RELATION;
    field->target = g_hash_table_lookup(schema->names, written->type);
    return field->target || fail_type(schema, written);
}

/* --- attributes */

static bool check_relation_attrs(Reading *reading, const PrismaField *field) {
    static const char *const allowed[] = {"relation", "ignore", "default", NULL};
    for (const PrismaAttr *attr = field->written->attrs; attr; attr = attr->next)
        if (!g_strv_contains(allowed, attr->name))
            return reading_fail(reading, attr->at,
                                "@%s stands on the relation '%s'; it belongs on its scalar field",
                                attr->name, field->name);
    return true;
}

static bool check_scalar_attrs(Reading *reading, const PrismaField *field) {
    const PrismaAttr *relation = attr_find(field->written->attrs, "relation");
    const PrismaAttr *updated = attr_find(field->written->attrs, "updatedAt");
    if (relation)
        return reading_fail(reading, relation->at,
                            "@relation stands on '%s', whose type is no "
                            "model",
                            field->name);
    if (updated && (!field->scalar || field->scalar->scalar != SCALAR_DATETIME ||
                    field->written->arity == ARITY_LIST))
        return reading_fail(reading, updated->at, "@updatedAt stands on a DateTime");
    return true;
}

static bool read_attrs(PrismaSchema *schema, PrismaField *field) {
    Reading *reading = &schema->reading;
    const PrismaAttr *attrs = field->written->attrs;
    const PrismaAttr *value = attr_find(attrs, "default");
    if (!attrs_check(reading, attrs, ON_FIELD) || !read_natives(schema, field))
        return false;
    if (value && !default_read(reading, field, value))
        return false;
    return field->type == FIELD_RELATION ? check_relation_attrs(reading, field)
                                         : check_scalar_attrs(reading, field) &&
                                               attr_map(reading, attrs, ON_FIELD, &field->column);
}

/* `columns` has the fields before it: column → PrismaField*. */
static bool check_unique_names(PrismaSchema *schema, const PrismaModel *model, GHashTable *columns,
                               const PrismaField *field) {
    const PrismaField *other = model_field(model, field->name);
    if (other)
        return reading_fail(&schema->reading, field->written->at,
                            "'%s' has a field '%s' already, on line %u", model->name, field->name,
                            other->written->at.line);
    if (model->fields.count == MAX_FIELDS)
        return reading_fail(&schema->reading, field->written->at,
                            "'%s' has more than %d fields; a table has at most 1600 columns",
                            model->name, MAX_FIELDS);
    if (field->type == FIELD_RELATION)
        return true;
    other = g_hash_table_lookup(columns, field->column);
    if (other)
        return reading_fail(&schema->reading, field->written->at,
                            "the column \"%s\" is that of the field '%s' already, on line %u",
                            field->column, other->name, other->written->at.line);
    g_hash_table_insert(columns, (gpointer)field->column, (gpointer)field);
    return true;
}

static bool check_field_name(Reading *reading, const PrismaMember *written) {
    if (!is_identifier(written->name))
        return reading_fail(reading, written->at,
                            "'%s' cannot be a field's name: it begins with a letter and has no "
                            "'-'; the column can be called so with @map",
                            written->name);
    return true;
}

bool fields_read(PrismaSchema *schema, PrismaModel *model) {
    Reading *reading = &schema->reading;
    g_autoptr(GHashTable) columns = g_hash_table_new(g_str_hash, g_str_equal);
    for (const PrismaMember *written = model->written->members; written; written = written->next) {
        PrismaField *field = ARENA_NEW(reading->arena, PrismaField);
        field->name = field->column = written->name;
        field->model = model;
        field->written = written;
        if (!check_field_name(reading, written) || !find_type(schema, field) ||
            !read_attrs(schema, field) || !check_unique_names(schema, model, columns, field))
            return false;
        prisma_list_add(reading->arena, &model->fields, field);
        g_hash_table_insert(model->by_name, (gpointer)field->name, field);
    }
    return true;
}

const PrismaField *model_field(const PrismaModel *model, const char *name) {
    return g_hash_table_lookup(model->by_name, name);
}

const PrismaField *field_named(Reading *reading, const PrismaModel *model, const PrismaExpr *expr) {
    const PrismaField *field = model_field(model, expr->text);
    if (!field) {
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (guint i = 0; i < model->fields.count; i++)
            g_ptr_array_add(names, (char *)((PrismaField *)model->fields.items[i])->name);
        g_ptr_array_add(names, NULL);
        reading_fail_word(reading, expr->at, expr->text, (const char *const *)names->pdata,
                          "'%s' has no field '%s'", model->name, expr->text);
        return NULL;
    }
    if (field->type == FIELD_RELATION) {
        reading_fail(reading, expr->at,
                     "'%s' is a relation; name the scalar field that it uses instead", expr->text);
        return NULL;
    }
    return field;
}
