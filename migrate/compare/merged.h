/* Merged: what a merge with the base branch would make of schema and migrations, checked as if it
 * were made. Two branches that are fine each by itself can be merged by git without a conflict and
 * be broken together.
 */
#pragma once

#include "compare/sync.h"
#include "lint/lint.h"

/* Merges the work tree with the base that `input` was held against, in memory, and compares what
 * comes of it into `merged` (see compare/sync.h; in_sync stays SYNC_UNKNOWN where nothing was to be
 * merged). `alone` is the same of the work tree by itself, which is in sync. Findings have codes of
 * their own. */
bool merged_check(Sync *merged, const Sync *alone, Project *project, const LintInput *input,
                  const LintBase *base, const DraftOptions *options, Findings *findings,
                  GError **error);
