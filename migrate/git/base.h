/* The base branch, into which the work tree will be merged: its migrations are merged, the others
 * are new.
 *
 * It is what --base says, else what the system that runs the pipeline says, else what [check] base
 * says, else origin's default branch, else origin's or the own main or master. It is never the
 * remote copy of the branch that is checked out, because pushing a branch merges nothing; on the
 * base branch itself, the remote copy is what others have of it, and so the base.
 */
#pragma once

#include "git/repo.h"

/* Who is asked, in this order. */
typedef struct {
    const char *revision; /* what --base says: any revision; NULL: nothing */
    const char
        *branch; /* what the pipeline says, without "origin/"; NULL: base/pipeline.h is asked */
    const char *configured; /* what [check] base says: a branch, or any revision; NULL: nothing */
    bool untrusted;         /* nothing that came with the change counts, and nothing is guessed:
                               the first two decide */
} BaseQuery;

/* The full name of the branch ("refs/remotes/origin/main"), or the revision as it was given; NULL
 * without an error when none is named. It is not the remote's: nothing is fetched. FAIL_USAGE when
 * query->revision names no commit; FAIL_ENVIRONMENT when a branch that was named otherwise is not
 * in this clone. Caller frees. */
char *git_base(GitRepo *repo, const BaseQuery *query, GError **error);
