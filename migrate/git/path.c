/* Where a path lies in a work tree, and the links that lead there. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/shape.h"

#include <stdlib.h>
#include <string.h>

/* `path` absolute and without symbolic links, as far as it exists. */
static char *resolve_path(const char *path) {
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    g_autofree char *rest = g_strdup("");
    for (;;) {
        g_autofree char *real = realpath(absolute, NULL);
        if (real)
            return *rest ? g_build_filename(real, rest, NULL) : g_steal_pointer(&real);
        g_autofree char *base = g_path_get_basename(absolute);
        char *longer = *rest ? g_build_filename(base, rest, NULL) : g_strdup(base);
        char *parent = g_path_get_dirname(absolute);
        g_free(rest);
        g_free(absolute);
        rest = longer;
        absolute = parent;
    }
}

/* What leads from `folder` to `path`, "" when they are the same; NULL when it lies outside. Both
 * absolute. */
static const char *below(const char *folder, const char *path) {
    gsize length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    if (strcmp(path, folder) == 0)
        return "";
    return strncmp(path, folder, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

char *git_relative(const GitRepo *repo, const char *path, GError **error) {
    g_autofree char *whole = resolve_path(path);
    const char *rest = below(repo->top, whole);
    if (!rest)
        g_set_error(error, GIT_ERROR, FAIL_USAGE, "%s lies outside of the git repository %s", path,
                    repo->top);
    return g_strdup(rest);
}

/* --- links on the way */

/* A walk along a path as it is named, one part after the other. */
typedef struct {
    const GitRepo *repo;
    char *at;   /* absolute; below the top as it is named, elsewhere resolved */
    char *link; /* the first link below the top, or NULL */
} PathWalk;

static void go_up(PathWalk *walk) {
    g_autofree char *real = realpath(walk->at, NULL);
    char *parent = g_path_get_dirname(real ? real : walk->at);
    g_free(walk->at);
    walk->at = parent;
}

static void go_down(PathWalk *walk, const char *part) {
    g_autofree char *next = g_build_filename(walk->at, part, NULL);
    bool inside = below(walk->repo->top, walk->at);
    char *real = inside ? NULL : realpath(next, NULL);
    if (inside && !walk->link && g_file_test(next, G_FILE_TEST_IS_SYMLINK))
        walk->link = g_strdup(below(walk->repo->top, next));
    g_free(walk->at);
    walk->at = real ? real : g_steal_pointer(&next);
}

/* `path` from the root as it is named: the working directory as whoever went there named it. */
static char *named_path(const char *path) {
    g_autofree char *here = g_get_current_dir();
    return g_path_is_absolute(path) ? g_strdup(path) : g_build_filename(here, path, NULL);
}

char *git_link_towards(const GitRepo *repo, const char *path) {
    g_autofree char *named = named_path(path);
    g_auto(GStrv) parts = g_strsplit(named, "/", -1);
    PathWalk walk = {.repo = repo, .at = g_strdup("/")};
    for (char **part = parts; *part; part++)
        if (strcmp(*part, "..") == 0)
            go_up(&walk);
        else if (**part && strcmp(*part, ".") != 0)
            go_down(&walk, *part);
    g_free(walk.at);
    return walk.link;
}

/* --- links that a commit brought */

static bool has_path(GitRepo *repo, const char *commit, const char *path) {
    git_tree *tree = repo->handle ? handle_tree(repo->handle, commit) : NULL;
    git_tree_entry *entry = NULL;
    if (!tree)
        return fallback_has_path(repo->top, commit, path);
    bool found = git_tree_entry_bypath(&entry, tree, path) == 0;
    git_tree_entry_free(entry);
    git_tree_free(tree);
    return found;
}

/* Of char*; NULL when libgit2 cannot read one of the commits. */
static GPtrArray *links_by_handle(git_repository *handle, const char *since, const char *commit) {
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_INCLUDE_TYPECHANGE;
    git_tree *old = handle_tree(handle, since), *new = handle_tree(handle, commit);
    git_diff *diff = NULL;
    GPtrArray *links = NULL;
    if (old && new && git_diff_tree_to_tree(&diff, handle, old, new, &options) == 0)
        links = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; links && i < git_diff_num_deltas(diff); i++) {
        const git_diff_delta *delta = git_diff_get_delta(diff, i);
        if (delta->status != GIT_DELTA_DELETED && delta->new_file.mode == GIT_FILEMODE_LINK)
            g_ptr_array_add(links, g_strdup(delta->new_file.path));
    }
    git_diff_free(diff);
    git_tree_free(old);
    git_tree_free(new);
    return links;
}

/* Whether the link at `link` leads to `folder` or to something that holds it. */
static bool leads_to(const GitRepo *repo, const char *link, const char *folder) {
    g_autofree char *full = g_build_filename(repo->top, link, NULL);
    g_autofree char *real = realpath(full, NULL);
    return real && g_file_test(full, G_FILE_TEST_IS_SYMLINK) && below(real, folder);
}

bool git_link_instead(GitRepo *repo, const char *since, const char *commit, const char *path,
                      char **link, GError **error) {
    g_autofree char *folder = resolve_path(path);
    g_autoptr(GPtrArray) links = repo->handle ? links_by_handle(repo->handle, since, commit) : NULL;
    if (!links)
        links = fallback_links(repo->top, since, commit, error);
    *link = NULL;
    for (guint i = 0; links && !*link && i < links->len; i++)
        if (leads_to(repo, links->pdata[i], folder) && has_path(repo, since, links->pdata[i]))
            *link = g_strdup(links->pdata[i]);
    return links;
}

bool git_same_link(GitRepo *repo, const char *commit, const char *link) {
    g_autofree char *full = g_build_filename(repo->top, link, NULL);
    g_autofree char *target = g_file_read_link(full, NULL);
    g_autoptr(GPtrArray) files =
        has_path(repo, commit, link) ? git_files(repo, commit, link, NULL) : NULL;
    if (!files) /* it is new, and stands for nothing else */
        return !has_path(repo, commit, link);
    const GitFile *file = files->len == 1 ? files->pdata[0] : NULL;
    gsize length = 0;
    const char *bytes = file && file->symlink ? g_bytes_get_data(file->bytes, &length) : NULL;
    return bytes && target && length == strlen(target) && memcmp(bytes, target, length) == 0;
}

/* --- repositories around it */

/* The first folder with a repository, from `folder` upwards, that is not the top; NULL: none. */
static char *other_top(const GitRepo *repo, const char *folder) {
    g_autofree char *at = g_strdup(folder);
    for (;;) {
        g_autofree char *entry = g_build_filename(at, ".git", NULL), *real = realpath(at, NULL);
        if (real && strcmp(real, repo->top) != 0 && handle_holds_repository(entry))
            return g_steal_pointer(&real);
        if (strcmp(at, "/") == 0)
            return NULL;
        char *parent = g_path_get_dirname(at);
        g_free(at);
        at = parent;
    }
}

char *git_outer(const GitRepo *repo, const char *path) {
    g_autofree char *named = named_path(path);
    g_autofree char *canonical = g_canonicalize_filename(named, "/");
    const char *workspace = g_getenv("GITHUB_WORKSPACE");
    const char *const starts[] = {repo->top, canonical, workspace};
    char *outer = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(starts) && !outer; i++)
        if (starts[i] && g_path_is_absolute(starts[i]))
            outer = other_top(repo, starts[i]);
    return outer;
}

/* --- repositories below */

enum { MAX_DEPTH = 64 };

bool git_is_other_top(const GitRepo *repo, const char *folder) {
    g_autofree char *entry = g_build_filename(folder, ".git", NULL);
    if (!g_file_test(entry, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
        return false;
    g_autofree char *below = git_relative(repo, folder, NULL);
    return !below || *below;
}

static char *find_inner(const GitRepo *repo, const char *folder, guint depth) {
    g_autoptr(GDir) list = depth < MAX_DEPTH ? g_dir_open(folder, 0, NULL) : NULL;
    char *found = git_is_other_top(repo, folder) ? g_strdup(folder) : NULL;
    for (const char *name; list && !found && (name = g_dir_read_name(list));) {
        g_autofree char *below = g_build_filename(folder, name, NULL);
        if (g_file_test(below, G_FILE_TEST_IS_DIR) && !g_file_test(below, G_FILE_TEST_IS_SYMLINK))
            found = find_inner(repo, below, depth + 1);
    }
    return found;
}

char *git_inner(const GitRepo *repo, const char *path) {
    return find_inner(repo, path, 0);
}
