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

GPtrArray *masked_statements(const Project *project, GError **error) {
    bool untrusted = config_untrusted(project->config);
    if (!*project->names.schema)
        return g_ptr_array_new();
    g_autoptr(Source) source =
        untrusted ? open_base(project, error) : source_open("schema", &project->names, error);
    return source ? personal_read(source, error) : NULL;
}

Masks *masked_open(End *end, const Project *project, GError **error) {
    if (!mask_key_check(error))
        return NULL;
    g_autofree char *home = project->names.path ? pg_first_of_path(project->names.path) : NULL;
    g_autoptr(GPtrArray) statements = masked_statements(project, error);
    g_autoptr(Masks) masks =
        statements ? masks_new(end->tables, statements, config_string(project->config, "mask.keep"),
                               home, error)
                   : NULL;
    return masks && mask_key_send(end->pg, error) ? g_steal_pointer(&masks) : NULL;
}
