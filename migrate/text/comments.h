/* Comments that say something about a statement or a part of it.
 *
 * They are given as lines that begin with dashes, without indentation; block comments become such
 * lines. Directives, marks of migration tools, rules of dashes, and what a tool writes by itself
 * (a single word such as CreateTable, the headers of pg_dump) say nothing.
 */
#pragma once

#include "text/scan.h"

/* Of the comments above `statement` of `script`, of `length` bytes, those that no empty line parts
 * from it; NULL: none says anything. Caller frees. */
char *comments_above(const char *script, gsize length, const Statement *statement);

/* The comments on the lines above the part that begins at `offset` of the statement, and behind it
 * on its last line. `next`: where the next part begins; 0: there is none. NULL as above. Caller
 * frees. */
char *comments_of_part(const Statement *statement, gsize offset, gsize next);
