/* An environment with tenants, as a verb works on it: who they are, which of them are meant, and
 * how many at a time.
 */
#pragma once

#include "apply/fleet.h"
#include "base/finding.h"
#include "cmd/cmd.h"
#include "config/tenancy.h"

typedef struct {
    const char *environment; /* its name */
    char *option;            /* what chooses it in another command, for advice */
    Tenancy tenancy;
    Endpoint endpoint;  /* of the environment */
    GPtrArray *tenants; /* those that are meant */
    GPtrArray *members;
    FleetWork work; /* how; what is done is the verb's to fill in */
    gint64 start;
    bool interactive; /* progress is shown */
    guint bar;        /* a line of it stands there */
    guint ended;
} Tenants;

/* Lists those of `environment` (NULL: the one in force) that the invocation's options choose. */
bool tenants_open(Tenants *tenants, const Invocation *invocation, const char *environment,
                  GError **error);
void tenants_clear(Tenants *tenants);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tenants, tenants_clear)

/* Does the work; signals are caught until it is done. */
void tenants_run(Tenants *tenants);
/* Draws how far it is, on a terminal, and takes that away again. */
void tenants_draw(Tenants *tenants);
void tenants_undraw(Tenants *tenants);
/* Passes over a tenant that has no database: true, with the reason as its error, when it has none.
 * `failed` (NULL: it was not tried) is what connecting ended with; it is taken then. */
bool tenants_is_absent(FleetMember *member, GError **failed);
/* Adds what became of those that are not done as findings. */
void tenants_add_findings(const Tenants *tenants, Findings *findings);
/* Ends the process as the signal that stopped the run says, if one did. */
void tenants_end_by_signal(int number);

/* Verb.run_tenants of apply and drift. */
bool tenants_apply(const Invocation *invocation, GError **error);
bool tenants_drift(const Invocation *invocation, GError **error);
