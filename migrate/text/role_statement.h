/* Statements that create, change or drop roles. Roles belong to the whole server, so a scratch
 * server, on which SQL has no right to them, makes those that are created and leaves the rest.
 */
#pragma once

#include "text/scan.h"

/* The statement with all that creates, changes or drops a role blanked, in a DO block with NULL in
 * its place, so that lines and columns stay; NULL when it holds nothing of the kind, or renames a
 * role. The names of created ones are added to `created` (char*). What a block puts together at run
 * time (EXECUTE) is not seen. `length` bytes, which are 0 when nothing is left to execute. Caller
 * frees. */
char *role_statement_blanked(const Statement *statement, GPtrArray *created, gsize *length);
