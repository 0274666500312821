/* Newer: a database that has more than this checkout, as after a rollback of the application.
 *
 * Where the history is what was applied first, in its order, there is nothing to do for it: what
 * the database has beyond is somebody else's. Pure.
 */
#pragma once

#include "apply/preflight.h"

/* The last of the rows that the history lacks, where it has all others and each of them is applied
 * and comes after all that the history has; `count` of them. NULL: the history is no such prefix,
 * or is all there is. */
const LedgerRow *ledger_newer(const History *history, const Ledger *ledger, guint *count);
