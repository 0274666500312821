#include "types/generate.h"

#include <string.h>

const TypeMapping *mapping_find(const Target *target, const char *pg) {
    for (const TypeMapping *row = target->types; row->pg; row++)
        if (strcmp(row->pg, pg) == 0)
            return row;
    return NULL;
}

const TypeMapping *mapping_find_anywhere(const Generating *generating, const char *pg) {
    const TypeMapping *row = mapping_find(generating->target, pg);
    const char *schema, *name;
    if (row)
        return row;
    words_split_name(generating->arena, pg, &schema, &name);
    return schema ? mapping_find(generating->target, name) : NULL;
}

/* The last part of a module's path that is a name, without a version: "types" of "a.b/types/v2". */
static char *package_of(const char *module) {
    g_auto(GStrv) parts = g_strsplit(module, "/", -1);
    guint last = g_strv_length(parts) - 1;
    const char *version = parts[last] + (*parts[last] == 'v');
    bool versioned = version > parts[last] && *version && !version[strspn(version, "0123456789")];
    char *name = g_strdup(parts[last > 0 && versioned ? last - 1 : last]);
    name[strcspn(name, ".")] = '\0';
    return name;
}

/* "[]Settings" of the package "types" as "[]types.Settings"; what has a package stays. */
static const char *qualified(const Generating *generating, const char *name, const char *module) {
    const char *start = name + strlen(name);
    while (start > name && (g_ascii_isalnum(start[-1]) || start[-1] == '_'))
        start--;
    if (!generating->target->packages || strchr(name, '.'))
        return name;
    g_autofree char *package = package_of(module);
    return arena_printf(generating->arena, "%.*s%s.%s", (int)(start - name), name, package, start);
}

/* What migrate.ini says about `key`, for this target or for all of TypeScript. */
static const char *override_of(Generating *generating, const char *key, TypeUse use) {
    if (use == USE_WRITE && generating->target->written_as_sql)
        return NULL;
    g_autofree char *own = g_strdup_printf("%s:%s", generating->target->name, key);
    const char *value = g_hash_table_lookup(generating->overrides, own);
    if (!value && generating->target->typescript)
        value = g_hash_table_lookup(generating->overrides, key);
    const char *from = value ? strstr(value, " from ") : NULL;
    if (!from)
        return value;
    const char *name = arena_strndup(generating->arena, value, (gsize)(from - value));
    const char *module = from + strlen(" from ");
    g_hash_table_insert(generating->imports, (gpointer)name, (gpointer)module);
    return qualified(generating, name, module);
}

static const char *fill_type(const Generating *generating, const char *template, const char *type,
                             const Object *object, TypeUse use) {
    TypeNode *node = node_new(generating->arena, NULL);
    const char *schema = NULL, *name = NULL;
    if (object) {
        words_split_name(generating->arena, object->identity, &schema, &name);
        node_set(node, "symbol", symbol_of(generating, object->identity));
    }
    node_set(node, "schema", schema);
    node_set(node, "name", name);
    node_set(node, "type", type);
    node_flag(node, "writing", use == USE_WRITE);
    node_flag(node, "view", object && strstr(object->kind->name, "view"));
    return fill_text(generating->arena, template, node, generating->target->filters);
}

static const char *scalar(Generating *generating, const char *pg, TypeUse use) {
    const TypeMapping *row = mapping_find_anywhere(generating, pg);
    return !row                             ? generating->target->unknown
           : use == USE_WRITE && row->write ? row->write
                                            : row->read;
}

/* A type that the model knows; what is left out with its schema is not referred to. */
static const char *known(Generating *generating, const ModelType *type, TypeUse use) {
    const Target *target = generating->target;
    const char *const templates[] = {[FORM_ENUM] = target->enum_type,
                                     [FORM_COMPOSITE] = target->composite_type,
                                     [FORM_ROW] = target->row_type,
                                     [FORM_RANGE] = target->range_type};
    const char *template = templates[type->form];
    if (!template || !symbol_of(generating, type->object->identity))
        return target->unknown;
    const char *of = NULL;
    if (type->form == FORM_RANGE) {
        ModelType sub = model_type(generating->model, object_value(type->object, "subtype"));
        of = mapping_of(generating, &sub, NULL, use);
    }
    return fill_type(generating, template, of, type->object, use);
}

const char *mapping_element(Generating *generating, const ModelType *type, const char *path,
                            TypeUse use) {
    const char *value = path ? override_of(generating, path, use) : NULL;
    if (!value && type->domain)
        value = override_of(generating, type->domain->identity, use);
    if (!value)
        value = override_of(generating, type->base, use);
    return value                       ? value
           : type->form == FORM_SCALAR ? scalar(generating, type->base, use)
                                       : known(generating, type, use);
}

static bool is_plain(const Target *target, const char *element) {
    return target->plain && g_strv_contains(target->plain, element);
}

static const TypeMapping *array_row(const Generating *generating, const ModelType *type) {
    g_autofree char *name = g_strconcat(type->base, "[]", NULL);
    bool own = type->form != FORM_SCALAR || type->domain ||
               g_hash_table_contains(generating->overrides, type->base);
    return own ? NULL : mapping_find(generating->target, name);
}

static bool comes_as_text(const Generating *generating, const ModelType *type) {
    const char *const *known = generating->target->known_arrays;
    return known && !generating->options->parsed_arrays &&
           (type->form != FORM_SCALAR || type->domain || !g_strv_contains(known, type->base));
}

/* An override of a column is the whole type, also of an array. */
static const char *whole_type(Generating *generating, const ModelType *type, const char *path,
                              TypeUse use) {
    const Target *target = generating->target;
    const char *whole = path ? override_of(generating, path, use) : NULL;
    if (whole)
        return whole;
    const char *element = mapping_element(generating, type, NULL, use);
    if (!type->array || !element)
        return element;
    const TypeMapping *row = array_row(generating, type);
    if (row)
        return use == USE_WRITE && row->write ? row->write : row->read;
    const char *template = comes_as_text(generating, type)                    ? target->text_array
                           : target->plain_array && is_plain(target, element) ? target->plain_array
                                                                              : target->array;
    return template ? fill_type(generating, template, element, NULL, use) : target->unknown;
}

const char *mapping_of(Generating *generating, const ModelType *type, const char *path,
                       TypeUse use) {
    const char *text = whole_type(generating, type, path, use);
    if (text)
        g_string_append_printf(generating->words, "%s ", text);
    return text;
}
