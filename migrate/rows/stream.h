/* Stream: rows from one connection to another, piece by piece. */
#pragma once

#include "mask/masks.h"

/* Reads the rows of `table` on `from` as `masks` (NULL: as they are) leave them, those for which
 * `condition` holds (NULL: all), and adds them to `table_there` on `to`; `rows` gets how many. */
bool stream_table(Pg *from, const Table *table, const Masks *masks, const char *condition, Pg *to,
                  const Table *table_there, gint64 *rows, GError **error);
/* The statement that reads them: COPY … TO STDOUT. Caller frees. */
char *stream_source(Pg *from, const Table *table, const Masks *masks, const char *condition);
