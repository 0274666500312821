/* Generate: rows that a table takes, made up, the same for the same tables and numbers.
 *
 * Values are expressions of the row's number. What a type, a length, NOT NULL, a unique key or a
 * foreign key asks for is built into them; checks are tried with other expressions, among them the
 * constants that they name, until all of a table's hold. What cannot be solved is named.
 */
#pragma once

#include "rows/end.h"

/* Adds rows to the tables that `words` names ("people.pupil: 1000", NULL-terminated), in the
 * transaction that is open on `end`, whose tables are read. `tell` gets each table and how many
 * rows. FAIL_USAGE for what cannot be made. */
bool generate_rows(End *end, const char *const *words, const char *home,
                   void (*tell)(const char *table, gint64 rows, void *data), void *data,
                   GError **error);
