/* Apply: brings a database to where a history says that it should be; each migration exactly once,
 * whatever dies in between.
 *
 * Nothing here prints. What happens is told through ApplyEvents, on the caller's thread; strings in
 * events are borrowed for the time of the call and come from databases and files: escape them. The
 * primary key of the ledger, not the lock, is what makes a migration happen once; what became of a
 * transaction is read from the ledger, never inferred.
 */
#pragma once

#include "apply/options.h"

/* Applies what is pending. `result` is filled in also on failure. FAIL_DECISION: a person must
 * decide; FAIL_LOCKED: another run held the lock, or locks were not to be had, for too long;
 * FAIL_FINDINGS: a migration's SQL failed (its transaction was rolled back); FAIL_USAGE: a
 * migration has what may not be in it; FAIL_ENVIRONMENT. */
bool apply_run(const ApplyOptions *options, const History *history, const ApplyEvents *events,
               ApplyResult *result, GError **error);
