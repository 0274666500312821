/* Squash: one migration in place of a stretch of a history.
 *
 * The stretch is executed, and what a database that begins with nothing has afterwards is what the
 * one migration has to make of it: the same catalog, and the same rows. Migrations that change rows
 * there are kept as they are, in their order; what lies between two of them is planned again, from
 * the catalog before to the one behind. What was made like that is executed, and compared; where
 * the rows differ, as after a conversion that only the originals know, all that comes after the
 * first of those migrations is kept, too.
 */
#pragma once

#include "config/project.h"

typedef struct {
    char *sql; /* of the one migration, with its directive */
    GPtrArray
        *kept; /* of const Migration*, borrowed from the history: they are in it as they are */
    GPtrArray *notes; /* of char*: what a person may want to know */
} Squash;

/* Of the migrations from `first` to `last` (indexes) of `history`, which is the project's.
 * `commit`: where git has them. Starts the scratch server. FAIL_DECISION, naming it, for what
 * cannot be one migration. `squash` is to be cleared, whatever the result. */
bool squash_make(Squash *squash, Project *project, const History *history, guint first, guint last,
                 const char *commit, GError **error);
/* Whether one history makes of an empty database what another makes: `one` has a migration in place
 * of some of `originals`. Both are taken over. FAIL_DECISION, naming what differs. */
bool squash_verify(Project *project, Source *one, Source *originals, GError **error);
void squash_clear(Squash *squash);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Squash, squash_clear)
