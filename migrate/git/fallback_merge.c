/* A merge by the git program. Its objects and its index are files in a temporary folder, so that
 * the repository is only read. */
#include "git/fallback.h"

#include "base/file.h"
#include "git/program.h"
#include "git/shape.h"
#include <string.h>

/* The state of a merge. */
typedef struct {
    const char *top, *ancestor, *theirs;
    const char *const *folders;
    char *place; /* the temporary folder */
    char *objects, *borrowed, *index;
    const char *variables[15];
    GPtrArray *settings;
} TreeMaking;

static void making_clear(TreeMaking *making) {
    if (making->place)
        file_remove_tree(making->place, NULL);
    g_free(making->place);
    g_free(making->objects);
    g_free(making->borrowed);
    g_free(making->index);
    g_clear_pointer(&making->settings, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TreeMaking, making_clear)

/* Runs git with the folder in place; its one line. NULL with an error. */
static char *ask_line(const TreeMaking *making, const char *const *arguments, const GString *input,
                      GError **error) {
    g_auto(Answer) answer = {.variables = making->variables};
    if (!program_ask_with(making->top, arguments, making->settings, input, &answer, error))
        return NULL;
    if (answer.status == 0)
        return answer.out->len ? answer_line(&answer) : g_strdup("");
    answer_refuse(making->top, &answer, error);
    return NULL;
}

static bool run(const TreeMaking *making, const char *const *arguments, const GString *input,
                GError **error) {
    g_autofree char *line = ask_line(making, arguments, input, error);
    return line;
}

static void add_setting(TreeMaking *making, const char *key, const char *value) {
    g_ptr_array_add(making->settings, g_strdup(key));
    g_ptr_array_add(making->settings, g_strdup(value));
}

static bool prepare(TreeMaking *making, GError **error) {
    const char *const where[] = {"rev-parse", "--git-path", "objects", NULL};
    g_autofree char *objects = ask_line(making, where, NULL, error);
    g_autoptr(GError) why = NULL;
    if (!objects)
        return false;
    making->settings = fallback_programs_off(making->top);
    add_setting(making, "merge.renormalize", "false");
    add_setting(making, "core.splitIndex", "false");
    making->place = g_dir_make_tmp("migrate-merge-XXXXXX", &why);
    if (!making->place) {
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "no temporary folder for the merge: %s",
                    why->message);
        return false;
    }
    g_autofree char *absolute = g_canonicalize_filename(objects, making->top);
    g_autofree char *escaped = g_strescape(absolute, NULL);
    making->borrowed = g_strdup_printf("\"%s\"", escaped);
    making->objects = g_build_filename(making->place, "objects", NULL);
    making->index = g_build_filename(making->place, "index", NULL);
    const char *const variables[] = {"GIT_OBJECT_DIRECTORY",
                                     making->objects,
                                     "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                     making->borrowed,
                                     "GIT_INDEX_FILE",
                                     making->index,
                                     "GIT_AUTHOR_NAME",
                                     "migrate",
                                     "GIT_AUTHOR_EMAIL",
                                     "migrate",
                                     "GIT_COMMITTER_NAME",
                                     "migrate",
                                     "GIT_COMMITTER_EMAIL",
                                     "migrate",
                                     NULL};
    memcpy(making->variables, variables, sizeof variables);
    return file_mkdirs(making->objects, error);
}

/* A commit of the work tree: the ancestor, and what changed since. Caller frees. */
static char *commit_work_tree(const TreeMaking *making, const GPtrArray *changes, GError **error) {
    g_autoptr(GString) paths = g_string_new(NULL);
    for (guint i = 0; i < changes->len; i++) {
        const GitChange *change = changes->pdata[i];
        g_string_append_len(paths, change->path, (gssize)strlen(change->path) + 1);
        if (change->old_path)
            g_string_append_len(paths, change->old_path, (gssize)strlen(change->old_path) + 1);
    }
    const char *const read[] = {"read-tree", making->ancestor, NULL};
    const char *const update[] = {"update-index", "--add", "--remove", "-z", "--stdin", NULL};
    const char *const write[] = {"write-tree", NULL};
    if (!run(making, read, NULL, error) || !run(making, update, paths, error))
        return NULL;
    g_autofree char *tree = ask_line(making, write, NULL, error);
    const char *const commit[] = {"commit-tree",    "-m", "work tree", "-p",
                                  making->ancestor, tree, NULL};
    return tree ? ask_line(making, commit, NULL, error) : NULL;
}

/* What `folder` is in a commit; NULL when it is not there. Caller frees. */
static char *folder_id(const TreeMaking *making, const char *commit, const char *folder) {
    g_autofree char *name = g_strdup_printf("%s:%s", commit, folder);
    const char *const arguments[] = {"rev-parse",        "--verify", "--quiet",
                                     "--end-of-options", name,       NULL};
    return ask_line(making, arguments, NULL, NULL);
}

/* Whether both sides changed the folders, and differently. False with an error when one side has
 * one of them no longer. */
static bool is_due(const TreeMaking *making, const char *ours, GError **error) {
    bool by_us = false, by_them = false, apart = false;
    for (const char *const *folder = making->folders; *folder; folder++) {
        g_autofree char *before = folder_id(making, making->ancestor, *folder);
        g_autofree char *here = folder_id(making, ours, *folder);
        g_autofree char *there = folder_id(making, making->theirs, *folder);
        by_us |= g_strcmp0(before, here) != 0;
        by_them |= g_strcmp0(before, there) != 0;
        apart |= g_strcmp0(here, there) != 0;
        if (before && !(here && there)) {
            git_refuse_moved(*folder, error);
            return false;
        }
    }
    return by_us && by_them && apart;
}

static bool is_below_any(const char *path, const char *const *folders) {
    for (; *folders; folders++)
        if (git_path_below(path, *folders))
            return true;
    return false;
}

/* "tree\0path in conflict\0…" */
static GitMerge *read_merge(const TreeMaking *making, const GString *said, GError **error) {
    g_autoptr(GPtrArray) conflicts = g_ptr_array_new_with_free_func(g_free);
    const char *end = said->str + said->len;
    for (const char *path = said->str + strlen(said->str) + 1; path < end && *path;
         path += strlen(path) + 1)
        if (is_below_any(path, making->folders))
            g_ptr_array_add(conflicts, g_strdup(path));
    const char *const all[] = {NULL};
    bool whole = is_below_any("", making->folders);
    GPtrArray *files = fallback_files_of(making->top, making->variables, said->str,
                                         whole ? all : making->folders, "", error);
    if (!files)
        return NULL;
    for (guint i = files->len; i-- > 0;) {
        const GitFile *file = files->pdata[i];
        for (guint c = 0; c < conflicts->len; c++)
            if (strcmp(conflicts->pdata[c], file->path) == 0) {
                g_ptr_array_remove_index(files, i);
                break;
            }
    }
    GitMerge *merge = g_new0(GitMerge, 1);
    *merge = (GitMerge){files, g_steal_pointer(&conflicts)};
    return merge;
}

static GitMerge *merge_with(const TreeMaking *making, const char *ours, GError **error) {
    g_auto(Answer) answer = {.variables = making->variables};
    const char *const arguments[] = {"merge-tree",    "--write-tree", "-z",           "--name-only",
                                     "--no-messages", ours,           making->theirs, NULL};
    if (!program_ask_with(making->top, arguments, making->settings, NULL, &answer, error))
        return NULL;
    if (answer.status > 1 || answer.out->len == 0) {
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                    "only the git program can read the repository %s, and this version cannot "
                    "merge without a work tree: install git 2.38 or later",
                    making->top);
        return NULL;
    }
    return read_merge(making, answer.out, error);
}

/* Whether the work tree is being merged with `theirs` just now. */
static bool is_pending(const char *top, const char *theirs) {
    g_autofree char *pending = fallback_resolve(top, "MERGE_HEAD");
    g_auto(Answer) answer = {0};
    return pending &&
           program_ask(top, &answer, NULL, "merge-base", "--is-ancestor", "--", theirs, pending,
                       NULL) &&
           answer.status == 0;
}

GitMerge *fallback_merge(const char *top, const char *ancestor, const char *theirs,
                         const char *const *folders, const GPtrArray *changes, GError **error) {
    g_auto(TreeMaking)
        making = {.top = top, .ancestor = ancestor, .theirs = theirs, .folders = folders};
    if (changes->len == 0 || is_pending(top, theirs))
        return NULL;
    g_autofree char *ours =
        prepare(&making, error) ? commit_work_tree(&making, changes, error) : NULL;
    return ours && is_due(&making, ours, error) ? merge_with(&making, ours, error) : NULL;
}
