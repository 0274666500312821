/* The `git` program, asked where libgit2 cannot answer. The contracts are those of repo.h, with the
 * top of the work tree in place of the repository. Nothing of it runs another program (see
 * program.h) or reaches the network.
 */
#pragma once

#include "git/merge.h"

/* The work tree of the `.git` in `folder`; NULL without an error when that is no repository. Caller
 * frees. */
char *fallback_top(const char *folder, GError **error);
bool fallback_is_shallow(const char *top);
bool fallback_is_partial(const char *top);

/* NULL when it names no commit. */
char *fallback_resolve(const char *top, const char *revision);
/* NULL without an error when there is no common ancestor in what was fetched. */
char *fallback_merge_base(const char *top, const char *one, const char *two, GError **error);
bool fallback_has_path(const char *top, const char *commit, const char *path);
/* The symbolic links that `commit` has and `since` has not, or elsewhere to. Of char*; caller
 * unrefs. */
GPtrArray *fallback_links(const char *top, const char *since, const char *commit, GError **error);
bool fallback_has_reference(const char *top, const char *name);
bool fallback_has_remote(const char *top);
/* Its full name; NULL when not set. */
char *fallback_origin_head(const char *top);

GPtrArray *fallback_files(const char *top, const char *commit, const char *folder, GError **error);
GPtrArray *fallback_changed(const char *top, const char *commit, const char *folder,
                            GError **error);

/* git_merge_with(), by `git merge-tree` with a temporary folder for what that writes. */
GitMerge *fallback_merge(const char *top, const char *ancestor, const char *theirs,
                         const char *const *folders, const GPtrArray *changes, GError **error);

/* --- what the above share */

/* The files of `tree` below `folders` (none: all), their paths as seen from `below`. `variables` as
 * in Answer. */
GPtrArray *fallback_files_of(const char *top, const char *const *variables, const char *tree,
                             const char *const *folders, const char *below, GError **error);
/* Filters and merge drivers are programs that the configuration names and a pull request's
 * .gitattributes chooses: settings that make each filter none, and each driver one that finds a
 * conflict. Caller unrefs. */
GPtrArray *fallback_programs_off(const char *top);
