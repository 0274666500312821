/* Schemas that SQL names: what a name is qualified by, what stands behind the word SCHEMA, and what
 * search_path is set to, also in the bodies of functions and DO blocks.
 *
 * Found word by word, so an alias or a table that is called like a schema counts as one.
 */
#pragma once

#include "base/error.h"

typedef bool (*SchemaWanted)(const char *name, void *data);

/* The first one that is wanted, as the server folds it, and where it stands; NULL: none. Caller
 * frees. */
char *sql_named_schema(const char *text, gsize length, SchemaWanted wanted, void *data,
                       Location *place);

/* Whether the function of that name is called with that string, in any case, as its first argument.
 */
bool sql_calls_with(const char *text, gsize length, const char *function, const char *argument);
