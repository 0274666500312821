/* Stated: the kinds of objects of which SQL beside a schema in Prisma's language states some.
 *
 * Read from the text: what a statement says, not what it does when it is executed.
 */
#pragma once

#include "source/source.h"

/* The schema where this branch left the base, as a source: "schema@…"; NULL: there is no base.
 * Caller frees. */
char *stated_base(const SourceNames *names);
/* Adds the kinds that the source's files of SQL state to the set `kinds`. */
void stated_add(const Source *source, GHashTable *kinds);
