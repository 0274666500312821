/* Drift: how a database differs from what its migrations made it, and the way back and forth. */
#pragma once

#include "apply/preflight.h"
#include "compare/comparison.h"
#include "compare/live.h"
#include "report/report.h"

typedef struct {
    const char *to;       /* the version that the history is compared up to; NULL: the ledger says;
                             "schema": the schema is compared, not the history */
    const char *side;     /* "history" or "schema": what the database is compared with; static */
    DraftOptions options; /* what somebody said about renames, and who can be asked */
    Live live;
    char *expected;   /* "20240131120000 and the 11 before it", for people */
    Comparison sides; /* the history as far as it was applied, and the database; its draft is the
                         adoption */
    Draft repair;     /* back */
    bool drifted;
    guint untold; /* differences that may be no more than two versions' wording */
    char *reason; /* why there are no drafts; NULL */
    Findings *findings;
    gint64 start;
} Drift;

/* Reads the database and the ledger of the environment in force, and compares. `project` is open;
 * `to` as above. `writes`: the drafts are needed, and what only a person can decide is asked for;
 * else their failure is `reason`. */
bool drift_find(Drift *drift, Project *project, const char *to, const DraftOptions *options,
                bool writes, GError **error);
/* The comparison alone, of `sides.from` with the database that `live` is connected to: every
 * difference becomes a finding, with the drafts each tried on scratch. */
bool drift_compare(Drift *drift, bool writes, GError **error);
/* The same for another command, which knows the ledger: what differs in the database that `pg` is
 * connected to from the replay of the applied migrations is added to `findings`. A pool may have no
 * second connection for us. `project` is open. */
bool drift_findings(Project *project, const History *history, const Ledger *ledger, Pg *pg,
                    const Guard *guard, Findings *findings, GError **error);

/* The same for a database whose ledger has newer migrations than this checkout, the last of which
 * is `last`. */
bool drift_newer(const Project *project, const LedgerRow *last, Pg *pg, Findings *findings,
                 bool *drifted, GError **error);

void drift_clear(Drift *drift);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drift, drift_clear)

/* The migrations of `history` that `ledger` has (NULL: all), as a source without a history. */
Source *applied_source(const History *history, const Ledger *ledger);
