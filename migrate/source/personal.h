/* Personal: what the files of a schema say about whose values a column holds.
 *
 *     -- migrate: mask email
 *     mail text NOT NULL,
 *     -- migrate: not personal
 *     created_at timestamptz NOT NULL
 *
 * A directive stands on a line of its own above a column, or above a table for all of its columns
 * that say nothing themselves. The files are read as text; nothing is executed. What a mask means,
 * mask/ knows.
 */
#pragma once

#include "source/source.h"

typedef struct {
    char *schema, *table; /* unquoted */
    char *column;         /* NULL: the whole table */
    char *mask;           /* the words behind "mask"; NULL: not personal */
    char *file;
    guint line;
} Personal;

/* All of them. FAIL_USAGE, with the place, for one that is above neither. Array of Personal*;
 * caller unrefs. */
GPtrArray *personal_read(const Source *schema, GError **error);
/* The columns that the files declare, by personal_name(), with where that is (Location*, whose file
 * is borrowed from the source). Caller unrefs. */
GHashTable *personal_columns(const Source *schema, GError **error);
/* A name for tables of columns; `column` NULL: of the table. Caller frees. */
char *personal_name(const char *schema, const char *table, const char *column);
