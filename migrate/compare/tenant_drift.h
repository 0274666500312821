/* Drift of many tenants: each is read once, those that are alike are compared once, and what was
 * found is told once, with all whom it is about.
 *
 * Two tenants are alike when the same migrations were applied to them and their catalogs have the
 * same fingerprint, in which the name of a tenant's own schema does not count. So what is true of
 * one is true of the other, and one full comparison does for all of them.
 */
#pragma once

#include "apply/tenants.h"
#include "compare/drift.h"

/* What is known of one from reading it; filled in by any thread. */
typedef struct {
    const Tenant *tenant;
    char *applied; /* the chain of its ledger; NULL: it was not read */
    char *fingerprint;
    guint migrations;
} TenantState;

/* Reads the ledger of one, and its catalog, too, unless it is a schema. `owner` as in
 * guard_connect(). The thread's ledger is its own. */
bool tenant_state_read(TenantState *state, const SourceNames *names, GError **error);
/* Reads the catalog of the database in which all of `states` (TenantState*) are schemas. */
bool tenant_states_read_schemas(const GPtrArray *states, const char *conninfo,
                                const SourceNames *names, GError **error);
void tenant_state_clear(TenantState *state);

/* Those that are alike. Array of GPtrArray* of const TenantState*; of one that was not read there
 * is none. Caller unrefs. */
GPtrArray *tenant_states_group(const GPtrArray *states);

/* Compares one of a group in full. `project` is open, and on its scratch server, which it starts;
 * adds to `findings`. The thread's ledger is its own. */
bool tenant_compare(Project *project, const History *history, const TenantState *state,
                    Findings *findings, GError **error);

/* What is found in the members of several groups is said once: `all` gets a copy of each of
 * `findings`, which are those of the group `members`, or of one that is the same but for the name
 * of the schema, more members. Call tenant_drift_tell() in the end. */
typedef struct TenantDrift TenantDrift;
TenantDrift *tenant_drift_new(void);
void tenant_drift_free(TenantDrift *drift);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TenantDrift, tenant_drift_free)
void tenant_drift_add(TenantDrift *drift, const Findings *findings, const GPtrArray *members);
/* The findings, most members first, each with its members' names. */
void tenant_drift_tell(const TenantDrift *drift, Findings *findings);
/* How many have drifted. */
guint tenant_drift_count(const TenantDrift *drift);
