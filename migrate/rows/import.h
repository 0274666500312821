/* Import: a file of rows into a database, all of it or nothing. */
#pragma once

#include "rows/end.h"

typedef struct {
    const Project *project;
    const char *path;
    const char *table; /* of rows that the file gives no table; NULL: the file's name says it */
    bool upsert;       /* a row whose primary key is there changes it */
} ImportRequest;

typedef struct {
    guint tables;
    gint64 rows;
} Imported;

/* Into the transaction that is open on `end`, whose tables are read; the commit is the caller's. An
 * error says the row and, where it is a value's, the column. */
bool data_import(End *end, const ImportRequest *request, Imported *imported, GError **error);
