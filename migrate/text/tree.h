/* Parse trees: the only room that sees libpg_query.
 *
 * Used where the place of something inside a statement matters (which column does this comment
 * stand above?). Where SQL is tidied (text/tidy.h), its tree shows that it still means the same; no
 * two texts that others wrote are compared like that. libpg_query recurses: text nested deeper than
 * 500 parentheses or longer than 1 MiB is not given to it and counts as "not parsed", which callers
 * treat as "nothing is known", not as an error.
 */
#pragma once

#include "text/scan.h"

/* A named object that a statement creates, or a part of one with its own place. */
typedef struct {
    const char *kind; /* a Kind's name: "table", "column", "constraint", "index", "enum_label", … */
    char *schema;     /* as written, unquoted; NULL when not given */
    char *relation;   /* the table or type it is a part of; NULL for a top-level object */
    char *name;       /* unquoted */
    gsize offset;     /* in the statement, bytes */
} Named;

/* What `statement` creates, outermost first, then its parts in the order of their place. Array of
 * Named*, empty when it creates nothing known or cannot be parsed. Caller unrefs. */
GPtrArray *tree_created(const Statement *statement);

/* Whether it is SQL, as far as the parser knows: false where it cannot be parsed, as above. */
bool tree_parses(const char *sql);

/* For CREATE EXTENSION: its name, schema and version as written (each may be NULL), or false.
 * Caller frees. */
typedef struct {
    char *name, *schema, *version;
    bool if_not_exists, cascade;
} CreateExtension;
bool tree_create_extension(const Statement *statement, CreateExtension *extension);
void create_extension_clear(CreateExtension *extension);

/* What trees are made with: "libpg_query of PostgreSQL 15.1". Caller frees. */
char *tree_library(void);
