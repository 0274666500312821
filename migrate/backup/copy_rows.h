/* Counts the rows of COPY in the text of a dump, which comes in pieces of any size. Pure.
 *
 * As pg_dump prints it, a COPY begins with a line that ends in "FROM stdin;" and ends with "\.".
 * Starts as {0}.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    guint64 rows, tables;
    bool within;   /* a COPY's rows */
    GString *line; /* what is known of a line that has not ended yet; NULL: none yet */
} CopyRows;

void copy_rows_add(CopyRows *rows, const char *text, gsize length);
void copy_rows_clear(CopyRows *rows);
