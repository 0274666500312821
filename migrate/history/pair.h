/* Pairs: BEGIN … COMMIT inside a migration that is one transaction anyway.
 *
 * Generators of migrations (for enum types, above all) write such pairs. A plain pair – no options,
 * no nesting, nothing that rolls back – adds nothing to the migration's own transaction, so it is
 * passed over; anything else of that sort is refused as before.
 */
#pragma once

#include "text/scan.h"

/* The offsets of the statements to pass over, as a set of GSIZE_TO_POINTER(offset + 1); NULL when
 * there are none. An unreadable script has none. Caller unrefs. */
GHashTable *transaction_pairs(const char *file, const char *text, gsize length);

/* Whether `statement` is one of them. */
bool transaction_pair_has(const GHashTable *pairs, const Statement *statement);
