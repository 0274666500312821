/* Writing a new migration to disk: whole or not at all. */
#pragma once

#include "history/migrations.h"

/* Writes the migration, in the history's layout, with a `down` (may be NULL). Where a migration has
 * a folder of its own, that appears with all its files at once. The path of the migration's file,
 * as a user would write it; NULL on failure, with nothing left behind. Caller frees. */
char *migration_write(const History *history, const char *version, const char *name,
                      const char *text, const char *down, GError **error);
/* What the parts of a migration are called that becomes several: NAME, NAME_2, NAME_3 …; from 0.
 * Caller frees. */
char *migration_part_name(const char *name, guint index);
/* Takes its files away again, and the folder that they have of their own. */
void migration_remove(const History *history, const char *version, const char *name);
