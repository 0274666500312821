/* Replaced: migrations that another one stands for, in its own file (`-- migrate: replaces`, which
 * `migrate squash` writes) or in the ledger of a database that began with it.
 *
 * A database either has all originals, or what replaces them, never both; the chain is the same
 * either way. So that nobody else has to know, the ledger is folded as soon as it was read: its
 * rows are then those of this history, whichever of the two the database has. Rows that stand in
 * for others are in no table: they are not changed, and not reverted. Pure but for replaced_note().
 */
#pragma once

#include "apply/run.h"

/* Puts one row in place of the rows of originals that the history has a replacement of, and the
 * other way round. Only what leads to the very chain is taken for the same. */
void ledger_fold(Ledger *ledger, const History *history);

/* The migration that replaces the one called `name` (a label, or a version), which the history
 * lacks; NULL: none does. */
const Migration *replaced_by(const History *history, const char *name);
/* Whether the row is one of those that a migration of the history replaces. */
bool replaced_is_original(const History *history, const LedgerRow *row);
/* Adds a finding for each replacement that can neither count as applied nor run: the database has
 * some of what it replaces. */
void replaced_findings(const History *history, const Ledger *ledger, Findings *findings);

/* Notes in the ledger, once, that a replacement counts as applied. */
bool replaced_note(Run *run, GError **error);
/* Whether that is still to be done; false, too, where it cannot be asked. */
bool replaced_due(Run *run);
