/* One database as `migrate status` finds it: its ledger, what is pending, and what does not fit. */
#pragma once

#include "apply/ledger.h"
#include "compare/drift.h"
#include "config/endpoint.h"

typedef struct {
    const char *name;
    char *option;      /* what chooses it in another command, for advice */
    const char *owner; /* whose rights are used, where that is possible; NULL: the login's */
    Endpoint endpoint;
    Ledger *ledger;
    GPtrArray *pending;
    Findings *findings;
    bool must_be_current; /* --exit-code: what is pending counts */
    bool absent;          /* it is not configured here, and was not asked for by name */
    bool fits;            /* its ledger matches this checkout, whatever drift there is */
    char *schema_now;     /* fingerprint of the catalog; NULL: not asked for */
    GError *error;        /* why it could not be read */
} StatusTarget;

StatusTarget *status_target_new(const char *name, bool must_be_current);
void status_target_free(gpointer target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StatusTarget, status_target_free)

/* Looks at the database that its endpoint leads to. `project` NULL: without the catalog. */
bool status_target_look(StatusTarget *target, const History *history, Project *project,
                        GError **error);
/* Its exit status: 3 when it could not be reached, 4 when it is half done or does not match the
 * history, 1 when it has drifted, else 0. */
Failure status_target_failure(const StatusTarget *target);
/* What it does to the exit status of the run. */
Failure status_target_status(const StatusTarget *target);
/* What a database is, in a word or two. */
const char *status_target_state(const StatusTarget *target);
/* The row that was written last; NULL: none. */
const LedgerRow *status_target_last(const Ledger *ledger);
