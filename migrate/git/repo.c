/* Asking a repository through libgit2 first, and the git program where that cannot answer. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/shape.h"

#include <string.h>

enum { SHA256_DIGITS = 64 };

const char *git_top(const GitRepo *repo) {
    return repo->top;
}

bool git_is_shallow(const GitRepo *repo) {
    return repo->shallow;
}

bool git_is_unborn(const GitRepo *repo) {
    return repo->unborn;
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

/* libgit2's parser does not get an '@' that begins neither the revision nor "@{": some versions
 * loop for ever on it. */
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

bool git_has_reference(GitRepo *repo, const char *name) {
    git_oid id;
    if (repo->handle)
        return git_reference_name_to_id(&id, repo->handle, name) == 0;
    return fallback_has_reference(repo->top, name);
}

/* `revision` with the branch that its first `length` bytes name written out; NULL when there is no
 * such branch. Caller frees. */
static char *with_branch(GitRepo *repo, const char *revision, gsize length) {
    static const char *const prefixes[] = {"refs/heads/", "refs/remotes/"};
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        g_autofree char *name = g_strdup_printf("%s%.*s", prefixes[i], (int)length, revision);
        if (git_has_reference(repo, name))
            return g_strconcat(name, revision + length, NULL);
    }
    return NULL;
}

static bool is_id(const char *revision) {
    gsize digits = strspn(revision, "0123456789abcdefABCDEF");
    return revision[digits] == '\0' && (digits == GIT_OID_HEXSZ || digits == SHA256_DIGITS);
}

/* git prefers a tag to a branch of the same name; here the branch is meant. NULL when the revision
 * does not begin with a branch. Caller frees. */
static char *as_branch(GitRepo *repo, const char *revision) {
    const char *brace = strstr(revision, "@{");
    const gsize lengths[] = {strlen(revision), strcspn(revision, "~^"),
                             brace ? (gsize)(brace - revision) : 0};
    if (is_id(revision) || g_str_has_prefix(revision, "HEAD"))
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
        char *name = lengths[i] ? with_branch(repo, revision, lengths[i]) : NULL;
        if (name)
            return name;
    }
    return NULL;
}

static char *resolve(GitRepo *repo, const char *revision) {
    g_autofree char *branch = as_branch(repo, revision);
    const char *name = branch ? branch : revision;
    char *id = repo->handle ? resolve_by_handle(repo->handle, name) : NULL;
    return id ? id : fallback_resolve(repo->top, name);
}

char *git_resolve(GitRepo *repo, const char *revision, GError **error) {
    char *id = is_plain(revision) ? resolve(repo, revision) : NULL;
    if (!id)
        g_set_error(error, GIT_ERROR, FAIL_USAGE,
                    "\"%s\" names no commit in the git repository %s%s", revision, repo->top,
                    repo->shallow ? "; the clone is shallow, so it may not have been fetched: run "
                                    "git fetch --unshallow, or "
                                    "set fetch-depth: 0 for actions/checkout"
                                  : "");
    return id;
}

bool git_has_remote(GitRepo *repo) {
    git_strarray names = {0};
    if (!repo->handle)
        return fallback_has_remote(repo->top);
    bool any = git_remote_list(&names, repo->handle) == 0 && names.count > 0;
    git_strarray_dispose(&names);
    return any;
}

char *git_head(GitRepo *repo, GError **error) {
    return repo->unborn ? NULL : git_resolve(repo, "HEAD", error);
}

static void refuse_shallow(const GitRepo *repo, const char *one, const char *two, GError **error) {
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "the clone %s is shallow and does not reach back to the common ancestor of %.12s "
                "and %.12s; "
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

static bool check_folder(const char *folder, GError **error) {
    if (*folder == '\0' || git_path_is_sound(folder))
        return true;
    g_set_error(error, GIT_ERROR, FAIL_USAGE,
                "\"%s\" is not a folder of a git repository: give it relative to the top, without "
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
                "the clone %s is partial and lacks some of \"%s\" as of commit %.12s, and nothing "
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
