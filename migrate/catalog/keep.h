/* Keep: what a history has and a schema's language has no word for, taken into the schema's
 * catalog.
 *
 * Prisma's language says a part of what PostgreSQL has; what it says of each kind is a row of data
 * (KindPrisma, KindAttr.unsaid_if). Afterwards the schema's catalog holds the rest as the history
 * has it, so that a comparison finds no difference there, and what a change forces on it is planned
 * like anything else. Pure.
 */
#pragma once

#include "catalog/catalog.h"

/* Takes over from `history`
 *   - objects that the language has no word for, unless what they belong to is gone;
 *   - attributes that it has no word for, where the schema leaves them out;
 *   - unless `strict`, the words of what both sides have and the language says the same of.
 * `stated` (a set of Kind*) are the kinds of which SQL beside the schema states some: what no SQL
 * states of those is gone. Done again, after renames in the history, it follows them. Objects whose
 * oid is `born` at most were there before the schema, which says nothing with them. */
void catalog_keep(Catalog *schema, const Catalog *history, GHashTable *stated, guint32 born,
                  bool strict);

/* Whether the language has a word for the object. */
bool catalog_is_said(const Object *object);

/* Words the whole objects that were taken over as `now` does, where those of the schema are what
 * `now` has been made: the server writes what depends on a changed column in other words. What is
 * not there keeps its words. */
void catalog_keep_settled(Catalog *schema, const Catalog *now);

/* What was taken over because there is no word for it: "trigger t on public.x", "row security of
 * table public.x", without parts of what is named. Array of char*; caller unrefs. */
GPtrArray *catalog_kept(const Catalog *schema);

/* How many of each kind those are: "2 functions, 1 trigger"; NULL: none. Caller frees. */
char *catalog_kept_counts(const Catalog *schema);
