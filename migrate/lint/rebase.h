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
    GPtrArray *moves; /* of RebaseMove*, in the order in which they are to be done; empty: all is
                         well */
} Rebase;

/* What has to be renamed so that every new migration comes after the newest merged one and has a
 * version of its own. New ones keep their order, also when a run of the moves is cut short: if one
 * has to move, all do, the last first. `now` is Unix seconds. FAIL_ENVIRONMENT when it is not known
 * what is merged. Looks, and changes nothing. */
bool rebase_plan(const LintInput *input, gint64 now, Rebase *rebase, GError **error);
void rebase_clear(Rebase *rebase);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rebase, rebase_clear)
