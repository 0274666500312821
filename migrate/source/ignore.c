#include "source/ignore.h"

#include "catalog/identity.h"
#include "text/pattern.h"
#include <string.h>

typedef struct {
    char *kind; /* "all": every kind */
    char *regex;
    Pattern *pattern;
    IgnoreOrigin origin;
} IgnoreRule;

struct Ignores {
    GPtrArray *rules;    /* of Rule* */
    GHashTable *objects; /* "kind identity" */
};

static void rule_free(gpointer data) {
    IgnoreRule *rule = data;
    g_free(rule->kind);
    g_free(rule->regex);
    pattern_free(rule->pattern);
    g_free(rule);
}

Ignores *ignores_new(void) {
    Ignores *ignores = g_new0(Ignores, 1);
    ignores->rules = g_ptr_array_new_with_free_func(rule_free);
    ignores->objects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return ignores;
}

void ignores_free(Ignores *ignores) {
    if (!ignores)
        return;
    g_ptr_array_unref(ignores->rules);
    g_hash_table_unref(ignores->objects);
    g_free(ignores);
}

bool ignores_add(Ignores *ignores, const char *kind, const char *regex, IgnoreOrigin origin,
                 GError **error) {
    Pattern *pattern = pattern_new(regex, error);
    if (!pattern)
        return false;
    IgnoreRule *rule = g_new(IgnoreRule, 1);
    *rule = (IgnoreRule){g_strdup(kind), g_strdup(regex), pattern, origin};
    g_ptr_array_add(ignores->rules, rule);
    return true;
}

void ignores_drop_foreign(Ignores *ignores) {
    for (guint i = ignores->rules->len; i-- > 0;)
        if (((const IgnoreRule *)ignores->rules->pdata[i])->origin == IGNORE_FOREIGN)
            g_ptr_array_remove_index(ignores->rules, i);
}

void ignores_add_object(Ignores *ignores, const char *kind, const char *identity) {
    g_hash_table_add(ignores->objects, g_strconcat(kind, " ", identity, NULL));
}

static bool has_object(const Ignores *ignores, const char *kind, const char *identity) {
    if (g_hash_table_size(ignores->objects) == 0)
        return false;
    g_autofree char *key = g_strconcat(kind, " ", identity, NULL);
    return g_hash_table_contains(ignores->objects, key);
}

/* `foreign`: one about other tools; else any. */
static bool has_rule(const Ignores *ignores, const char *kind, const char *identity, bool foreign) {
    for (guint i = 0; i < ignores->rules->len; i++) {
        const IgnoreRule *rule = ignores->rules->pdata[i];
        if (foreign && rule->origin != IGNORE_FOREIGN)
            continue;
        if ((strcmp(rule->kind, "all") == 0 || strcmp(rule->kind, kind) == 0) &&
            pattern_match(rule->pattern, identity, NULL) == 1)
            return true;
    }
    return false;
}

bool ignores_match(const char *kind, const char *identity, void *data) {
    const Ignores *ignores = data;
    if (has_rule(ignores, kind, identity, false) || has_object(ignores, kind, identity))
        return true;
    g_autofree char *schema = identity_schema(kind, identity);
    return schema && has_rule(ignores, "schema", schema, false);
}

static bool is_schema(const Object *object, const char *name) {
    return strcmp(object->kind->name, "schema") == 0 && strcmp(object->identity, name) == 0;
}

static bool has_schema(const Catalog *catalog, const char *schema) {
    for (guint i = 0; schema && i < catalog->ignored_count; i++)
        if (is_schema(catalog->ignored[i], schema))
            return true;
    return false;
}

/* Schema public comes with each database: only what lies in it tells that somebody wanted it. */
static bool comes_by_itself(const Catalog *catalog, const Object *object) {
    bool used = !is_schema(object, "public");
    for (guint i = 0; !used && i < catalog->ignored_count; i++) {
        const Object *other = catalog->ignored[i];
        g_autofree char *schema = identity_schema(other->kind->name, other->identity);
        used = !other->kind->facet && g_strcmp0(schema, "public") == 0;
    }
    return !used;
}

GPtrArray *ignores_outermost(const Catalog *catalog, const Ignores *but_foreign) {
    GPtrArray *labels = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < catalog->ignored_count; i++) {
        const Object *object = catalog->ignored[i];
        g_autofree char *schema = identity_schema(object->kind->name, object->identity);
        bool foreign =
            but_foreign && has_rule(but_foreign, object->kind->name, object->identity, true);
        if (!object->kind->facet && !foreign && !has_schema(catalog, schema) &&
            !comes_by_itself(catalog, object))
            g_ptr_array_add(labels, g_strdup(object_label(arena, object)));
    }
    return labels;
}

void ignores_sum(const Ignores *ignores, Hash *hash) {
    for (guint i = 0; i < ignores->rules->len; i++) {
        const IgnoreRule *rule = ignores->rules->pdata[i];
        if (rule->origin == IGNORE_FOREIGN)
            continue;
        hash_add_text(hash, rule->kind);
        hash_add_text(hash, rule->regex);
    }
}
