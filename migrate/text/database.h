/* The database that a statement names: GRANT … ON DATABASE, ALTER DATABASE, and so on. */
#pragma once

#include "text/scan.h"

/* `statement` with `database` (unquoted) wherever it names one of which it grants, revokes, alters
 * or describes something, in the body of a DO block, too. NULL when it names none. Caller frees. */
char *statement_for_database(const Statement *statement, const char *database);
