#include "types/types.h"

#include "types/align.h"
#include "types/generate.h"
#include <string.h>

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

bool target_takes_names(const Target *target) {
    return target->called;
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
    g_hash_table_unref(generating->called);
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

static const char *const made_blocks[] = {"model ", "enum ", "view ", "type ", NULL};
static const char *const own_blocks[] = {"generator ", "datasource ", NULL};

/* The first line that begins so. */
static const char *find_block(const char *text, const char *const *blocks) {
    const char *first = NULL;
    for (; *blocks; blocks++) {
        const char *block = find_line(text, *blocks);
        first = block && (!first || block < first) ? block : first;
    }
    return first;
}

/* Where the head ends that somebody wrote. */
static const char *head_end(const Target *target, const char *there) {
    const char *end = find_line(there, target->head_ends);
    const char *first = end ? NULL : find_block(there, made_blocks);
    return end ? end : first ? above(there, first) : there + strlen(there);
}

/* Within the first lines, as every target says it. */
static bool says_who_wrote_it(const char *there) {
    enum { HEAD_LINES = 5 };
    const char *end = there;
    for (guint i = 0; end && i < HEAD_LINES; i++) {
        end = strchr(end, '\n');
        end = end ? end + 1 : NULL;
    }
    return g_strstr_len(there, end ? end - there : -1, "`migrate types`");
}

bool types_may_replace(const Target *target, const char *there) {
    if (!there || !*there)
        return true;
    if (!target->head_ends)
        return says_who_wrote_it(there);
    return find_line(there, target->head_ends) || find_block(there, made_blocks) ||
           find_block(there, own_blocks);
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
        .called = g_hash_table_new(g_str_hash, g_str_equal),
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
    called_read(&generating);
    if (!settings_fit(&generating, error))
        return NULL;
    return write_file(&generating);
}
