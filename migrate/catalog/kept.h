/* Kept: what a schema in Prisma's language has of a history because it has no word for it
 * (catalog/keep.h), in words. */
#pragma once

#include "catalog/catalog.h"

/* What was taken over because there is no word for it: "trigger t on public.x", "row security of
 * table public.x", without parts of what is named. Array of char*; caller unrefs. */
GPtrArray *catalog_kept(const Catalog *schema);

/* Appends "2 indexes", behind a comma where there is a text already. `what` is a kind's name. */
void catalog_append_count(GString *text, guint count, const char *what);
/* How many of each kind those are: "2 functions, 1 trigger"; NULL: none. Caller frees. */
char *catalog_kept_counts(const Catalog *schema);
