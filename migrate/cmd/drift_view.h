/* What `migrate drift` prints and writes. */
#pragma once

#include "cmd/cmd.h"
#include "compare/drift.h"

/* Prints the findings, with the SQL for each, in the formats that the invocation asks for; `status`
 * is what the verb will end with. */
bool drift_report(const Drift *drift, const Invocation *invocation, int status, GError **error);

/* Each writes its migration, and prints what to do with it. FAIL_DECISION for losses that
 * are not allowed. */
bool drift_write_repair(const Drift *drift, const Invocation *invocation, const char *name,
                        GError **error);
bool drift_write_adoption(Drift *drift, const Invocation *invocation, const char *name,
                          GError **error);
