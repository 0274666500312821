/* Settings that do not fit what is to be generated. */
#include "types/generate.h"

#include "base/suggest.h"
#include <string.h>

G_DEFINE_QUARK(migrate_types_error, types_error)

static bool fail(GError **error, const char *place, const char *format, ...) G_GNUC_PRINTF(3, 4);
static bool fail(GError **error, const char *place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, TYPES_ERROR, FAIL_USAGE, "%s%s%s", place ? place : "", place ? ": " : "",
                message);
    return false;
}

/* The key without the target that it is for; NULL: for another one. */
static const char *bare_key(const Generating *generating, const char *key) {
    const char *colon = strchr(key, ':');
    if (!colon)
        return generating->target->typescript ? key : NULL;
    g_autofree char *target = g_strndup(key, (gsize)(colon - key));
    if (strcmp(target, generating->target->name) == 0)
        return colon + 1;
    return target_find(target) ? NULL : key;
}

static void add_paths(GPtrArray *known, const GPtrArray *columns) {
    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add(known, (gpointer)((const ModelColumn *)columns->pdata[i])->path);
}

/* All that a key may name. */
static GPtrArray *known_keys(const Generating *generating) {
    const Model *model = generating->model;
    GPtrArray *known = g_ptr_array_new();
    GHashTableIter iter;
    gpointer identity;
    for (guint i = 0; i < model->relations->len; i++)
        add_paths(known, ((const ModelRelation *)model->relations->pdata[i])->columns);
    for (guint i = 0; i < model->composites->len; i++)
        add_paths(known, ((const ModelNamed *)model->composites->pdata[i])->columns);
    g_hash_table_iter_init(&iter, model->types);
    while (g_hash_table_iter_next(&iter, &identity, NULL))
        g_ptr_array_add(known, identity);
    for (const TypeMapping *row = generating->target->types; row->pg; row++)
        g_ptr_array_add(known, (gpointer)row->pg);
    g_ptr_array_add(known, NULL);
    return known;
}

/* What an extension calls its types is not known: a name without a table in front is let pass when
 * a column has such a type. */
static bool is_used_type(const Generating *generating, const char *key) {
    for (guint i = 0; i < generating->model->relations->len; i++) {
        const ModelRelation *relation = generating->model->relations->pdata[i];
        for (guint c = 0; c < relation->columns->len; c++)
            if (strcmp(((const ModelColumn *)relation->columns->pdata[c])->type.base, key) == 0)
                return true;
    }
    return false;
}

static bool check_overrides(const Generating *generating, GError **error) {
    const TypesOverride *one = generating->options->overrides;
    if (!one || !one->key)
        return true;
    g_autoptr(GPtrArray) known = known_keys(generating);
    for (; one->key; one++) {
        const char *key = bare_key(generating, one->key);
        const char *const *words = (const char *const *)known->pdata;
        if (!key || g_strv_contains(words, key) || is_used_type(generating, key))
            continue;
        const char *near = suggest(key, words);
        return fail(error, one->place,
                    "[types map] names '%s', which is neither a column nor a type of the generated "
                    "code%s%s%s; columns are named as in public.users.mail, types as in jsonb or "
                    "public.mood",
                    one->key, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    }
    return true;
}

static bool check_schemas(const Generating *generating, GError **error) {
    const char *const *one = generating->options->schemas;
    for (; one && *one; one++) {
        bool found = false;
        for (guint i = 0; i < generating->model->schemas->len; i++)
            found |= strcmp(generating->model->schemas->pdata[i], *one) == 0;
        if (found)
            continue;
        return fail(error, generating->options->schemas_place,
                    "[types] schemas names '%s', and there is no such schema", *one);
    }
    return true;
}

/* --- names */

/* Whether the code calls columns by what `naming` makes of them; elsewhere identifiers that are
 * the same are told apart. */
static bool has_keys(const Generating *generating) {
    return strstr(generating->target->template, "{{key|");
}

static bool check_columns(const Generating *generating, const char *of, const GPtrArray *columns,
                          GError **error) {
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < columns->len; i++) {
        const char *name = ((const ModelColumn *)columns->pdata[i])->name;
        const char *key = key_of(generating, name), *other = g_hash_table_lookup(names, key);
        if (other)
            return fail(error, generating->options->naming_place,
                        "naming under [types] gives the columns '%s' and '%s' of %s one name, "
                        "'%s'; with naming = keep each has its own",
                        other, name, of, key);
        g_hash_table_insert(names, (gpointer)key, (gpointer)name);
    }
    return true;
}

static bool check_names(const Generating *generating, GError **error) {
    const GPtrArray *relations = generating->model->relations;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; has_keys(generating) && i < relations->len; i++) {
        const ModelRelation *relation = relations->pdata[i];
        const char *key = relation_key(generating, relation),
                   *other = g_hash_table_lookup(names, key);
        if (other)
            return fail(error, generating->options->naming_place,
                        "%s and %s have one name in the code, '%s'; leave one out with "
                        "without_schemas under [types], or see whether naming = keep tells them "
                        "apart",
                        other, relation->identity, key);
        g_hash_table_insert(names, (gpointer)key, (gpointer)relation->identity);
        if (!check_columns(generating, relation->identity, relation->columns, error))
            return false;
    }
    return true;
}

bool settings_fit(const Generating *generating, GError **error) {
    return check_schemas(generating, error) && check_overrides(generating, error) &&
           check_names(generating, error);
}
