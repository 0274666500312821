/* Comparison: whether a history and a schema say the same, found out by executing both, or
 * remembered (compare/verdict.h).
 */
#pragma once

#include "compare/draft.h"
#include "config/project.h"
#include "report/report.h"

typedef struct {
    Source *from, *to; /* the history and the schema; owned, opened by the caller */
    Loaded old, new;
    Draft draft;
    SyncState in_sync;
    char *missing_sql; /* what a migration would have to do, or NULL */
    char *server;      /* version of the server that says so, or NULL */
} Comparison;

/* Compares `from` with `to` and appends what is wrong to `findings`, by the codes of
 * lint/catalog_rules.c. What needs a person's decision is a finding, too: a machine runs this.
 * Errors are the environment's. */
bool comparison_run(Comparison *comparison, Project *project, const DraftOptions *options,
                    Findings *findings, GError **error);
void comparison_clear(Comparison *comparison);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Comparison, comparison_clear)

/* The script of either side that findings call `file`; NULL when there is none. Borrowed. */
const Script *comparison_script(const Comparison *comparison, const char *file);
