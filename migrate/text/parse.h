/* Parse trees of libpg_query, as JSON. Inside text/ only.
 *
 * Nodes are as the server's own (nodes/parsenodes.h), each in an object with its type as the only
 * key: {"CreateStmt": {…}}. Members that are zero, false, empty or NULL are left out.
 */
#pragma once

#include "text/lex.h"
#include "text/scan.h"
#include <jansson.h>

typedef json_t Json;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_decref)

/* The statement's node; NULL when it cannot be parsed, or is too large or too deep for a parser
 * that recurses (see text/tree.h). The caller unrefs. */
Json *parse_statement(const Statement *statement);

/* The tree as text, without the places in it: two statements that have the same one mean the same.
 * NULL as above. Caller frees. */
char *parse_text(const char *sql);

/* A member; NULL when `node` is NULL or has none. */
const char *parse_string(const Json *node, const char *key);
bool parse_is(const Json *node, const char *key, const char *value);
/* Bytes from the statement's start; 0 also when the parser kept no place. */
gsize parse_location(const Json *node);

/* A possibly qualified name is a list of String nodes: the one at `from_end` (0: the last), or
 * NULL. */
const char *parse_list_string(const Json *list, gsize from_end);

/* The text of the identifier `token`, as the server folds it; NULL for other tokens and U&"…".
 * Caller frees. */
char *parse_identifier(const char *text, Token token);

/* Where the parser keeps no place: that of the first identifier `name`, 0 when there is none. */
gsize parse_find_identifier(const Statement *statement, const char *name);
