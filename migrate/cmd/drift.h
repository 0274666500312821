/* Drift: how a database differs from what its migrations made it, and the way back and forth. */
#pragma once

#include "cmd/live.h"
#include "cmd/project.h"
#include "report/report.h"
#include "source/draft.h"

typedef struct {
    const Invocation *invocation; /* borrowed */
    Project project;
    Endpoint endpoint;
    Live live;
    char *expected; /* "20240131120000 and the 11 before it", for people */
    Source *source; /* the history as far as it was applied */
    Loaded history, database;
    bool drifted;
    Draft adoption; /* from history to database */
    Draft repair;   /* back */
    char *reason;   /* why there are no drafts; NULL */
    Findings *findings;
    gint64 start;
} Drift;

/* Compares both sides and makes the drafts, each tried on scratch. `writes`: they are needed, and
 * what only a person can decide is asked for; else their failure is `reason`. */
bool drift_find(Drift *drift, const Invocation *invocation, bool writes, GError **error);
void drift_clear(Drift *drift);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drift, drift_clear)

/* Prints the findings, with the SQL for each. */
bool drift_report(Drift *drift, GError **error);

/* Each writes its migration, and tells what is to be done with it. FAIL_DECISION for losses that
 * are not allowed. */
bool drift_write_repair(Drift *drift, const char *name, GError **error);
bool drift_write_adoption(Drift *drift, const char *name, GError **error);
