/* Renames: what catalogs cannot tell from a drop and an add. Pure; executing one is the draft's
 * business (compare/draft.h). */
#pragma once

#include "diff/diff.h"

/* An object of the old catalog that becomes one of the new. */
typedef struct {
    const Object *old, *new;
} Rename;

/* The two sides of "OLD=NEW"; a '=' inside double quotes does not count. FAIL_USAGE without one.
 * Caller frees both. */
bool rename_split(const char *text, char **old, char **new, GError **error);

/* Whether a user means `object` by `text`: its identity, with or without "public.", or "kind
 * identity". */
bool rename_is_meant(const Object *object, const char *text);

/* The object that a user means by `text` (see above); only kinds that can be renamed. FAIL_USAGE
 * when there is none or more than one. `side` is for the message: "the history". */
const Object *rename_find(const Catalog *catalog, const Kind *kind, const char *text,
                          const char *side, GError **error);

/* Whether `old` differs from `new` in nothing but its own name: same kind, same parent, same
 * schema, same arguments. */
bool rename_is_sibling(const Object *old, const Object *new);

/* Whether `object`'s own name is `name` (unquoted). */
bool rename_has_name(const Object *object, const char *name);

/* Whether two of a kind are the same but for their names and what belongs to them. */
bool rename_same_attributes(const Object *old, const Object *new);

/* Whether a rename of this kind and a drop and an add come to the same. */
bool rename_is_free(const Kind *kind);

/* A drop and an add that look like a rename. */
typedef struct {
    const Object *old;
    GPtrArray *candidates; /* of const Object*, at least one */
} LookAlike;

/* All of them, each old object once, in the catalog's order. `asks`: those of kinds where data
 * hangs on the answer; otherwise those where a rename and a drop and an add come to the same, with
 * exactly one candidate each. Array of LookAlike; caller unrefs. */
GArray *rename_look_alikes(const Diff *diff, bool asks);
