/* Comments of SQL that creates something, for the statements of an export: what stands right above
 * a statement, or above or behind a part of one, such as a column. What a tool writes by itself is
 * left behind.
 */
#pragma once

#include "source/source.h"

/* The comments of the objects of `catalog`, which the scripts of `source` came to: const Object* →
 * char*, lines that begin with dashes, without indentation. Caller unrefs. */
GHashTable *export_comments(const Source *source, const Catalog *catalog);

/* The statement with those comments of what it creates. Caller frees. */
char *export_commented(const char *sql, const Catalog *catalog, GHashTable *comments);
