/* What a migration outside a transaction may not do to its session, because it would not last for
 * the statements behind it. */
#pragma once

#include "history/statement.h"

/* NULL: nothing speaks against the statement. Caller frees. */
char *outside_objection(const Statement *statement, const StatementClass *found);
