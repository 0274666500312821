/* Migrations in transactions. Inside apply/ only. */
#pragma once

#include "apply/batch.h"

/* One transaction: rolled back whole and tried again while locks are not to be had. The first unit
 * begins it, the last one commits it. */
bool units_run(const Unit *units, guint count, GError **error);
bool unit_run(const Unit *unit, GError **error);
/* A migration with its hooks. */
bool transactional_run(Run *run, const Migration *migration, GError **error);
/* What has no row, and is noted as an event whose key has the sum behind the label. */
bool repeated_run(Run *run, const Migration *migration, GError **error);
/* All of `pending` and of `run->repeats` in one; one of the two has something. */
bool together_run(Run *run, const GPtrArray *pending, GError **error);
/* The fence of a unit that has no row of its own: it returns what a migration's does, and sets the
 * path. */
PgStatement hook_fence(const Run *run, Arena *arena);
