/* Record sets: rows of a file as one parameter of a statement, and the SQL that reads them there.
 *
 * They travel as json. What is to become json itself is a text in it, so that the server parses the
 * file's own text, and nothing that json allows (a null, a "\\u0000", a key twice) is read
 * differently on the way.
 */
#pragma once

#include "mask/tables.h"
#include "rows/infile.h"

/* One of them; its columns are in `table`. Caller frees. */
char *recordset_row(const Table *table, const FileRow *row);
/* The parameter for `rows`, of char*. Caller frees. */
char *recordset_of(const GPtrArray *rows);
/* Appends what a SELECT of `columns` has, and its FROM, where $1 is the parameter. */
void recordset_put_values(GString *sql, const GPtrArray *columns);
void recordset_put_source(GString *sql, const GPtrArray *columns);
