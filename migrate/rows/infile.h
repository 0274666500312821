/* Files of rows: json, ndjson (a row a line) and csv with a head, read as names and values.
 *
 * A value of json is the file's own text, so that nothing between the file and the server rounds a
 * number or drops a key. In csv, what is empty and not in quotes is NULL. A file of json may hold
 * rows of several tables, as `migrate data export` writes it. All of them are UTF-8, with or
 * without a byte order mark.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

typedef struct RowFile RowFile;

/* Of one column; `text` is borrowed, and NULL for the NULL of SQL. */
typedef struct {
    const char *name;
    const char *text; /* a value of json, not terminated, or as csv has it */
    gsize length;
} FileValue;

typedef struct {
    const char *table; /* as the file calls it; NULL: it does not */
    GArray *values;    /* of FileValue, of different names; borrowed until the next row */
    bool json;         /* what the values are */
    guint number;      /* in its table, from 1 */
    guint line;        /* 0: not known */
} FileRow;

/* By the ending of its name. FAIL_USAGE for another one, and for what is wrong in it. */
RowFile *row_file_open(const char *path, GError **error);
void row_file_free(RowFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RowFile, row_file_free)
/* Whether the ending of `path` is that of such a file. */
bool row_file_is(const char *path);
/* The next row; `*done` behind the last. */
bool row_file_next(RowFile *file, FileRow *row, bool *done, GError **error);
