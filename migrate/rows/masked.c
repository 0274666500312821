#include "rows/masked.h"

#include "git/base.h"
#include "mask/key.h"
#include "source/personal.h"

/* The schema as the base branch has it. */
static Source *open_base(const Project *project, GError **error) {
    g_autoptr(GitRepo) repo = git_open(config_root(project->config), error);
    const BaseQuery query = {.revision = config_base(project->config), .untrusted = true};
    g_autofree char *base = repo ? git_base(repo, &query, error) : NULL;
    if (!base) {
        if (error && !*error)
            g_set_error_literal(error, ROWS_ERROR, FAIL_USAGE,
                                "an untrusted run takes masks from the base branch, and nothing "
                                "names it; give it with --base");
        return NULL;
    }
    g_autofree char *word = g_strconcat("schema@", base, NULL);
    return source_open(word, &project->names, error);
}

/* NULL without an error: the project has none. */
static bool open_schema(const Project *project, Source **schema, GError **error) {
    *schema = NULL;
    if (!*project->names.schema)
        return true;
    *schema = config_untrusted(project->config) ? open_base(project, error)
                                                : source_open("schema", &project->names, error);
    return *schema;
}

static Masks *masks_by(End *end, const Project *project, const Source *schema, GError **error) {
    g_autofree char *home = project->names.path ? pg_first_of_path(project->names.path) : NULL;
    g_autoptr(GPtrArray) personal = schema ? personal_read(schema, error) : g_ptr_array_new();
    g_autoptr(GHashTable) declared =
        schema ? personal_columns(schema, error) : g_hash_table_new(g_str_hash, g_str_equal);
    return personal && declared
               ? masks_new(end->tables, personal, declared,
                           config_string(project->config, "mask.keep"), home, error)
               : NULL;
}

Masks *masked_open(End *end, const Project *project, GError **error) {
    g_autoptr(Source) schema = NULL;
    if (!mask_key_check(error) || !open_schema(project, &schema, error))
        return NULL;
    g_autoptr(Masks) masks = masks_by(end, project, schema, error);
    return masks && mask_key_send(end->pg, error) ? g_steal_pointer(&masks) : NULL;
}
