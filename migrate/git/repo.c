/* Asking a repository through libgit2 first, and the git program where that cannot answer. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/shape.h"

#include <stdlib.h>
#include <string.h>

const char *git_top(const GitRepo *repo) {
    return repo->top;
}

bool git_is_shallow(const GitRepo *repo) {
    return repo->shallow;
}

bool git_is_unborn(const GitRepo *repo) {
    return repo->unborn;
}

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

char *git_relative(const GitRepo *repo, const char *path, GError **error) {
    g_autofree char *whole = resolve_path(path);
    if (strcmp(whole, repo->top) == 0)
        return g_strdup("");
    gsize length = strcmp(repo->top, "/") == 0 ? 0 : strlen(repo->top);
    if (strncmp(whole, repo->top, length) == 0 && whole[length] == '/')
        return g_strdup(whole + length + 1);
    g_set_error(error, GIT_ERROR, FAIL_USAGE, "%s lies outside of the git repository %s", path,
                repo->top);
    return NULL;
}

static char *id_text(const git_oid *id) {
    char text[GIT_OID_HEXSZ + 1];
    return g_strdup(git_oid_tostr(text, sizeof text, id));
}

/* The id of the commit that `object` is or points to; frees `object`. */
static char *commit_id(git_object *object) {
    git_object *commit = NULL;
    char *id = NULL;
    if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0)
        id = id_text(git_object_id(commit));
    git_object_free(commit);
    git_object_free(object);
    return id;
}

/* libgit2's parser is not told of an '@' that begins neither the revision nor "@{": some versions
 * never come back from it. */
static bool is_parsable(const char *revision) {
    for (const char *at = strchr(revision, '@'); at; at = strchr(at + 1, '@'))
        if (at != revision && at[1] != '{')
            return false;
    return true;
}

/* Ids and names first: what they mean is certain. Everything else goes through the revision parser.
 */
static char *resolve_by_handle(git_repository *handle, const char *revision) {
    git_oid id;
    git_object *object = NULL;
    git_reference *reference = NULL;
    if (strlen(revision) == GIT_OID_HEXSZ && git_oid_fromstr(&id, revision) == 0)
        return git_object_lookup(&object, handle, &id, GIT_OBJECT_ANY) == 0 ? commit_id(object)
                                                                            : NULL;
    if (git_reference_dwim(&reference, handle, revision) == 0) {
        int result = git_reference_peel(&object, reference, GIT_OBJECT_COMMIT);
        git_reference_free(reference);
        return result == 0 ? commit_id(object) : NULL;
    }
    if (!is_parsable(revision) || git_revparse_single(&object, handle, revision) != 0)
        return NULL;
    return commit_id(object);
}

/* Searches through messages and reflogs ("^{/regex}", ":/regex") have no place in a gate: their
 * cost is the history's. */
static bool is_plain(const char *revision) {
    return *revision && *revision != '-' && !strchr(revision, ':') && !strstr(revision, "^{/") &&
           g_utf8_validate(revision, -1, NULL);
}

char *git_resolve(GitRepo *repo, const char *revision, GError **error) {
    char *id = NULL;
    if (is_plain(revision)) {
        id = repo->handle ? resolve_by_handle(repo->handle, revision) : NULL;
        if (!id)
            id = fallback_resolve(repo->top, revision);
    }
    if (!id)
        g_set_error(error, GIT_ERROR, FAIL_USAGE,
                    "\"%s\" names no commit in the git repository %s%s", revision, repo->top,
                    repo->shallow ? "; the clone is shallow, so it may not have been fetched: run "
                                    "git fetch --unshallow, or "
                                    "set fetch-depth: 0 for actions/checkout"
                                  : "");
    return id;
}

char *git_head(GitRepo *repo, GError **error) {
    return repo->unborn ? NULL : git_resolve(repo, "HEAD", error);
}

static void refuse_shallow(const GitRepo *repo, const char *one, const char *two, GError **error) {
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "the clone %s is shallow and does not reach back to where %.12s and %.12s parted; "
                "run git fetch --unshallow, or set "
                "fetch-depth: 0 for actions/checkout",
                repo->top, one, two);
}

char *git_common_ancestor(GitRepo *repo, const char *one, const char *two, GError **error) {
    git_oid a, b, base;
    /* libgit2 before 1.7 stumbles over the missing parents of a shallow clone; git knows where to
     * stop. */
    bool by_handle = repo->handle && !repo->shallow && git_oid_fromstr(&a, one) == 0 &&
                     git_oid_fromstr(&b, two) == 0;
    int result = by_handle ? git_merge_base(&base, repo->handle, &a, &b) : GIT_EUSER;
    if (result == 0)
        return id_text(&base);
    if (result == GIT_ENOTFOUND && git_error_last() && git_error_last()->klass == GIT_ERROR_MERGE)
        return NULL;
    g_autoptr(GError) why = NULL;
    char *id = fallback_merge_base(repo->top, one, two, &why);
    if (!id && repo->shallow)
        refuse_shallow(repo, one, two, error);
    else if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return id;
}

/* The upstream of the branch that is checked out. */
static char *upstream_by_handle(git_repository *handle) {
    git_reference *head = NULL, *upstream = NULL;
    char *name = NULL;
    if (git_repository_head(&head, handle) == 0 && git_branch_upstream(&upstream, head) == 0)
        name = g_strdup(git_reference_name(upstream));
    git_reference_free(upstream);
    git_reference_free(head);
    return name;
}

static char *origin_head_by_handle(git_repository *handle) {
    git_reference *head = NULL, *target = NULL;
    char *name = NULL;
    if (git_reference_lookup(&head, handle, "refs/remotes/origin/HEAD") == 0 &&
        git_reference_resolve(&target, head) == 0)
        name = g_strdup(git_reference_name(target));
    git_reference_free(target);
    git_reference_free(head);
    return name;
}

static char *base_of_action(GitRepo *repo, const char *branch, GError **error) {
    g_autofree char *name = g_strconcat("refs/remotes/origin/", branch, NULL);
    g_autofree char *id = git_resolve(repo, name, NULL);
    if (id)
        return g_steal_pointer(&name);
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "GITHUB_BASE_REF says that the base branch is \"%s\", but origin/%s was not "
                "fetched into %s; set fetch-depth: 0 "
                "for actions/checkout, or run: git fetch origin",
                branch, branch, repo->top);
    return NULL;
}

char *git_default_base(GitRepo *repo, GError **error) {
    const char *branch = g_getenv("GITHUB_BASE_REF");
    if (branch && *branch)
        return base_of_action(repo, branch, error);
    char *upstream = repo->handle ? upstream_by_handle(repo->handle) : fallback_upstream(repo->top);
    if (upstream)
        return upstream;
    return repo->handle ? origin_head_by_handle(repo->handle) : fallback_origin_head(repo->top);
}

static bool check_folder(const char *folder, GError **error) {
    if (*folder == '\0' || git_path_is_sound(folder))
        return true;
    g_set_error(error, GIT_ERROR, FAIL_USAGE,
                "\"%s\" is no folder of a git repository: give it relative to the top, without "
                "\".\" and \"..\"",
                folder);
    return false;
}

/* Where the objects are missing, git's own words ("could not fetch …") lead astray. */
static void explain_missing(const GitRepo *repo, const char *commit, const char *folder,
                            GError **error) {
    if (!fallback_is_partial(repo->top))
        return;
    g_autofree char *top = g_shell_quote(repo->top), *part = g_shell_quote(*folder ? folder : ".");
    g_clear_error(error);
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "the clone %s is partial and has not all of \"%s\" as of commit %.12s, and nothing "
                "is fetched here; get it with: "
                "git -C %s archive -o /dev/null %s %s",
                repo->top, folder, commit, top, commit, part);
}

GPtrArray *git_files(GitRepo *repo, const char *commit, const char *folder, GError **error) {
    g_autoptr(GPtrArray) files = git_files_new();
    g_autoptr(GError) why = NULL;
    if (!check_folder(folder, error))
        return NULL;
    if (repo->handle && handle_files(repo->handle, commit, folder, files, &why)) {
        g_ptr_array_sort(files, git_file_compare);
        return g_steal_pointer(&files);
    }
    GPtrArray *answer = why ? NULL : fallback_files(repo->top, commit, folder, &why);
    if (!answer) {
        explain_missing(repo, commit, folder, &why);
        g_propagate_error(error, g_steal_pointer(&why));
    }
    return answer;
}

GPtrArray *git_changed(GitRepo *repo, const char *commit, const char *folder, GError **error) {
    g_autoptr(GPtrArray) changes = git_changes_new();
    g_autoptr(GError) why = NULL;
    if (!check_folder(folder, error))
        return NULL;
    if (repo->handle && handle_changed(repo->handle, commit, folder, changes)) {
        g_ptr_array_sort(changes, git_change_compare);
        return g_steal_pointer(&changes);
    }
    GPtrArray *answer = fallback_changed(repo->top, commit, folder, &why);
    if (!answer) {
        explain_missing(repo, commit, folder, &why);
        g_propagate_error(error, g_steal_pointer(&why));
    }
    return answer;
}
