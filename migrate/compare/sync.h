/* Sync: whether a history and a schema say the same, found out by executing both, or remembered
 * (compare/verdict.h).
 */
#pragma once

#include "compare/comparison.h"
#include "report/report.h"

typedef struct {
    Comparison sides; /* the history and the schema; opened by the caller */
    SyncState in_sync;
    char *missing_sql; /* what a migration would have to do, or NULL */
    char *server;      /* version of the server that says so, or NULL */
} Sync;

/* Compares the sides and appends what is wrong to `findings`, by the codes of
 * lint/catalog_rules.c. What needs a person's decision is a finding, too: a machine runs this.
 * Errors are the environment's. */
bool sync_check(Sync *sync, Project *project, const DraftOptions *options, Findings *findings,
                GError **error);
void sync_clear(Sync *sync);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sync, sync_clear)

/* The text of the file that findings call `file`, of either side; NULL when there is none.
 * Borrowed. */
GBytes *sync_text(const Sync *sync, const char *file);
