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

/* What the schema says beside its objects. */
typedef struct {
    /* Set of Kind*: those of which SQL beside the schema states some. */
    GHashTable *stated;
    /* Set of char*, in every way in which the server may quote them: the schemas of PostgreSQL that
     * it lists as its own, whether it has anything there or not. NULL: it lists none, and is about
     * those that it has something in. */
    GHashTable *listed;
    bool predicates; /* its language has a word for those of indexes */
    guint32 born; /* objects whose oid is not above were there before it, and it says nothing with
                     them */
    bool strict;
} KeepRules;

/* Takes over from `history`
 *   - objects that the language has no word for, unless what they belong to is gone, and those that
 *     lie where the schema is not about;
 *   - attributes that it has no word for, where the schema leaves them out;
 *   - unless `strict`, the words of what both sides have and the language says the same of.
 * What no SQL states of a kind that some states is gone. Done again, after renames in the history,
 * it follows them. */
void catalog_keep(Catalog *schema, const Catalog *history, const KeepRules *rules);

/* Whether the language has a word for the object. */
bool catalog_is_said(const Object *object);

/* Words the whole objects that were taken over as `now` does, where those of the schema are what
 * `now` has been made: the server writes what depends on a changed column in other words. What is
 * not there keeps its words. */
void catalog_keep_settled(Catalog *schema, const Catalog *now);

/* Whether an attribute of an object of the schema was taken over because there is no word for it.
 */
bool catalog_attr_is_kept(const Object *object, guint attr);
