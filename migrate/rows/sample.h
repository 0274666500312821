/* Sample: rows of a database that belong together.
 *
 * They are those that are drawn of the tables that somebody names, the rows that refer to a drawn
 * row, and whatever any of these refers to, at whatever distance; not the other rows that refer to
 * the latter. Which rows those are, temporary tables of the transaction say, and nothing else is
 * written.
 */
#pragma once

#include "rows/end.h"

typedef struct Sample Sample;

/* Chooses them. `words`: "people.pupil: 5 %", NULL-terminated. Caller frees. */
Sample *sample_draw(End *end, const char *const *words, const char *home, GError **error);
void sample_free(Sample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)
/* The condition for a row, migrate_row, of `table` to be one of them; "false": none is. Caller
 * frees. */
char *sample_condition(const Table *table, void *sample);
/* Whether there are any of `table`. */
bool sample_has(const Sample *sample, const Table *table);
