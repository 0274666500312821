/* Secrets in literals of SQL. */
#pragma once

#include "text/scan.h"

/* Whose password a literal of `statement` holds ("a role", "a connection", …; static), and where
 * the literal begins; NULL when none does. Looks at words and literals only, and inside bodies only
 * for URLs. Placeholders (`postgres://user:${PASSWORD}@…`) are not secrets. */
const char *secret_find(const Statement *statement, gsize *offset);

/* The text of a statement with *** in place of each password: after the word PASSWORD, and in
 * connection strings, also inside bodies. Everything else stays. Caller frees. */
char *secret_masked(const char *text, gsize length);
/* The same of a whole script, with as many stars as the password has characters, so that lines and
 * columns stay where they are. Caller frees. */
char *secret_masked_in_place(const char *text, gsize length);
