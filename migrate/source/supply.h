/* Supply: what a schema in Prisma's language uses and only the history makes: extensions, functions
 * that defaults call, domains, sequences.
 *
 * Prisma itself never executes the schema, so that nothing in it has to be there.
 */
#pragma once

#include "server/scratch.h"
#include "source/source.h"

typedef struct Supply Supply;

/* For one schema; `history` outlives it. */
Supply *supply_new(const Source *history);
void supply_free(Supply *supply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Supply, supply_free)

/* A Script.supply: executes the last statement of the history that makes what `error` says does not
 * exist. False when there is none, or it was executed before. */
bool supply_missing(Pg *pg, const GError *error, void *supply);
/* An extension of the history was made for the schema. */
void supply_add_extension(Supply *supply, const char *name);

/* Calls what was made the history's in the catalog of the schema (Object.kept), and leaves out what
 * nothing needs of the kinds that SQL states: `stated`, a set of Kind*. */
void supply_mark(const Supply *supply, Catalog *schema, GHashTable *stated);
