/* Target: tables that are filled, all or none of them, in the transaction that is open on an End.
 *
 * Meanwhile neither triggers nor the order of foreign keys are in the way: the session acts as a
 * replica where the role may, else the constraints are deferred and the triggers disabled, and both
 * are as they were at the end. What foreign keys could then have missed is looked at before the
 * commit.
 */
#pragma once

#include "rows/end.h"

typedef struct {
    End *end;
    bool replica; /* no trigger of the server's own works either */
    Rows *aside;  /* internal: what was put aside otherwise, and how it comes back */
} Target;

/* Makes `tables` (of Table* of this end) ready. They have to be empty unless `replace`: else
 * FAIL_DECISION. */
bool target_begin(Target *target, End *end, const GPtrArray *tables, bool replace, GError **error);
/* Looks whether every row of `key` has what it refers to; FAIL_FINDINGS. */
bool target_check_key(const Target *target, const ForeignKey *key, GError **error);
/* Puts back what target_begin() has changed. The commit is the caller's. */
bool target_finish(Target *target, GError **error);
void target_clear(Target *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Target, target_clear)
