#include "config/distrust.h"
#include "git/base.h"
#include "git/repo.h"
#include <stdlib.h>
#include <string.h>

static char *base_of(GitRepo *repo, const char *base, GError **error) {
    const BaseQuery query = {.revision = base, .untrusted = true};
    char *name = git_base(repo, &query, error);

    if (!name && !*error)
        g_set_error_literal(error, GIT_ERROR, FAIL_ENVIRONMENT,
                            "the base branch of the change is not known (name it with --base)");
    return name;
}

void base_file_clear(BaseFile *found) {
    g_free(found->path);
    g_free(found->text);
    g_free(found->place);
    g_free(found->why);
    *found = (BaseFile){0};
}

/* A commit of a repository, to look things up in. */
typedef struct {
    GitRepo *repo;
    char *revision, *commit;
} Tree;

static void tree_clear(Tree *tree) {
    git_close(tree->repo);
    g_free(tree->revision);
    g_free(tree->commit);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tree, tree_clear)

/* What `path` (of the work tree; it need not exist there) names in the commit: its files, none when
 * there is nothing. */
static GPtrArray *files_at(const Tree *tree, const char *path, GError **error) {
    g_autofree char *below = git_relative(tree->repo, path, error);

    return below ? git_files(tree->repo, tree->commit, below, error) : NULL;
}

/* The text of the one file `path`; NULL without an error when that is missing or no text. */
static char *text_at(const Tree *tree, const char *path, GError **error) {
    g_autofree char *name = g_path_get_basename(path);
    g_autoptr(GPtrArray) files = files_at(tree, path, error);

    if (!files || files->len != 1)
        return NULL;
    const GitFile *file = files->pdata[0];
    gsize length;
    const char *bytes = g_bytes_get_data(file->bytes, &length);
    if (file->symlink || strcmp(file->path, name) != 0 ||
        (length > 0 && !g_utf8_validate(bytes, (gssize)length, NULL)))
        return NULL;
    return g_strndup(bytes ? bytes : "", length);
}

static bool take_text(const Tree *tree, const char *path, BaseFile *found, GError **error) {
    found->text = text_at(tree, path, error);
    if (!found->text)
        return false;
    found->path = g_strdup(path);
    found->place = g_strdup_printf("%s of %s", path, tree->revision);
    return true;
}

/* Whether `folder` is the top of the work tree, or no part of it. */
static bool is_outermost(const Tree *tree, const char *folder) {
    g_autofree char *below = git_relative(tree->repo, folder, NULL);

    return !below || *below == '\0';
}

static void find_nearest(const Tree *tree, BaseFile *found, GError **error) {
    static const char *const usual[] = {"schema", "migrations"};
    g_autoptr(GString) path = g_string_new("migrate.ini");

    for (;;) {
        g_autofree char *folder = g_path_get_dirname(path->str);
        if (take_text(tree, path->str, found, error) || *error)
            return;
        if (is_outermost(tree, folder))
            break;
        g_string_prepend(path, "../");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(usual); i++) {
        g_autoptr(GPtrArray) files = files_at(tree, usual[i], error);
        found->guarded |= files != NULL && files->len > 0;
    }
}

/* Why the repository that was found is not asked; NULL: it is. A link and a repository in another
 * one may have come with the change. Caller frees. */
static char *refuse_place(const GitRepo *repo, const char *folder) {
    g_autofree char *link = git_link_towards(repo, folder);
    g_autofree char *outer = link ? NULL : git_outer(repo, folder);

    return link    ? g_strdup_printf("%s is a symbolic link", link)
           : outer ? g_strdup_printf("%s is another repository than %s", git_top(repo), outer)
                   : NULL;
}

void distrust_read_base(const char *file, const char *base, BaseFile *found) {
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = file ? g_path_get_dirname(file) : g_strdup(".");
    g_auto(Tree) tree = {.repo = git_open(folder, &error)};

    found->why = tree.repo ? refuse_place(tree.repo, folder) : NULL;
    if (found->why)
        return;
    tree.revision = tree.repo ? base_of(tree.repo, base, &error) : NULL;
    tree.commit = tree.revision ? git_resolve(tree.repo, tree.revision, &error) : NULL;
    if (tree.commit && file)
        take_text(&tree, file, found, &error);
    else if (tree.commit)
        find_nearest(&tree, found, &error);
    if (error)
        found->why = g_strdup_printf("that of the base branch cannot be read: %s", error->message);
    else if (!tree.repo)
        found->why = g_strdup("this is not a git repository");
    else if (!found->text)
        found->why = g_strdup_printf("%s has no %s", tree.revision, file ? file : "migrate.ini");
}

GBytes *distrust_read_file(const char *path, const char *base, char **label, GError **error) {
    g_autofree char *folder = g_path_get_dirname(path);
    while (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        char *above = g_path_get_dirname(folder);
        g_free(folder);
        folder = above;
    }
    g_auto(Tree) tree = {.repo = git_open(folder, error)};
    g_autofree char *why = tree.repo ? refuse_place(tree.repo, folder) : NULL;
    tree.revision = tree.repo && !why ? base_of(tree.repo, base, error) : NULL;
    tree.commit = tree.revision ? git_resolve(tree.repo, tree.revision, error) : NULL;
    char *text = tree.commit ? text_at(&tree, path, error) : NULL;
    if (text) {
        *label = g_steal_pointer(&tree.revision);
        return g_bytes_new_take(text, strlen(text));
    }
    if (!error || !*error)
        g_set_error(error, GIT_ERROR, FAIL_USAGE, "%s is not read: %s", path,
                    why           ? why
                    : tree.commit ? "the base branch has no such file of text"
                                  : "this is not a git repository");
    return NULL;
}

bool distrust_is_below(const char *path, const char *folder) {
    g_autofree char *top = realpath(folder, NULL);
    g_autofree char *at = g_strdup(path);
    g_autofree char *real = NULL;

    while (!(real = realpath(at, NULL))) {
        g_autofree char *last = g_path_get_basename(at);
        char *above = g_path_get_dirname(at);
        bool stuck = strcmp(above, at) == 0 || strcmp(last, "..") == 0;
        g_free(at);
        at = above;
        if (stuck)
            return false;
    }
    if (!top || !g_str_has_prefix(real, top))
        return false;
    return strcmp(top, "/") == 0 || real[strlen(top)] == '\0' || real[strlen(top)] == '/';
}
