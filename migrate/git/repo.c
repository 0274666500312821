/* Opening a repository in whatever shape it comes, and asking it through libgit2 first. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/program.h"
#include "git/shape.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *handle_reason(void) {
    const git_error *last = git_error_last();
    return last && last->message ? last->message : "no reason given";
}

/* git's own rule: the user that runs it, or the one who called sudo. */
static bool is_own(const char *path) {
    struct stat info;
    if (lstat(path, &info) != 0 || info.st_uid == geteuid())
        return true;
    const char *caller = g_getenv("SUDO_UID");
    return geteuid() == 0 && caller && g_ascii_strtoull(caller, NULL, 10) == info.st_uid;
}

/* The path that belongs to somebody else: the repository's folder, or the folder and the file that
 * point to it. */
static char *foreign_part(const char *git_folder, const char *top) {
    g_autofree char *link = g_build_filename(top, ".git", NULL);
    const char *const parts[] = {git_folder, top, link};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (!is_own(parts[i]))
            return g_strdup(parts[i]);
    return NULL;
}

static void refuse_foreign(const char *top, const char *part, GError **error) {
    g_autofree char *quoted = g_shell_quote(top);
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "the git repository %s belongs to another user (see the owner of %s), so git does "
                "not trust its configuration; "
                "if you do, run: git config --global --add safe.directory %s",
                top, part, quoted);
}

/* The nearest `.git` from `path` upwards that has something in it; an empty folder is what a
 * sandbox leaves in place of a repository. NULL when there is none. */
static char *nearest_entry(const char *path) {
    g_autofree char *folder = realpath(path, NULL);
    while (folder) {
        g_autofree char *entry = g_build_filename(folder, ".git", NULL);
        g_autoptr(GDir) list = g_dir_open(entry, 0, NULL);
        if (g_file_test(entry, G_FILE_TEST_EXISTS) && (!list || g_dir_read_name(list)))
            return g_steal_pointer(&entry);
        if (strcmp(folder, "/") == 0)
            return NULL;
        char *parent = g_path_get_dirname(folder);
        g_free(folder);
        folder = parent;
    }
    return NULL;
}

static GitRepo *repo_new(git_repository *handle, const char *top) {
    GitRepo *repo = g_new0(GitRepo, 1);
    repo->handle = handle;
    repo->top = realpath(top, NULL);
    if (!repo->top)
        repo->top = g_strdup(top);
    git_libgit2_init(); /* counted; git_close() gives it back */
    return repo;
}

/* What the git program says of a repository that libgit2, for `reason`, cannot open. */
static GitRepo *open_by_program(const char *path, const char *reason, GError **error) {
    g_autofree char *program = program_path();
    if (!program) {
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                    "cannot read the git repository at %s: %s; installing the git program may help",
                    path, reason);
        return NULL;
    }
    g_autoptr(GError) why = NULL;
    g_autofree char *top = fallback_top(path, &why);
    if (!top) {
        if (why)
            g_propagate_error(error, g_steal_pointer(&why));
        else
            g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                        "cannot read the git repository at %s: %s", path, reason);
        return NULL;
    }
    GitRepo *repo = repo_new(NULL, top);
    g_autofree char *head = fallback_resolve(repo->top, "HEAD");
    repo->shallow = fallback_is_shallow(repo->top);
    repo->unborn = !head;
    return repo;
}

git_repository *handle_open_trusted(const char *path) {
    git_repository *handle = NULL;
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 5
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
#endif
    bool done = git_repository_open(&handle, path) == 0;
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 5
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
#endif
    return done ? handle : NULL;
}

/* Only the git program knows everything that can make a foreign repository trusted (wildcards, the
 * environment). Once it has said so, libgit2 is asked as usual. */
static GitRepo *open_foreign(const char *top, const char *part, GError **error) {
    GitRepo *repo = open_by_program(top, "it belongs to another user", NULL);
    if (!repo)
        refuse_foreign(top, part, error);
    else
        repo->handle = handle_open_trusted(repo->top);
    return repo;
}

static GitRepo *open_own(const char *path, const char *git_folder, GError **error) {
    git_repository *handle = NULL;
    if (git_repository_open(&handle, git_folder) != 0)
        return open_by_program(path, handle_reason(), error);
    const char *top = git_repository_workdir(handle);
    if (!top) {
        g_set_error(
            error, GIT_ERROR, FAIL_ENVIRONMENT,
            "the git repository %s is bare: it has no work tree to look at; run in a clone of it",
            git_folder);
        git_repository_free(handle);
        return NULL;
    }
    GitRepo *repo = repo_new(handle, top);
    repo->shallow = git_repository_is_shallow(handle) == 1;
    repo->unborn = git_repository_head_unborn(handle) == 1;
    return repo;
}

static GitRepo *open_found(const char *path, const char *git_folder, GError **error) {
    g_autofree char *entry = nearest_entry(path);
    g_autofree char *top = entry ? g_path_get_dirname(entry) : g_strdup(git_folder);
    g_autofree char *part = foreign_part(git_folder, top);
    return part ? open_foreign(top, part, error) : open_own(path, git_folder, error);
}

GitRepo *git_open(const char *path, GError **error) {
    git_libgit2_init();
    git_buf found = {0};
    GitRepo *repo = NULL;
    int result = git_repository_discover(&found, path, 0, NULL);
    if (result == 0)
        repo = open_found(path, found.ptr, error);
    else {
        g_autofree char *reason = g_strdup(handle_reason());
        g_autofree char *entry = nearest_entry(path);
        if (entry) /* a repository that libgit2 does not even recognise, rather than none */
            repo = open_by_program(path, reason, error);
    }
    git_buf_dispose(&found);
    git_libgit2_shutdown();
    return repo;
}

void git_close(GitRepo *repo) {
    if (!repo)
        return;
    git_repository_free(repo->handle);
    g_free(repo->top);
    g_free(repo);
    git_libgit2_shutdown();
}

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
