/* Store: a second view of a repository, to which objects can be added that stay in memory. For
 * merge.c; nobody else includes it. */
#pragma once

#include "git/handle.h"

/* Opens `entry`, a `.git`, once more, with an object database that reads the repository's and keeps
 * in memory whatever is written. NULL with libgit2's reason. `handle` has to outlive it. Caller
 * frees. */
git_repository *store_open(git_repository *handle, const char *entry);
