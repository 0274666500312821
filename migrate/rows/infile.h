/* Files of rows: json, ndjson (a row a line) and csv with a head, read as objects of json.
 *
 * In csv, what is empty and not in quotes is NULL. A file of json may hold rows of several tables,
 * as `migrate data export` writes it.
 */
#pragma once

#include "base/error.h"
#include <glib.h>
#include <jansson.h>

typedef struct RowFile RowFile;

typedef struct {
    const char *table; /* as the file calls it; NULL: it does not */
    json_t *object;    /* borrowed until the next one */
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
