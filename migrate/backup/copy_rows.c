#include "backup/copy_rows.h"

#include <string.h>

enum { MOST = 64 * 1024 }; /* of a line that is no row; a COPY of more columns is not one line */

static void end_line(CopyRows *rows, const char *line, gsize length) {
    static const char begin[] = "COPY ", end[] = " FROM stdin;";
    if (rows->within && length == 2 && memcmp(line, "\\.", 2) == 0) {
        rows->within = false;
    } else if (rows->within) {
        rows->rows++;
    } else if (length > strlen(begin) + strlen(end) && memcmp(line, begin, strlen(begin)) == 0 &&
               memcmp(line + length - strlen(end), end, strlen(end)) == 0) {
        rows->within = true;
        rows->tables++;
    }
}

static void keep(CopyRows *rows, const char *text, gsize length) {
    if (!rows->line)
        rows->line = g_string_new(NULL);
    if (rows->line->len < MOST)
        g_string_append_len(rows->line, text, (gssize)MIN(length, (gsize)MOST));
}

void copy_rows_add(CopyRows *rows, const char *text, gsize length) {
    for (const char *end; length > 0 && (end = memchr(text, '\n', length));) {
        gsize part = (gsize)(end - text);
        if (rows->line && rows->line->len > 0) {
            keep(rows, text, part);
            end_line(rows, rows->line->str, rows->line->len);
            g_string_truncate(rows->line, 0);
        } else {
            end_line(rows, text, part);
        }
        text += part + 1;
        length -= part + 1;
    }
    if (length > 0)
        keep(rows, text, length);
}

void copy_rows_clear(CopyRows *rows) {
    if (rows->line)
        g_string_free(rows->line, TRUE);
    rows->line = NULL;
}
