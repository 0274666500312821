/* What a commit and the work tree differ in, through libgit2. */
#include "git/handle.h"

#include "git/shape.h"

/* The changed lines of delta `index`; the number of hunks, or -1 when libgit2 cannot read one of
 * the sides. */
static int add_lines(git_diff *diff, gsize index, GitChange *change) {
    git_patch *patch = NULL;
    if (git_patch_from_diff(&patch, diff, index) != 0)
        return -1;
    int count = patch ? (int)git_patch_num_hunks(patch) : 0;
    for (int i = 0; i < count; i++) {
        const git_diff_hunk *hunk = NULL;
        if (git_patch_get_hunk(&hunk, NULL, patch, (gsize)i) == 0)
            git_change_add_lines(change, (guint)hunk->new_start, (guint)hunk->new_lines);
    }
    git_patch_free(patch);
    return count;
}

static bool add_modified(git_diff *diff, gsize index, const git_diff_delta *delta,
                         GPtrArray *changes) {
    bool renamed = delta->status == GIT_DELTA_RENAMED;
    GitChangeKind kind = renamed ? GIT_CHANGE_RENAMED : GIT_CHANGE_MODIFIED;
    GitChange *change = git_changes_add(changes, kind, delta->new_file.path);
    if (renamed)
        change->old_path = g_strdup(delta->old_file.path);
    if (delta->status == GIT_DELTA_TYPECHANGE || delta->status == GIT_DELTA_CONFLICTED) {
        git_change_add_lines(change, 1, G_MAXUINT);
        return true;
    }
    int hunks = add_lines(diff, index, change);
    if (hunks == 0 && !renamed)
        g_ptr_array_set_size(changes, (int)changes->len - 1); /* permissions only */
    return hunks >= 0;
}

static bool add_delta(git_diff *diff, gsize index, const char *folder, GPtrArray *changes) {
    const git_diff_delta *delta = git_diff_get_delta(diff, index);
    if (!git_path_below(delta->new_file.path, folder) ||
        g_str_has_suffix(delta->new_file.path, "/")) /* a repository inside this one */
        return true;
    switch (delta->status) {
    case GIT_DELTA_ADDED:
    case GIT_DELTA_UNTRACKED:
    case GIT_DELTA_COPIED:
        git_change_add_lines(git_changes_add(changes, GIT_CHANGE_ADDED, delta->new_file.path), 1,
                             G_MAXUINT);
        return true;
    case GIT_DELTA_DELETED:
        git_changes_add(changes, GIT_CHANGE_DELETED, delta->old_file.path);
        return true;
    case GIT_DELTA_MODIFIED:
    case GIT_DELTA_TYPECHANGE:
    case GIT_DELTA_CONFLICTED:
    case GIT_DELTA_RENAMED:
        return add_modified(diff, index, delta, changes);
    case GIT_DELTA_UNREADABLE:
        return false;
    default:
        return true;
    }
}

static git_diff *diff_tree(git_repository *handle, git_tree *tree, const char *folder) {
    char *paths[] = {(char *)folder};
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
                    GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_INCLUDE_UNREADABLE |
                    GIT_DIFF_IGNORE_SUBMODULES | GIT_DIFF_DISABLE_PATHSPEC_MATCH |
                    GIT_DIFF_FORCE_TEXT;
    options.context_lines = 0;
    if (*folder)
        options.pathspec = (git_strarray){paths, 1};
    git_diff *diff = NULL;
    if (git_diff_tree_to_workdir_with_index(&diff, handle, tree, &options) != 0)
        return NULL;
    git_diff_find_options similar;
    git_diff_find_options_init(&similar, GIT_DIFF_FIND_OPTIONS_VERSION);
    similar.flags = GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_FOR_UNTRACKED;
    if (git_diff_find_similar(diff, &similar) == 0)
        return diff;
    git_diff_free(diff);
    return NULL;
}

bool handle_changed(git_repository *handle, const char *commit, const char *folder,
                    GPtrArray *changes) {
    git_tree *tree = handle_tree(handle, commit);
    git_diff *diff = tree ? diff_tree(handle, tree, folder) : NULL;
    bool ok = diff;
    gsize count = diff ? git_diff_num_deltas(diff) : 0;
    for (gsize i = 0; i < count && ok; i++)
        ok = add_delta(diff, i, folder, changes);
    git_diff_free(diff);
    git_tree_free(tree);
    return ok;
}
