#include "types/relations.h"

#include "types/casing.h"
#include <jansson.h>
#include <string.h>

/* The kinds that have a part in generated code. */
static const char relation_kinds[][20] = {"table", "foreign_table", "view", "materialized_view"};

static bool is_a(const Object *object, const char *kind) {
    return strcmp(object->kind->name, kind) == 0;
}

static const Object *child(const Object *object, const char *kind) {
    for (guint i = 0; i < object->child_count; i++)
        if (is_a(object->children[i], kind))
            return object->children[i];
    return NULL;
}

const char *model_comment(const Model *model, const Object *object, const char *column) {
    for (guint i = 0; i < object->child_count; i++) {
        const Object *one = object->children[i];
        const char *of = is_a(one, "comment") ? object_value(one, "column") : NULL;
        bool other = is_a(one, "comment") && !of && one->name; /* of an index, a row type */
        if (is_a(one, "comment") && !other &&
            g_strcmp0(words_unquote_name(model->arena, of), column) == 0)
            return words_unquote_literal(model->arena, object_value(one, "text"));
    }
    return NULL;
}

/* --- types */

/* Takes "(10,2)" out of a type's text, and "[]" off its end. */
static char *strip(const Model *model, const char *text, ModelType *type) {
    g_autoptr(GString) bare = g_string_new(NULL);
    bool quoted = false;
    for (const char *at = text; *at; at++) {
        quoted ^= *at == '"';
        const char *end = *at == '(' && !quoted ? strchr(at, ')') : NULL;
        if (!end) {
            g_string_append_c(bare, *at);
            continue;
        }
        type->modifiers = arena_strndup(model->arena, at + 1, (gsize)(end - at) - 1);
        at = end;
    }
    while (g_str_has_suffix(bare->str, "[]")) {
        type->array = true;
        g_string_truncate(bare, bare->len - 2);
    }
    if (g_str_has_prefix(bare->str, "interval "))
        g_string_truncate(bare, strlen("interval"));
    return arena_strdup(model->arena, bare->str);
}

static TypeForm form_of(const Object *object) {
    return !object                     ? FORM_SCALAR
           : is_a(object, "enum")      ? FORM_ENUM
           : is_a(object, "composite") ? FORM_COMPOSITE
           : is_a(object, "range")     ? FORM_RANGE
           : is_a(object, "base_type") ? FORM_SCALAR
                                       : FORM_ROW;
}

ModelType model_type(const Model *model, const char *text) {
    ModelType type = {.declared = text};
    const char *base = strip(model, text, &type);
    const Object *object = g_hash_table_lookup(model->types, base);
    while (object && is_a(object, "domain")) {
        if (!type.domain)
            type.domain = object;
        /* An array of a domain has elements that are not NULL, not itself. */
        type.not_null |= !type.array && object_value(object, "not_null");
        type.has_default |= !type.array && object_value(object, "default");
        base = strip(model, object_value(object, "base_type"), &type);
        object = g_hash_table_lookup(model->types, base);
    }
    type.base = base;
    type.object = object;
    type.form = form_of(object);
    return type;
}

static void know_types(Model *model) {
    static const char *const named[] = {"enum",  "domain",        "composite", "range",
                                        "table", "foreign_table", "view",      "materialized_view",
                                        NULL};
    for (guint i = 0; i < model->catalog->count; i++) {
        Object *object = model->catalog->objects[i];
        if (g_strv_contains(named, object->kind->name))
            g_hash_table_insert(model->types, (gpointer)object->identity, object);
    }
}

/* --- columns */

static char *column_key(const char *schema, const char *relation, const char *column) {
    return g_strjoin("\n", schema, relation, column, NULL);
}

ModelColumn *model_column(const Model *model, const char *schema, const char *relation,
                          const char *column) {
    g_autofree char *key = column_key(schema, relation, column);
    return g_hash_table_lookup(model->columns, key);
}

void model_add_column(Model *model, const ModelRelation *relation, ModelColumn *column) {
    g_ptr_array_add(relation->columns, column);
    g_hash_table_insert(model->columns, column_key(relation->schema, relation->name, column->name),
                        column);
}

static bool counts(const Object *object) {
    const char *expression = object ? object_value(object, "expression") : NULL;
    return expression && g_str_has_prefix(expression, "nextval(");
}

static ModelColumn *column_of(Model *model, const ModelRelation *relation, const Object *object) {
    ModelColumn *column = ARENA_NEW(model->arena, ModelColumn);
    const Object *identity = child(object, "identity"), *preset = child(object, "default");
    column->name = words_unquote_name(model->arena, object->name);
    column->comment = model_comment(model, object, NULL);
    column->path = arena_printf(model->arena, "%s.%s", relation->identity, object->name);
    column->type = model_type(model, object_value(object, "type"));
    column->generated_sql = object_value(object, "generation");
    column->default_sql = preset ? object_value(preset, "expression") : NULL;
    column->identity = identity != NULL;
    column->serial = identity || counts(preset);
    column->always = object_value(object, "generated") ||
                     (identity && g_strcmp0(object_value(identity, "generation"), "ALWAYS") == 0);
    column->has_default = identity || preset || column->type.has_default;
    column->proven = object_value(object, "required") != NULL;
    column->nullable = !column->proven && !column->type.not_null;
    return column;
}

static void read_columns(Model *model, const ModelRelation *relation) {
    for (guint i = 0; i < relation->object->child_count; i++) {
        const Object *object = relation->object->children[i];
        if (is_a(object, "column"))
            model_add_column(model, relation, column_of(model, relation, object));
    }
}

/* --- keys and links */

static void mark_key(const Model *model, const ModelRelation *relation, const ModelKey *key) {
    for (guint i = 0; i < key->columns->len; i++) {
        ModelColumn *column =
            model_column(model, relation->schema, relation->name, key->columns->pdata[i]);
        if (!column)
            continue;
        column->primary |= key->primary;
        column->unique |= key->columns->len == 1;
    }
}

static void read_key(Model *model, const ModelRelation *relation, const Object *constraint) {
    const char *definition = object_value(constraint, "definition");
    bool primary = g_str_has_prefix(definition, "PRIMARY KEY");
    if (!primary && !g_str_has_prefix(definition, "UNIQUE"))
        return;
    ModelKey *key = ARENA_NEW(model->arena, ModelKey);
    key->name = words_unquote_name(model->arena, constraint->name);
    key->primary = primary;
    key->columns = words_read_list(model->arena, &definition);
    if (!key->columns)
        return;
    mark_key(model, relation, key);
    g_ptr_array_insert(relation->keys, primary ? 0 : -1, key);
}

static bool same_names(const GPtrArray *one, const GPtrArray *two) {
    guint found = 0;
    for (guint i = 0; i < one->len; i++)
        for (guint j = 0; j < two->len; j++)
            found += strcmp(one->pdata[i], two->pdata[j]) == 0;
    return one->len == two->len && found == one->len;
}

static void read_link(Model *model, const ModelRelation *relation, const Object *constraint) {
    const char *at = object_value(constraint, "definition");
    ModelLink *link = ARENA_NEW(model->arena, ModelLink);
    link->name = words_unquote_name(model->arena, constraint->name);
    link->columns = words_read_list(model->arena, &at);
    const char *target = link->columns && at ? strstr(at, "REFERENCES ") : NULL;
    at = target;
    link->referenced = words_read_list(model->arena, &at);
    if (!target || !link->referenced)
        return;
    words_split_name(model->arena, target + strlen("REFERENCES "), &link->schema, &link->relation);
    link->actions = *at ? arena_strdup(model->arena, at + 1 + strspn(at + 1, " ")) : "";
    for (guint i = 0; i < relation->keys->len; i++) {
        const ModelKey *key = relation->keys->pdata[i];
        link->one_to_one |= same_names(key->columns, link->columns);
    }
    g_ptr_array_add(relation->links, link);
}

static void read_constraints(Model *model, const ModelRelation *relation) {
    for (guint i = 0; i < relation->object->child_count; i++)
        if (is_a(relation->object->children[i], "constraint"))
            read_key(model, relation, relation->object->children[i]);
    for (guint i = 0; i < relation->object->child_count; i++)
        if (is_a(relation->object->children[i], "foreign_key"))
            read_link(model, relation, relation->object->children[i]);
}

/* --- objects */

static RelationForm relation_form(const Object *object) {
    return is_a(object, "view")                ? RELATION_VIEW
           : is_a(object, "materialized_view") ? RELATION_MATERIALIZED
                                               : RELATION_TABLE;
}

static void read_relation(Model *model, const Object *object, const char *schema,
                          const char *name) {
    ModelRelation *relation = ARENA_NEW(model->arena, ModelRelation);
    *relation = (ModelRelation){.schema = schema,
                                .name = name,
                                .identity = object->identity,
                                .comment = model_comment(model, object, NULL),
                                .form = relation_form(object),
                                .partition = child(object, "partition") != NULL,
                                .columns = g_ptr_array_new(),
                                .keys = g_ptr_array_new(),
                                .links = g_ptr_array_new(),
                                .object = object};
    relation->writable = relation->form == RELATION_TABLE ||
                         (relation->form == RELATION_VIEW && object_value(object, "writable"));
    if (relation->form == RELATION_TABLE) {
        read_columns(model, relation);
        read_constraints(model, relation);
    }
    g_ptr_array_add(model->relations, relation);
}

static void read_parts(Model *model, ModelNamed *named) {
    const Object *object = named->object;
    for (guint i = 0; i < object->child_count; i++) {
        const Object *part = object->children[i];
        if (is_a(part, "enum_label"))
            g_ptr_array_add(named->labels, (gpointer)words_unquote_literal(
                                               model->arena, object_value(part, "label")));
        if (!is_a(part, "attribute"))
            continue;
        ModelColumn *column = ARENA_NEW(model->arena, ModelColumn);
        column->name = words_unquote_name(model->arena, part->name);
        column->comment = model_comment(model, part, NULL);
        column->path = arena_printf(model->arena, "%s.%s", object->identity, part->name);
        column->type = model_type(model, object_value(part, "type"));
        column->nullable = true;
        g_ptr_array_add(named->columns, column);
    }
}

static void read_named(Model *model, GPtrArray *list, const Object *object, const char *schema,
                       const char *name) {
    const char *over = object_value(object, "base_type"), *of = object_value(object, "subtype");
    ModelNamed *named = ARENA_NEW(model->arena, ModelNamed);
    *named = (ModelNamed){.schema = schema,
                          .name = name,
                          .identity = object->identity,
                          .comment = model_comment(model, object, NULL),
                          .labels = g_ptr_array_new(),
                          .columns = g_ptr_array_new(),
                          .object = object};
    if (over || of)
        named->type = model_type(model, over ? over : of);
    read_parts(model, named);
    g_ptr_array_add(list, named);
}

static bool is_input(char mode) {
    return mode == 'i' || mode == 'b' || mode == 'v';
}

/* The last of the inputs have the defaults. */
static void spread_defaults(const ModelFunction *function, json_int_t defaults) {
    for (guint i = function->arguments->len; i-- > 0 && defaults > 0;) {
        ModelArgument *argument = function->arguments->pdata[i];
        if (!is_input(argument->mode))
            continue;
        argument->has_default = true;
        defaults--;
    }
}

static void read_function(Model *model, const Object *object, const char *schema,
                          const char *name) {
    const char *signature = object_value(object, "interface");
    json_t *facts = signature ? json_loads(signature, 0, NULL) : NULL, *one;
    const char *returns = json_string_value(json_object_get(facts, "returns"));
    gsize i;
    if (!returns || strcmp(returns, "trigger") == 0 || strcmp(returns, "event_trigger") == 0) {
        json_decref(facts);
        return;
    }
    ModelFunction *function = ARENA_NEW(model->arena, ModelFunction);
    *function = (ModelFunction){.schema = schema,
                                .name = name,
                                .identity = object->identity,
                                .comment = model_comment(model, object, NULL),
                                .arguments = g_ptr_array_new(),
                                .returns = model_type(model, arena_strdup(model->arena, returns)),
                                .set = json_is_true(json_object_get(facts, "set"))};
    json_array_foreach(json_object_get(facts, "arguments"), i, one) {
        ModelArgument *argument = ARENA_NEW(model->arena, ModelArgument);
        argument->name = arena_strdup(model->arena, json_string_value(json_array_get(one, 0)));
        argument->mode = *json_string_value(json_array_get(one, 1));
        argument->type = model_type(
            model, arena_strdup(model->arena, json_string_value(json_array_get(one, 2))));
        g_ptr_array_add(function->arguments, argument);
    }
    spread_defaults(function, json_integer_value(json_object_get(facts, "defaults")));
    g_ptr_array_add(model->functions, function);
    json_decref(facts);
}

/* Arguments stand in the identity of a function. */
static const char *bare_identity(Arena *arena, const Object *object) {
    const char *paren = is_a(object, "function") ? strchr(object->identity, '(') : NULL;
    return paren ? arena_strndup(arena, object->identity, (gsize)(paren - object->identity))
                 : object->identity;
}

static void read_object(Model *model, const Object *object, ModelFilter filter, void *data) {
    const struct {
        const char *kind;
        GPtrArray *list;
    } named[] = {{"enum", model->enums},
                 {"composite", model->composites},
                 {"domain", model->domains},
                 {"range", model->ranges}};
    const char *schema, *name;
    words_split_name(model->arena, bare_identity(model->arena, object), &schema, &name);
    if (!schema || (filter && filter(schema, data)))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(relation_kinds); i++)
        if (is_a(object, relation_kinds[i]))
            read_relation(model, object, schema, name);
    for (guint i = 0; i < G_N_ELEMENTS(named); i++)
        if (is_a(object, named[i].kind))
            read_named(model, named[i].list, object, schema, name);
    if (is_a(object, "function"))
        read_function(model, object, schema, name);
}

static void read_schema(Model *model, const Object *object, ModelFilter filter, void *data) {
    const char *name = words_unquote_name(model->arena, object->name);
    if (is_a(object, "schema") && !(filter && filter(name, data)))
        g_ptr_array_add(model->schemas, (gpointer)name);
}

/* --- the whole */

/* Every part of the model that has them begins with schema and name. */
typedef struct {
    const char *schema, *name, *comment, *identity;
} Head;

static gint compare_heads(gconstpointer a, gconstpointer b) {
    const Head *one = *(const Head *const *)a, *two = *(const Head *const *)b;
    int order = words_compare(one->schema, two->schema);
    if (!order)
        order = words_compare(one->name, two->name);
    return order ? order : strcmp(one->identity, two->identity);
}

static gint compare_names(gconstpointer a, gconstpointer b) {
    return words_compare(*(const char *const *)a, *(const char *const *)b);
}

static void free_relation(gpointer data) {
    ModelRelation *relation = data;
    for (guint i = 0; i < relation->keys->len; i++)
        g_ptr_array_unref(((ModelKey *)relation->keys->pdata[i])->columns);
    for (guint i = 0; i < relation->links->len; i++) {
        g_ptr_array_unref(((ModelLink *)relation->links->pdata[i])->columns);
        g_ptr_array_unref(((ModelLink *)relation->links->pdata[i])->referenced);
    }
    g_ptr_array_unref(relation->columns);
    g_ptr_array_unref(relation->keys);
    g_ptr_array_unref(relation->links);
}

static void free_named(gpointer data) {
    ModelNamed *named = data;
    g_ptr_array_unref(named->labels);
    g_ptr_array_unref(named->columns);
}

static void free_function(gpointer data) {
    g_ptr_array_unref(((ModelFunction *)data)->arguments);
}

Model *model_new(Arena *arena, const Catalog *catalog, ModelFilter filter, void *data) {
    Model *model = ARENA_NEW(arena, Model);
    *model = (Model){.arena = arena,
                     .catalog = catalog,
                     .types = g_hash_table_new(g_str_hash, g_str_equal),
                     .columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     .schemas = g_ptr_array_new(),
                     .relations = g_ptr_array_new_with_free_func(free_relation),
                     .enums = g_ptr_array_new_with_free_func(free_named),
                     .composites = g_ptr_array_new_with_free_func(free_named),
                     .domains = g_ptr_array_new_with_free_func(free_named),
                     .ranges = g_ptr_array_new_with_free_func(free_named),
                     .functions = g_ptr_array_new_with_free_func(free_function)};
    GPtrArray *lists[] = {model->relations, model->enums,  model->composites,
                          model->domains,   model->ranges, model->functions};
    know_types(model);
    for (guint i = 0; i < catalog->count; i++) {
        read_object(model, catalog->objects[i], filter, data);
        read_schema(model, catalog->objects[i], filter, data);
    }
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        g_ptr_array_sort(lists[i], compare_heads);
    g_ptr_array_sort(model->schemas, compare_names);
    return model;
}

void model_free(Model *model) {
    if (!model)
        return;
    GPtrArray *lists[] = {model->relations, model->enums,     model->composites, model->domains,
                          model->ranges,    model->functions, model->schemas};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        g_ptr_array_unref(lists[i]);
    g_hash_table_unref(model->types);
    g_hash_table_unref(model->columns);
}
