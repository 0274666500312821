/* The rows of COPY … FROM STDIN, as pg_dump writes them: psql sends what follows the statement, up
 * to a line that is `\.` and nothing else. Inside text/ only; see Statement.rows.
 */
#pragma once

#include <glib.h>

/* Behind that line; the rows begin at `*start`, on the line after `at`, where the statement has
 * ended. 0: there is no such line, or something else follows on the statement's. */
gsize copy_rows_end(const char *text, gsize length, gsize at, gsize *start);
