#include "types/types.h"

#include "base/suggest.h"
#include "types/align.h"
#include "types/generate.h"
#include <string.h>

G_DEFINE_QUARK(migrate_types_error, types_error)

const Target *target_find(const char *name) {
    for (const Target *const *target = targets; *target; target++)
        if (strcmp((*target)->name, name) == 0)
            return *target;
    return NULL;
}

static gpointer list_names(gpointer data) {
    GPtrArray *names = g_ptr_array_new();
    (void)data;
    for (const Target *const *target = targets; *target; target++)
        g_ptr_array_add(names, (gpointer)(*target)->name);
    g_ptr_array_add(names, NULL);
    return g_ptr_array_free(names, FALSE);
}

const char *const *target_names(void) {
    static GOnce once = G_ONCE_INIT;
    return g_once(&once, list_names, NULL);
}

const char *target_name(const Target *target) {
    return target->name;
}

const char *target_summary(const Target *target) {
    return target->summary;
}

static void leave_out_partitions(Model *model) {
    for (guint i = model->relations->len; i-- > 0;)
        if (((const ModelRelation *)model->relations->pdata[i])->partition)
            g_ptr_array_remove_index(model->relations, i);
}

/* --- overrides */

static void read_overrides(Generating *generating) {
    const TypesOverride *one = generating->options->overrides;
    for (; one && one->key; one++)
        g_hash_table_insert(generating->overrides, (gpointer)one->key, (gpointer)one->value);
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
        g_set_error(error, TYPES_ERROR, FAIL_USAGE,
                    "[types map] names '%s', which is neither a column nor a type of the generated "
                    "code%s%s%s; columns are named as in public.users.mail, types as in jsonb or "
                    "public.mood",
                    one->key, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
        return false;
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
        g_set_error(error, TYPES_ERROR, FAIL_USAGE,
                    "[types] schemas names '%s', and there is no such schema", *one);
        return false;
    }
    return true;
}

/* --- the file */

static char *write_file(Generating *generating) {
    const Target *target = generating->target;
    symbols_assign(generating);
    TypeNode *root = expose(generating);
    g_autoptr(GString) body = g_string_new(NULL);
    fill(target->template, root, target->filters, body);
    definitions_add(generating, root, target->named_by_types ? generating->words->str : body->str);
    g_string_truncate(body, 0);
    fill(target->template, root, target->filters, body);
    char *text = g_string_free(g_steal_pointer(&body), FALSE);
    return target->aligned ? align(text) : text;
}

static void generating_clear(Generating *generating) {
    model_free(generating->model);
    g_hash_table_unref(generating->overrides);
    g_hash_table_unref(generating->symbols);
    g_hash_table_unref(generating->taken);
    g_hash_table_unref(generating->once);
    g_string_free(generating->words, TRUE);
    g_hash_table_unref(generating->imports);
    arena_free(generating->arena);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Generating, generating_clear)

/* --- the head */

static const char *find_line(const char *text, const char *start) {
    const char *at = text;
    while (at && !g_str_has_prefix(at, start)) {
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    return at;
}

/* The beginning of the comment lines above a line. */
static const char *above(const char *text, const char *line) {
    const char *at = line;
    while (at > text) {
        for (at--; at > text && at[-1] != '\n';)
            at--;
        if (!g_str_has_prefix(at, "//"))
            break;
        line = at;
    }
    return line;
}

/* Where the head ends that somebody wrote. */
static const char *head_end(const Target *target, const char *there) {
    static const char *const blocks[] = {"model ", "enum ", "view ", "type "};
    const char *end = find_line(there, target->head_ends), *first = NULL;
    for (guint i = 0; !end && i < G_N_ELEMENTS(blocks); i++) {
        const char *block = find_line(there, blocks[i]);
        first = block && (!first || block < first) ? block : first;
    }
    return end ? end : first ? above(there, first) : there + strlen(there);
}

bool types_may_replace(const Target *target, const char *there) {
    return target->head_ends || !there || !*there || strstr(there, "`migrate types`");
}

char *types_keep_head(const Target *target, char *text, const char *there) {
    if (!target->head_ends || !there)
        return text;
    g_autofree char *head = g_strndup(there, (gsize)(head_end(target, there) - there));
    char *kept = g_strconcat(head, find_line(text, target->head_ends), NULL);
    g_free(text);
    return kept;
}

char *types_generate(const Catalog *catalog, const Target *target, const TypesOptions *options,
                     GError **error) {
    g_auto(Generating) generating = {
        .arena = arena_new(),
        .target = target,
        .options = options,
        .default_schema = options->default_schema ? options->default_schema : "public",
        .overrides = g_hash_table_new(g_str_hash, g_str_equal),
        .symbols = g_hash_table_new(g_str_hash, g_str_equal),
        .taken = g_hash_table_new(g_str_hash, g_str_equal),
        .words = g_string_new(NULL),
        .once = g_hash_table_new(g_str_hash, g_str_equal),
        .imports = g_hash_table_new(g_str_hash, g_str_equal)};
    generating.model = model_new(generating.arena, catalog, schema_is_out, (void *)options);
    model_read_views(generating.model);
    if (!options->partitions)
        leave_out_partitions(generating.model);
    read_overrides(&generating);
    if (!check_schemas(&generating, error) || !check_overrides(&generating, error))
        return NULL;
    return write_file(&generating);
}
