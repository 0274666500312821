/* One file being generated. Inside types/ only: types.c begins and ends, mapping.c writes types,
 * expose*.c lay out the model, symbols.c gives names. */
#pragma once

#include "types/relations.h"
#include "types/target.h"

typedef struct Generating {
    Arena *arena;
    const Target *target;
    const TypesOptions *options;
    const char *default_schema;
    Model *model;
    GHashTable *overrides; /* key → value */
    GHashTable *called;    /* called.c: what Prisma's language calls otherwise → name */
    GHashTable *symbols;   /* identity → symbol */
    GHashTable *taken;     /* symbols, and what must not be one */
    GString *words;        /* all types that were written */
    GHashTable *once;      /* names that only one schema has */
    GHashTable *imports;   /* name → module: of overrides */
} Generating;

/* generate.c: a ModelFilter for TypesOptions. */
bool schema_is_out(const char *schema, void *options);

/* generate.c: what a type or relation is called, NULL: it has no name; and what a column is. */
const char *symbol_of(const Generating *generating, const char *identity);
const char *key_of(const Generating *generating, const char *name);
const char *relation_key(const Generating *generating, const ModelRelation *relation);

/* called.c: reads TypesOptions.names; and what is called otherwise, NULL: it is not. */
void called_read(Generating *generating);
const char *called_as(const Generating *generating, const char *identity);
const char *called_label(const Generating *generating, const char *identity, const char *label);

/* misfits.c: refuses what types_generate() does. */
bool settings_fit(const Generating *generating, GError **error);

/* symbols.c: names all types and relations. */
void symbols_assign(Generating *generating);

/* mapping.c: what the language calls a type; `element` without its array. `path` is the column's,
 * or NULL. */
typedef enum { USE_READ, USE_WRITE } TypeUse;
const char *mapping_of(Generating *generating, const ModelType *type, const char *path,
                       TypeUse use);
const char *mapping_element(Generating *generating, const ModelType *type, const char *path,
                            TypeUse use);
/* The row of a type of the server's, NULL when the target does not know it. */
const TypeMapping *mapping_find(const Target *target, const char *pg);
/* The same; a type of an extension is known by its name, in whatever schema it is. */
const TypeMapping *mapping_find_anywhere(const Generating *generating, const char *pg);

/* expose.c: the whole model for the template. */
TypeNode *expose(Generating *generating);

/* definitions.c: adds `definitions` and `imports` to the root, as far as `body` or a definition
 * names them. */
void definitions_add(Generating *generating, TypeNode *root, const char *body);
/* The names of definitions that `body` needs, by themselves or by others. Set of char*, borrowed.
 * Caller unrefs. */
GHashTable *definitions_used(const Target *target, const char *body);
