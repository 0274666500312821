/* Rebase: new versions for migrations that are not on the base branch, after the newest that is. */
#pragma once

#include "lint/lint.h"

typedef struct {
    char *label, *new_label;
    char *from, *to; /* a folder or a file, as a user would write it */
} RebaseMove;

typedef struct {
    char *base;       /* for people */
    char *newest;     /* the label of the newest merged migration; NULL: none is merged */
    guint new_count;  /* migrations that are only here */
    GPtrArray *moves; /* of RebaseMove*, in the order in which to do them; empty: nothing to do */
} Rebase;

/* The renames after which every new migration comes after the newest merged one, with a unique
 * version. New ones keep their order, even when the moves are interrupted: if one has to move, all
 * do, the last first. `now` is Unix seconds. FAIL_ENVIRONMENT when it is not known what is merged.
 * Changes nothing. */
bool rebase_plan(const LintInput *input, gint64 now, Rebase *rebase, GError **error);
void rebase_clear(Rebase *rebase);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rebase, rebase_clear)
