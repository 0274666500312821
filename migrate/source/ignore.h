/* Ignored: what is left out of every catalog, by rules about kind and identity.
 *
 * A rule is a kind's name, or "all", and a regular expression that is matched with identities. A
 * schema that is left out takes along what lies in it, of every kind.
 */
#pragma once

#include "base/error.h"
#include "base/hash.h"
#include "catalog/catalog.h"

typedef struct Ignores Ignores;

Ignores *ignores_new(void);
void ignores_free(Ignores *ignores);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ignores, ignores_free)

/* Whose word a rule is. */
typedef enum {
    IGNORE_CONFIGURED, /* the user's, or ours */
    IGNORE_FOREIGN,    /* about what other tools keep in databases */
} IgnoreOrigin;

/* FAIL_USAGE when `regex` is wrong. */
bool ignores_add(Ignores *ignores, const char *kind, const char *regex, IgnoreOrigin origin,
                 GError **error);
/* Forgets the rules about other tools. */
void ignores_drop_foreign(Ignores *ignores);
/* Leaves out this one object, and what belongs to it. */
void ignores_add_object(Ignores *ignores, const char *kind, const char *identity);

/* Whether a rule names it, or the schema that it lies in; as LoadIgnore, whose `data` is the
 * Ignores. */
bool ignores_match(const char *kind, const char *identity, void *data);

/* "table audit.log": what was left out of `catalog`, but for what lies in a schema that was, too,
 * for properties of other objects, for a schema public that nothing lies in, and with `but_foreign`
 * for what its rules about other tools name. Array of char*; caller unrefs. */
GPtrArray *ignores_outermost(const Catalog *catalog, const Ignores *but_foreign);

/* Adds the rules, but those about other tools. */
void ignores_sum(const Ignores *ignores, Hash *hash);
