/* Head: what a generated migration does, in a few lines of comment above its SQL, for whoever
 * reviews a file that is too long to be read.
 *
 * The same draft has the same bytes. No name, whatever is in it, ends its comment or begins another
 * one.
 */
#pragma once

#include "compare/draft.h"

/* `sql`, a part of the draft, with the head; below the directives that it begins with. Caller
 * frees. */
char *head_put(const Draft *draft, const char *sql);
