/* A git repository, read only: the only room that sees libgit2. No checkout, no hooks, no filters,
 * no index writes, no network.
 *
 * Where libgit2 cannot open or read what git can (sha256 objects, reftable, newer extensions, the
 * merge base of a shallow clone) the `git` program is asked instead; callers do not see which one
 * answered. The user's GIT_DIR, GIT_INDEX_FILE and similar variables are ignored: a repository is
 * the one that a path lies in.
 *
 * Everything returned is a copy that the caller owns; it outlives the repository. Errors are
 * GIT_ERROR.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

typedef struct GitRepo GitRepo;

GQuark git_error_quark(void);
#define GIT_ERROR git_error_quark()

typedef struct {
    char *path; /* relative to the folder that was asked for, '/' between parts */
    GBytes *bytes;
    bool symlink; /* a symbolic link; `bytes` is its target */
} GitFile;

/* The repository that `path` (which exists) lies in: the nearest `.git` from there upwards, links
 * resolved. A folder on the way that looks like a bare repository does not count. NULL without an
 * error when there is none. FAIL_ENVIRONMENT for one that cannot be read: foreign owner (with the
 * safe.directory command), bare, damaged, … */
GitRepo *git_open(const char *path, GError **error);
void git_close(GitRepo *repo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GitRepo, git_close)

/* Top of the work tree, absolute, without symbolic links. */
const char *git_top(const GitRepo *repo);
bool git_is_shallow(const GitRepo *repo);
bool git_is_unborn(const GitRepo *repo); /* no commit yet */

/* `path` relative to the top ("" for the top itself), symbolic links resolved; it need not exist.
 * FAIL_USAGE when it lies outside of the work tree. Caller frees. */
char *git_relative(const GitRepo *repo, const char *path, GError **error);

/* What git has at a path is not what lies behind a link: for git, a link is a file. */

/* The first symbolic link that whoever names `path` goes through below the top, relative to the
 * top; NULL when there is none. The working directory counts as it was gone to, as far as PWD says
 * it. Links above the top are the machine's. Caller frees. */
char *git_link_towards(const GitRepo *repo, const char *path);
/* Puts into `link` a symbolic link of `commit` (that is checked out) in whose place the commit
 * `since` has something else, and that leads to `path` or a folder around it; NULL when there is
 * none. So a folder may have been gone to under the name that it had. Caller frees. */
bool git_link_instead(GitRepo *repo, const char *since, const char *commit, const char *path,
                      char **link, GError **error);
/* Whether a commit has the work tree's `link` (relative to the top) as it is there, or nothing in
 * its place. */
bool git_same_link(GitRepo *repo, const char *commit, const char *link);

/* The top of another repository: around this one, around `path` as it is named, or where the
 * pipeline made its checkout (GITHUB_WORKSPACE). NULL when there is none. Caller frees. */
char *git_outer(const GitRepo *repo, const char *path);
/* Whether `folder` is the top of a repository other than `repo`. */
bool git_is_other_top(const GitRepo *repo, const char *folder);
/* A folder at or below `path` that is another repository, such as a submodule: what lies in it
 * is not in the history of `repo`. Links are not followed. NULL when there is none.
 * Caller frees. */
char *git_inner(const GitRepo *repo, const char *path);

/* The full id of the commit that `revision` names; where a branch and a tag have the same name, the
 * branch's, one's own before a remote's. FAIL_USAGE when it names none (says whether the clone is
 * shallow). Caller frees. */
char *git_resolve(GitRepo *repo, const char *revision, GError **error);
/* Who commits here: "Name <address>"; NULL: nobody has said. Caller frees. */
char *git_person(const GitRepo *repo);

/* The commit that is checked out; NULL without an error before the first one. Caller frees. */
char *git_head(GitRepo *repo, GError **error);
/* The newest commit of what is checked out, by first parents, that was committed by `when` (Unix
 * seconds). FAIL_USAGE when there is none. Caller frees. */
char *git_commit_at(GitRepo *repo, gint64 when, GError **error);
/* Whether there is a reference of exactly this full name ("refs/heads/main"), and what it stands
 * for. */
bool git_has_reference(GitRepo *repo, const char *name);
/* Whether anything is known of another repository. */
bool git_has_remote(GitRepo *repo);
/* Best common ancestor; NULL without an error when there is none. FAIL_ENVIRONMENT, with the fetch
 * that helps, when a shallow clone does not reach that far. Caller frees. */
char *git_common_ancestor(GitRepo *repo, const char *one, const char *two, GError **error);

/* The files below `folder` (relative to the top; "" is the top) in a commit, sorted bytewise by
 * path; empty when the folder is not there. When `folder` is a file: that one, with path = its base
 * name. Array of GitFile*. Caller unrefs. */
GPtrArray *git_files(GitRepo *repo, const char *commit, const char *folder, GError **error);

typedef enum {
    GIT_CHANGE_ADDED,
    GIT_CHANGE_MODIFIED,
    GIT_CHANGE_DELETED,
    GIT_CHANGE_RENAMED
} GitChangeKind;

/* Lines from 1, both included; `last` = G_MAXUINT reaches to the end of the file. */
typedef struct {
    guint first, last;
} GitLines;

typedef struct {
    GitChangeKind kind;
    char *path;     /* relative to the top; for a deleted file, where it was */
    char *old_path; /* where a renamed file was, else NULL */
    GArray *lines;  /* of GitLines, ascending: what is new or different in the work tree's file;
                       empty for deleted */
} GitChange;

/* What differs between `commit` and the work tree below `folder` (as for git_files), sorted
 * bytewise by path. Untracked files count as added, ignored ones do not count, nor do permissions
 * and line ends that git converts. A file that became a symbolic link, or one in conflict, counts
 * as modified. Array of GitChange*. Caller unrefs. */
GPtrArray *git_changed(GitRepo *repo, const char *commit, const char *folder, GError **error);

/* Who brought a file: the commit that added it, or added it again, to what is checked out. */
typedef struct {
    char *commit; /* full id */
    char *author; /* "name <address>" */
    char *subject;
    gint64 when; /* Unix seconds: when its author wrote it */
} GitOrigin;

/* For each file of the checked-out commit below `folder` (as for git_files), by its path there.
 * Missing: what is not committed, and what a shallow clone had from its start. Of GitOrigin*;
 * caller unrefs. */
GHashTable *git_origins(GitRepo *repo, const char *folder, GError **error);

/* The hunks of a unified diff of two texts, no repository asked; "" when they are the same. Caller
 * frees. */
char *git_text_diff(const char *old, const char *new);

/* Whether `line` is one of the change's lines. */
bool git_change_covers(const GitChange *change, guint line);

/* What the room is linked with: "libgit2 1.5.1". Caller frees. */
char *git_library(void);
