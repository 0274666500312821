/* Finding a repository and opening it, in whatever shape it comes.
 *
 * The repository is the nearest `.git` and nothing else. libgit2 and the git program would also
 * accept a folder that looks like a bare repository: such a folder consists of ordinary files,
 * which a commit can bring along, with their own configuration and branches. */
#include "git/handle.h"

#include "git/fallback.h"
#include "git/program.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where libgit2 is linked with Mbed TLS, it reads all certificates of the machine when it starts,
 * which takes longer than all the rest of a small command. They are for connections, and this room
 * makes none. This is Mbed TLS's function: libgit2 finds the program's before the library's. The
 * list of certificates stays empty, so that no peer would be believed. */
__attribute__((visibility("default"))) int mbedtls_x509_crt_parse_file(void *chain,
                                                                       const char *path);

int mbedtls_x509_crt_parse_file(void *chain, const char *path) {
    (void)chain, (void)path;
    return 0;
}

static gpointer start_library(gpointer data) {
    git_libgit2_init();
    return data;
}

/* A start takes as long as a small command: there is one, and no end of it. */
void handle_start(void) {
    static GOnce once = G_ONCE_INIT;
    g_once(&once, start_library, NULL);
}

const char *handle_reason(void) {
    const git_error *last = git_error_last();
    return last && last->message ? last->message : "no reason given";
}

/* --- whose it is */

/* git's own rule: the user that runs it, or the one who called sudo. */
static bool is_own(const char *path) {
    struct stat info;
    if (lstat(path, &info) != 0 || info.st_uid == geteuid())
        return true;
    const char *caller = g_getenv("SUDO_UID");
    return geteuid() == 0 && caller && g_ascii_strtoull(caller, NULL, 10) == info.st_uid;
}

/* What the entry stands for: itself, or the folder that a file "gitdir: FOLDER" points to. Caller
 * frees. */
static char *folder_of(const char *entry) {
    static const char *const mark = "gitdir: ";
    g_autofree char *text = NULL, *top = g_path_get_dirname(entry);
    if (!g_file_test(entry, G_FILE_TEST_IS_REGULAR) ||
        !g_file_get_contents(entry, &text, NULL, NULL) || !g_str_has_prefix(text, mark))
        return g_strdup(entry);
    return g_canonicalize_filename(g_strchomp(text) + strlen(mark), top);
}

/* The path that belongs to somebody else: the repository's folder, or the folder and the file that
 * point to it. */
static char *foreign_part(const char *entry) {
    g_autofree char *top = g_path_get_dirname(entry), *folder = folder_of(entry);
    const char *const parts[] = {folder, top, entry};
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

/* --- where it is */

bool handle_holds_repository(const char *entry) {
    g_autoptr(GDir) list = g_dir_open(entry, 0, NULL);
    return g_file_test(entry, G_FILE_TEST_EXISTS) && (!list || g_dir_read_name(list));
}

/* The nearest `.git` from `path` upwards; NULL when there is none. Caller frees. */
static char *nearest_entry(const char *path) {
    g_autofree char *folder = realpath(path, NULL);
    while (folder) {
        g_autofree char *entry = g_build_filename(folder, ".git", NULL);
        if (handle_holds_repository(entry))
            return g_steal_pointer(&entry);
        if (strcmp(folder, "/") == 0)
            return NULL;
        char *parent = g_path_get_dirname(folder);
        g_free(folder);
        folder = parent;
    }
    return NULL;
}

/* Where there is no work tree, a bare repository deserves its own message. */
static bool is_bare(const char *folder) {
    static const char *const parts[] = {"objects", "refs"};
    g_autofree char *head = g_build_filename(folder, "HEAD", NULL);
    bool bare = g_file_test(head, G_FILE_TEST_EXISTS);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *part = g_build_filename(folder, parts[i], NULL);
        bare = bare && g_file_test(part, G_FILE_TEST_IS_DIR);
    }
    return bare;
}

static void refuse_bare(const char *path, GError **error) {
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                "the git repository %s is bare: it has no work tree to look at; run in a clone of "
                "it",
                path);
}

/* --- opening it */

static GitRepo *repo_new(git_repository *handle, const char *entry, const char *top) {
    GitRepo *repo = g_new0(GitRepo, 1);
    repo->handle = handle;
    repo->entry = g_strdup(entry);
    repo->top = realpath(top, NULL);
    if (!repo->top)
        repo->top = g_strdup(top);
    return repo;
}

/* What the git program says of a repository that libgit2, for `reason`, cannot open. */
static GitRepo *open_by_program(const char *entry, const char *reason, GError **error) {
    g_autofree char *program = program_path(), *folder = g_path_get_dirname(entry);
    if (!program) {
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                    "cannot read the git repository at %s: %s; installing the git program may help",
                    folder, reason);
        return NULL;
    }
    g_autoptr(GError) why = NULL;
    g_autofree char *top = fallback_top(folder, &why);
    if (!top) {
        if (why)
            g_propagate_error(error, g_steal_pointer(&why));
        else
            g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                        "cannot read the git repository at %s: %s", folder, reason);
        return NULL;
    }
    GitRepo *repo = repo_new(NULL, entry, top);
    g_autofree char *head = fallback_resolve(repo->top, "HEAD");
    repo->shallow = fallback_is_shallow(repo->top);
    repo->unborn = !head;
    return repo;
}

/* Exactly what the entry stands for, without a look beside it or above it. */
static git_repository *open_entry(const char *entry) {
    git_repository *handle = NULL;
    unsigned int flags = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
    return git_repository_open_ext(&handle, entry, flags, NULL) == 0 ? handle : NULL;
}

git_repository *handle_open_trusted(const char *entry) {
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 5
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
#endif
    git_repository *handle = open_entry(entry);
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 5
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
#endif
    return handle;
}

/* Only the git program knows everything that can make a foreign repository trusted (wildcards, the
 * environment). After that, libgit2 is used as usual. */
static GitRepo *open_foreign(const char *entry, const char *part, GError **error) {
    GitRepo *repo = open_by_program(entry, "it belongs to another user", NULL);
    g_autofree char *top = g_path_get_dirname(entry);
    if (!repo)
        refuse_foreign(top, part, error);
    else
        repo->handle = handle_open_trusted(entry);
    return repo;
}

static GitRepo *open_own(const char *entry, GError **error) {
    git_repository *handle = open_entry(entry);
    if (!handle)
        return open_by_program(entry, handle_reason(), error);
    const char *top = git_repository_workdir(handle);
    if (!top) {
        refuse_bare(entry, error);
        git_repository_free(handle);
        return NULL;
    }
    GitRepo *repo = repo_new(handle, entry, top);
    repo->shallow = git_repository_is_shallow(handle) == 1;
    repo->unborn = git_repository_head_unborn(handle) == 1;
    return repo;
}

GitRepo *git_open(const char *path, GError **error) {
    g_autofree char *entry = nearest_entry(path);
    g_autofree char *part = entry ? foreign_part(entry) : NULL;
    GitRepo *repo = NULL;
    handle_start();
    if (entry)
        repo = part ? open_foreign(entry, part, error) : open_own(entry, error);
    else if (is_bare(path))
        refuse_bare(path, error);
    return repo;
}

void git_close(GitRepo *repo) {
    if (!repo)
        return;
    git_repository_free(repo->handle);
    g_free(repo->entry);
    g_free(repo->top);
    g_free(repo);
}

char *git_library(void) {
    int major, minor, patch;
    git_libgit2_version(&major, &minor, &patch);
    return g_strdup_printf("libgit2 %d.%d.%d", major, minor, patch);
}
