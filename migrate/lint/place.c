/* Where the project lies in its repository: links on the way to it, and repositories in it. */
#include "lint/rule.h"

#include "base/paths.h"
#include <stdlib.h>
#include <string.h>

bool lint_set_shape(Lint *lint, RepositoryShape shape, GError **why) {
    lint->shape = shape;
    g_free(lint->reason);
    lint->reason = *why ? g_strdup((*why)->message) : NULL;
    g_clear_error(why);
    return shape == SHAPE_FINE;
}

/* Not the repository's history, but what a change did to the way there. */
static bool set_linked(Lint *lint, const char *link) {
    const char *top = git_top(lint->repo);
    g_autofree char *full = g_build_filename(top, link, NULL);
    g_autofree char *target = g_file_read_link(full, NULL), *real = realpath(full, NULL);
    g_autofree char *there = real ? git_relative(lint->repo, real, NULL) : NULL;
    g_autofree char *from = g_shell_quote(there ? there : ""), *to = g_shell_quote(link),
                    *in = g_shell_quote(top);
    lint->shape = SHAPE_LINKED;
    lint->reason = g_strdup_printf("%s is a symbolic link to %s, and git has nothing behind it",
                                   link, target ? target : "somewhere");
    if (there && *there)
        lint->advice =
            g_strdup_printf("put the folder itself there: cd %s && rm %s && mv %s %s && git add %s",
                            in, to, from, to, to);
    return false;
}

/* The first link that leads to what is compared. Caller frees. */
static char *link_on_the_way(const Lint *lint) {
    const char *const places[] = {".", lint->input->root, lint->input->migrations};
    g_auto(GStrv) schema = paths_split(lint->input->schema);
    char *link = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(places) && !link; i++)
        link = git_link_towards(lint->repo, places[i]);
    for (guint i = 0; schema[i] && !link; i++)
        link = git_link_towards(lint->repo, schema[i]);
    return link;
}

static bool set_nested(Lint *lint, const char *one, const char *other) {
    lint->shape = SHAPE_NESTED;
    lint->reason = g_strdup_printf("%s is another repository than %s", one, other);
    return false;
}

/* Another repository that a migration lies in, without reading the folder again. Caller frees. */
static char *find_inner(const Lint *lint) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        g_autofree char *folder = g_path_get_dirname(migration->file);
        while (g_hash_table_add(seen, g_strdup(folder))) {
            if (git_is_other_top(lint->repo, folder))
                return g_steal_pointer(&folder);
            if (strcmp(folder, lint->input->migrations) == 0)
                break;
            char *above = g_path_get_dirname(folder);
            g_free(folder);
            folder = above;
        }
    }
    return NULL;
}

/* What is known before the base is: a work tree that may be hostile holds no links on the way, and
 * is the only one. */
bool lint_check_place(Lint *lint) {
    if (!lint->input->untrusted) {
        lint->inner = find_inner(lint);
        return true;
    }
    g_autofree char *link = link_on_the_way(lint);
    if (link)
        return set_linked(lint, link);
    g_autofree char *outer = git_outer(lint->repo, lint->input->root);
    if (outer)
        return set_nested(lint, git_top(lint->repo), outer);
    g_auto(GStrv) schema = paths_split(lint->input->schema);
    for (gsize i = 0; i == 0 || schema[i - 1]; i++) {
        g_autofree char *inner = git_inner(lint->repo, i ? schema[i - 1] : lint->input->migrations);
        if (inner)
            return set_nested(lint, inner, git_top(lint->repo));
    }
    return true;
}

/* Where the base has a folder, or a link to elsewhere, in place of a link that leads here, the
 * history that it knows is not the one that is looked at. */
bool lint_check_links(Lint *lint) {
    GError *why = NULL;
    g_autofree char *link = link_on_the_way(lint), *brought = NULL;
    if (link && !git_same_link(lint->repo, lint->merge_base, link))
        return set_linked(lint, link);
    if (!git_link_instead(lint->repo, lint->merge_base, lint->head, ".", &brought, &why))
        return lint_set_shape(lint, SHAPE_UNREADABLE, &why);
    return !brought || set_linked(lint, brought);
}
