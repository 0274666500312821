/* An open repository, inside git/. */
#pragma once

#include <git2.h>

#include "git/repo.h"

struct GitRepo {
    git_repository *handle; /* NULL: the git program is asked */
    char *entry;            /* the `.git` that was found */
    char *top;
    bool shallow, unborn;
};

/* Makes libgit2 ready to be used; from then on it is. */
void handle_start(void);

/* libgit2's own words for what just went wrong. */
const char *handle_reason(void);

/* Whether there is something in or behind the `.git` called `entry`: an empty folder is what a
 * sandbox leaves in place of a repository. */
bool handle_holds_repository(const char *entry);

/* Opens the repository that the `.git` called `entry` stands for, and that is known to be trusted,
 * whoever owns it. NULL with libgit2's reason. Caller frees. */
git_repository *handle_open_trusted(const char *entry);

/* The tree of a commit, NULL with libgit2's reason in `reason`. Caller frees. */
git_tree *handle_tree(git_repository *handle, const char *commit);

/* Both as in repo.h; false when libgit2 cannot do it and the git program is to be asked. An error
 * is final. */
bool handle_files(git_repository *handle, const char *commit, const char *folder, GPtrArray *files,
                  GError **error);
bool handle_changed(git_repository *handle, const char *commit, const char *folder,
                    GPtrArray *changes);
