/* Highlight: SQL in pieces, for those who colour it. What is a keyword is seen by its capitals: the
 * server and the templates write them so, and names otherwise. */
#pragma once

#include <glib.h>

typedef enum {
    PAINT_PLAIN,
    PAINT_KEYWORD,
    PAINT_NAME, /* in double quotes */
    PAINT_STRING,
    PAINT_NUMBER,
    PAINT_COMMENT,
} Paint;

typedef void (*HighlightTake)(Paint paint, const char *text, gsize length, void *data);

/* Gives all of `sql` to `take`, piece by piece; what stands in dollar quotes is SQL, too. */
void highlight(const char *sql, HighlightTake take, void *data);
