/* Merge: what a merge of the work tree with another branch would hold, made in memory.
 *
 * Nothing is checked out, and nothing is written to the repository, neither objects nor the index.
 * Files are those of the work tree, committed or not; ignored ones are left out. Renamed files are
 * followed as git follows them; where one of the folders is gone or renamed as a whole, there is no
 * merge. The repository's attributes choose between the ways of merging that are built in (text,
 * union, binary); no program that its configuration names is run.
 *
 * Where libgit2 cannot open a repository, the git program merges, if it is new enough (2.38). It
 * renews the times of objects that it finds to be there already.
 */
#pragma once

#include "git/repo.h"

typedef struct {
    GPtrArray
        *files; /* of GitFile*, paths from the top, sorted bytewise; without those in conflict */
    GPtrArray
        *conflicts; /* of char*, paths from the top, sorted bytewise: git leaves them to a person */
} GitMerge;

/* Merges the work tree, which left `theirs` (a commit) at `ancestor`, as far as it lies below
 * `folders` (relative to the top, NULL-terminated; files will do). `changes` is what git_changed()
 * says of them since `ancestor`. NULL without an error when the result is what one of the two has
 * already: nothing changed there on one of the sides, or the work tree is in the middle of merging
 * `theirs`. FAIL_ENVIRONMENT when it cannot be made. */
GitMerge *git_merge_with(GitRepo *repo, const char *ancestor, const char *theirs,
                         const char *const *folders, const GPtrArray *changes, GError **error);
void git_merge_free(GitMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GitMerge, git_merge_free)

/* The merge's files below `folder`, as git_files() gives those of a commit. Caller unrefs. */
GPtrArray *git_merge_files(const GitMerge *merge, const char *folder);
