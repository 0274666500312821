/* What a statement leaves behind in its session when its transaction is over, which through a
 * transaction pooler is the session of somebody else.
 *
 * Told from the tokens of the statement and, where it is a DO, of its body and of the strings that
 * this executes. What a function does that is called cannot be seen.
 */
#pragma once

#include "text/scan.h"

typedef struct {
    const char *what; /* a noun, for people */
    const char *fix;  /* what to write instead */
} Leaves;

/* NULL: nothing. */
const Leaves *statement_leaves(const Statement *statement);
/* Whether that is a setting of the session. */
bool leaves_setting(const Statement *statement);
