/* Keys: @id, @unique, @@id, @@unique, @@index. */
#include "prisma/attribute.h"
#include "prisma/model.h"
#include "prisma/names.h"
#include <string.h>

static const char *const unsupported_args[] = {"length", "clustered", NULL};

/* What other databases have. */
static bool check_unsupported(Reading *reading, const PrismaAttr *attr, guint on, bool primary) {
    const PrismaExpr *sort = primary ? attr_value(attr, on, "sort") : NULL;
    for (guint i = 0; unsupported_args[i]; i++) {
        const PrismaExpr *value = attr_value(attr, on, unsupported_args[i]);
        if (value)
            return reading_fail(reading, value->at, "PostgreSQL has no '%s' in an index",
                                unsupported_args[i]);
    }
    return !sort || reading_fail(reading, sort->at, "PostgreSQL has no 'sort' in a primary key");
}

static bool read_order(Reading *reading, const PrismaExpr *value, const char **order) {
    static const char *const words[] = {"Asc", "Desc", NULL};
    if (!value)
        return true;
    if (value->type != EXPR_NAME || !g_strv_contains(words, value->text))
        return reading_fail(reading, value->at, "'sort' is Asc or Desc");
    *order = strcmp(value->text, "Asc") == 0 ? "ASC" : "DESC";
    return true;
}

/* raw("…"): SQL as it stands. */
static bool is_raw(const PrismaExpr *value) {
    return value->type == EXPR_CALL && strcmp(value->text, "raw") == 0 && value->args &&
           !value->args->next && !value->args->name && value->args->value->type == EXPR_STRING;
}

static bool is_for_method(const OperatorWord *word, const PrismaKey *key) {
    g_auto(GStrv) types = g_strsplit(word->types, " ", -1);
    for (guint i = 0; types[i]; i++) {
        const char *method = WORD_FIND(index_type_words, types[i])->sql;
        if (g_strcmp0(method, key->method) == 0)
            return true;
    }
    return false;
}

static bool read_ops(Reading *reading, const PrismaKey *key, const PrismaExpr *value,
                     const char **ops) {
    if (!value)
        return true;
    if (key->type != KEY_INDEX)
        return reading_fail(reading, value->at, "'ops' stands in an @@index only");
    if (is_raw(value)) {
        *ops = value->args->value->text;
        return true;
    }
    if (value->type != EXPR_NAME)
        return reading_fail(reading, value->at,
                            "'ops' is the name of an operator class, or raw(\"name\")");
    const OperatorWord *word = WORD_FIND(operator_words, value->text);
    if (!word)
        return WORD_FAIL(reading, value->at, operator_words, value->text,
                         "unknown operator class '%s'; others are written raw(\"name\")",
                         value->text);
    if (!is_for_method(word, key))
        return reading_fail(reading, value->at, "the operator class %s is for an index of type %s",
                            word->name, word->types);
    *ops = word->sql;
    return true;
}

/* field(sort: Desc, ops: raw("…")) */
static bool read_element_args(Reading *reading, const PrismaKey *key, const PrismaArg *args,
                              PrismaElement *element) {
    static const char *const known[] = {"sort", "ops", NULL};
    for (const PrismaArg *arg = args; arg; arg = arg->next) {
        const char *name = arg->name ? arg->name : "";
        if (g_strv_contains(unsupported_args, name))
            return reading_fail(reading, arg->at, "PostgreSQL has no '%s' in an index", name);
        if (!g_strv_contains(known, name))
            return reading_fail_word(reading, arg->at, name, known,
                                     "an index's field has no argument '%s'", name);
        if (key->type == KEY_PRIMARY)
            return reading_fail(reading, arg->at, "PostgreSQL has no '%s' in a primary key", name);
        if (!(strcmp(name, "sort") == 0 ? read_order(reading, arg->value, &element->order)
                                        : read_ops(reading, key, arg->value, &element->ops)))
            return false;
    }
    return true;
}

static bool add_element(Reading *reading, PrismaKey *key, const PrismaArg *arg) {
    PrismaElement *element = ARENA_NEW(reading->arena, PrismaElement);
    const PrismaExpr *expr = arg->value;
    if (strchr(expr->text, '.'))
        return reading_fail(reading, expr->at, "PostgreSQL has no composite types in an index");
    element->field = field_named(reading, key->model, expr);
    if (!element->field || !read_element_args(reading, key, expr->args, element))
        return false;
    for (guint i = 0; i < key->elements.count; i++)
        if (((PrismaElement *)key->elements.items[i])->field == element->field)
            return reading_fail(reading, expr->at, "'%s' is listed twice", expr->text);
    if (element->order && key->method && strcmp(key->method, "HASH") == 0)
        return reading_fail(reading, expr->at, "an index of type Hash has no 'sort'");
    prisma_list_add(reading->arena, &key->elements, element);
    return true;
}

/* --- where: of a partial index */

static bool append_value(Reading *reading, const PrismaExpr *value, GString *out) {
    if (value->type == EXPR_STRING) {
        append_text(out, value->text);
        return true;
    }
    if (value->type == EXPR_NUMBER ||
        (value->type == EXPR_NAME &&
         (strcmp(value->text, "true") == 0 || strcmp(value->text, "false") == 0))) {
        g_string_append(out, value->text);
        return true;
    }
    return reading_fail(reading, value->at,
                        "expected true, false, null, a number, a text or { not: … }; anything "
                        "else is written where: raw(\"SQL\")");
}

static bool is_null(const PrismaExpr *value) {
    return value->type == EXPR_NAME && strcmp(value->text, "null") == 0;
}

static bool append_condition(Reading *reading, const PrismaModel *model, const PrismaArg *arg,
                             GString *out) {
    const PrismaExpr name = {.type = EXPR_NAME, .at = arg->at, .text = arg->name};
    const PrismaField *field = field_named(reading, model, &name);
    const PrismaExpr *value = arg->value;
    bool not = value->type == EXPR_OBJECT && value->args && !value->args->next &&
               strcmp(value->args->name, "not") == 0;
    if (!field)
        return false;
    if (not )
        value = value->args->value;
    append_name(out, field->column);
    if (is_null(value)) {
        g_string_append(out, not ? " IS NOT NULL" : " IS NULL");
        return true;
    }
    g_string_append(out, not ? " != " : " = ");
    return append_value(reading, value, out);
}

static bool read_where(Reading *reading, PrismaKey *key, const PrismaExpr *value) {
    g_autoptr(GString) out = g_string_new(NULL);
    if (!value)
        return true;
    if (is_raw(value)) {
        key->where = value->args->value->text;
        return true;
    }
    if (value->type != EXPR_OBJECT || !value->args)
        return reading_fail(reading, value->at, "'where' is raw(\"SQL\") or { field: value, … }");
    for (const PrismaArg *arg = value->args; arg; arg = arg->next) {
        if (!append_condition(reading, key->model, arg, out))
            return false;
        if (arg->next)
            g_string_append(out, " AND ");
    }
    key->where = arena_strdup(reading->arena, out->str);
    return true;
}

/* --- names */

static const char *default_name(Reading *reading, const PrismaKey *key) {
    static const char *const suffixes[] = {
        [KEY_PRIMARY] = "_pkey", [KEY_INDEX] = "_idx", [KEY_UNIQUE] = "_key"};
    guint count = key->type == KEY_PRIMARY ? 0 : key->elements.count;
    g_autofree const char **columns = g_new(const char *, count + 1);
    for (guint i = 0; i < count; i++)
        columns[i] = ((PrismaElement *)key->elements.items[i])->field->column;
    return name_of_key(reading->arena, key->model->table, columns, count, suffixes[key->type]);
}

/* `name:` of an index is an old word for `map:`; of keys it is only the client's. */
static bool read_name(Reading *reading, PrismaKey *key, const PrismaAttr *attr, guint on) {
    const PrismaExpr *name = key->type == KEY_INDEX ? attr_value(attr, on, "name") : NULL;
    if (name && attr_value(attr, on, "map"))
        return reading_fail(reading, name->at,
                            "'name' of an index is an old word for 'map'; keep 'map' alone");
    return attr_text(reading, attr, on, name ? "name" : "map", &key->name);
}

/* --- keys */

static PrismaKey *new_key(Reading *reading, PrismaModel *model, PrismaKeyType type,
                          const PrismaAttr *attr) {
    PrismaKey *key = ARENA_NEW(reading->arena, PrismaKey);
    key->type = type;
    key->model = model;
    key->at = attr->at;
    key->renamed = attr->renamed;
    return key;
}

static bool finish_key(Reading *reading, PrismaKey *key, const PrismaAttr *attr, guint on) {
    PrismaModel *model = key->model;
    if (!check_unsupported(reading, attr, on, key->type == KEY_PRIMARY) ||
        !read_name(reading, key, attr, on))
        return false;
    if (key->type != KEY_PRIMARY && !read_where(reading, key, attr_value(attr, on, "where")))
        return false;
    if (!key->name)
        key->name = default_name(reading, key);
    if (key->type != KEY_PRIMARY)
        prisma_list_add(reading->arena, &model->keys, key);
    else if (model->primary)
        return reading_fail(reading, attr->at, "'%s' has a primary key already, on line %u",
                            model->name, model->primary->at.line);
    else
        model->primary = key;
    return true;
}

static bool read_field_key(Reading *reading, PrismaModel *model, const PrismaField *field,
                           PrismaKeyType type, const char *word) {
    const PrismaAttr *attr = attr_find(field->written->attrs, word);
    if (!attr)
        return true;
    PrismaKey *key = new_key(reading, model, type, attr);
    PrismaElement *element = ARENA_NEW(reading->arena, PrismaElement);
    element->field = field;
    prisma_list_add(reading->arena, &key->elements, element);
    if (!read_order(reading, attr_value(attr, ON_FIELD, "sort"), &element->order))
        return false;
    return finish_key(reading, key, attr, ON_FIELD);
}

static bool read_method(Reading *reading, PrismaKey *key, const PrismaExpr *type) {
    if (!type)
        return true;
    const IndexTypeWord *word =
        type->type == EXPR_NAME ? WORD_FIND(index_type_words, type->text) : NULL;
    if (!word)
        return WORD_FAIL(reading, type->at, index_type_words, type->text ? type->text : "",
                         "unknown type of index");
    key->method = word->sql;
    return true;
}

static bool read_block_key(Reading *reading, PrismaModel *model, PrismaKeyType type,
                           const PrismaAttr *attr) {
    PrismaKey *key = new_key(reading, model, type, attr);
    if (type == KEY_INDEX && !read_method(reading, key, attr_value(attr, ON_MODEL, "type")))
        return false;
    const PrismaArg *list = attr_list(reading, attr, ON_MODEL, "fields");
    if (!list)
        return reading_fail(reading, attr->at, "@@%s needs fields: @@%s([a, b])", attr->name,
                            attr->name);
    for (; list; list = list->next)
        if (!add_element(reading, key, list))
            return false;
    return finish_key(reading, key, attr, ON_MODEL);
}

static bool read_block_keys(Reading *reading, PrismaModel *model, PrismaKeyType type,
                            const char *word) {
    for (const PrismaAttr *attr = model->written->attrs; attr; attr = attr->next)
        if (strcmp(attr->name, word) == 0 && !read_block_key(reading, model, type, attr))
            return false;
    return true;
}

static bool is_required(const PrismaKey *key) {
    for (guint i = 0; i < key->elements.count; i++)
        if (((PrismaElement *)key->elements.items[i])->field->written->arity != ARITY_REQUIRED)
            return false;
    return true;
}

/* Whether the client can name every field of it. */
static bool is_known(const PrismaKey *key) {
    for (guint i = 0; i < key->elements.count; i++)
        if (((PrismaElement *)key->elements.items[i])->field->type == FIELD_UNSUPPORTED)
            return false;
    return true;
}

static bool check_criterion(Reading *reading, const PrismaModel *model) {
    if (model->primary && !is_required(model->primary))
        return reading_fail(reading, model->primary->at,
                            "the fields of a primary key are required, neither optional nor lists");
    if ((model->primary && is_known(model->primary)) || model->view ||
        attr_find(model->written->attrs, "ignore"))
        return true;
    for (guint i = 0; i < model->keys.count; i++) {
        const PrismaKey *key = model->keys.items[i];
        if (key->type == KEY_UNIQUE && is_required(key) && is_known(key))
            return true;
    }
    return reading_fail(reading, model->written->at,
                        "'%s' needs something that tells its rows apart: @id or @unique on a "
                        "required field, or @@id or @@unique on several; or say @@ignore",
                        model->name);
}

bool keys_read(PrismaSchema *schema, PrismaModel *model) {
    Reading *reading = &schema->reading;
    const PrismaAttr *index = model->view ? attr_find(model->written->attrs, "index") : NULL;
    if (index)
        return reading_fail(reading, index->at, "a view has no indexes");
    for (guint i = 0; i < model->fields.count; i++)
        if (!read_field_key(reading, model, model->fields.items[i], KEY_PRIMARY, "id") ||
            !read_field_key(reading, model, model->fields.items[i], KEY_UNIQUE, "unique"))
            return false;
    return read_block_keys(reading, model, KEY_PRIMARY, "id") &&
           read_block_keys(reading, model, KEY_INDEX, "index") &&
           read_block_keys(reading, model, KEY_UNIQUE, "unique") && check_criterion(reading, model);
}

static bool covers(const PrismaKey *key, const PrismaList *fields) {
    if (key->elements.count != fields->count || key->where)
        return false;
    for (guint i = 0; i < key->elements.count; i++) {
        bool found = false;
        for (guint j = 0; j < fields->count && !found; j++)
            found = ((PrismaElement *)key->elements.items[i])->field == fields->items[j];
        if (!found)
            return false;
    }
    return true;
}

bool model_is_unique(const PrismaModel *model, const PrismaList *fields) {
    if (model->primary && covers(model->primary, fields))
        return true;
    for (guint i = 0; i < model->keys.count; i++) {
        const PrismaKey *key = model->keys.items[i];
        if (key->type == KEY_UNIQUE && covers(key, fields))
            return true;
    }
    return false;
}
