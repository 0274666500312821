/* Repeats: migrations without a version, which are executed after all others whenever their text is
 * another one than the last time. The ledger's events say which text that was; there is no row for
 * them, so that no chain and no order has to do with them. Inside apply/, and for drift. */
#pragma once

#include "apply/run.h"

/* Which of the history's `repeats` were executed: label → the sum of the text (hexadecimal), owned.
 * Without a ledger: none. Caller unrefs; NULL on error. */
GHashTable *repeats_done(Pg *pg, const History *history, bool has_ledger, GError **error);

/* Puts those that are to be executed into `run->repeats`. */
bool repeats_read(Run *run, GError **error);
/* How many of those there are. */
guint repeats_count(const Run *run);
/* Those of `repeats` that `done` has not, or with another text. Array of const Migration*, in the
 * history's order; caller unrefs. */
GPtrArray *repeats_due(const History *history, GHashTable *done);
