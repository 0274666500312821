/* Load: a dump into a database, which afterwards is what was dumped.
 *
 * A whole dump is loaded beside the database that it is to replace, and takes its place at once
 * (see aside.h). Where no database can be made there, it is loaded in one transaction. A dump of
 * rows, or of some tables, is added to the database that there is, in one transaction as well. In
 * each case the database is as it was or has all of it, whatever dies. The ledger comes along, and
 * says from then on that it is of this database.
 */
#pragma once

#include "backup/infile.h"
#include "history/migrations.h"

typedef struct {
    const char *conninfo, *environment; /* see DestinationOptions */
    const char *const *guarded;
    const char *owner;   /* of a database that is created; NULL: who connects */
    const char *bin_dir; /* see client.h */
    bool session_pooler; /* see SnapshotOptions.session */
    bool create, replace, make_roles;
    guint jobs; /* of pg_restore; 0: one */
} LoadRunOptions;

typedef struct {
    char *database;
    char *left; /* the database that was replaced and could not be dropped; NULL: none */
} LoadResult;

/* Whether the dump is of a migration that the history has; FAIL_DECISION, with its name, when not.
 */
bool load_fits_history(const InFile *file, const History *history, GError **error);
/* FAIL_USAGE, FAIL_DECISION and FAIL_LOCKED before anything was done; FAIL_ENVIRONMENT, with the
 * database as it was. The result is to be cleared. */
bool load_run(const LoadRunOptions *options, InFile *file, const BackupWatch *watch,
              LoadResult *result, GError **error);
void load_result_clear(LoadResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LoadResult, load_result_clear)
