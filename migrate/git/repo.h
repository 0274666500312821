/* A git repository, read only: the only room that sees libgit2. No checkout, no hooks, no filters, no index writes.
 *
 * Where libgit2 cannot open what git can (sha256 objects, reftable, newer extensions) the `git` program is asked instead; callers do
 * not see which one answered.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

typedef struct GitRepo GitRepo;

GQuark git_error_quark(void);
#define GIT_ERROR git_error_quark()

typedef struct {
    char *path;    /* relative to the folder that was asked for, '/' between parts */
    GBytes *bytes;
    bool symlink;  /* a symbolic link; `bytes` is its target */
} GitFile;

/* The repository that `path` lies in. NULL without an error when there is none. FAIL_ENVIRONMENT for one that cannot be read: foreign owner
 * (with the safe.directory command), damaged, … */
GitRepo *git_open(const char *path, GError **error);
void git_close(GitRepo *repo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GitRepo, git_close)

/* Top of the work tree, absolute. */
const char *git_top(const GitRepo *repo);
bool git_is_shallow(const GitRepo *repo);
bool git_is_unborn(const GitRepo *repo); /* no commit yet */

/* The full id of the commit that `revision` names; FAIL_USAGE when it names none (says whether the clone is shallow). Caller frees. */
char *git_resolve(GitRepo *repo, const char *revision, GError **error);
/* Best common ancestor; NULL without an error when there is none. Caller frees. */
char *git_merge_base(GitRepo *repo, const char *one, const char *two, GError **error);

/* The files below `folder` (relative to the top; "" is the top) in a commit, sorted bytewise by path; empty when the folder is not
 * there. When `folder` is a file: that one, with path = its base name. Array of GitFile*. Caller unrefs. */
GPtrArray *git_files(GitRepo *repo, const char *commit, const char *folder, GError **error);
