/* The `git` program, asked where libgit2 cannot answer. The contracts are those of repo.h, with the
 * top of the work tree in place of the repository. Nothing of it runs another program (see
 * program.h) or reaches the network.
 */
#pragma once

#include "git/repo.h"

/* The work tree that `path` lies in; NULL without an error when there is none. Caller frees. */
char *fallback_top(const char *path, GError **error);
bool fallback_is_shallow(const char *top);
bool fallback_is_partial(const char *top);

/* NULL when it names no commit. */
char *fallback_resolve(const char *top, const char *revision);
/* NULL without an error when there is no common ancestor in what was fetched. */
char *fallback_merge_base(const char *top, const char *one, const char *two, GError **error);
/* Full names; NULL when not set. */
char *fallback_upstream(const char *top);
char *fallback_origin_head(const char *top);

GPtrArray *fallback_files(const char *top, const char *commit, const char *folder, GError **error);
GPtrArray *fallback_changed(const char *top, const char *commit, const char *folder,
                            GError **error);
