/* Types: a catalog as source code of an application.
 *
 * Pure: the text depends on the catalog and the options alone, not on time, host, or version of
 * anything. Every target (types/target.h) is a row of data.
 */
#pragma once

#include "base/error.h"
#include "catalog/catalog.h"

GQuark types_error_quark(void);
#define TYPES_ERROR types_error_quark()

typedef struct Target Target;

/* NULL if no target has this name. */
const Target *target_find(const char *name);
/* Of all of them; NULL-terminated, static. */
const char *const *target_names(void);
const char *target_name(const Target *target);
const char *target_summary(const Target *target);
/* Whether TypesOptions.names are used. */
bool target_takes_names(const Target *target);

/* What a column, or a type, is called in the generated code. */
typedef struct {
    const char *key;   /* "public.users.settings", "jsonb"; with "kysely:" before it for one target.
                          Without that, for those of TypeScript. As SQL quotes them */
    const char *value; /* in the target's language; "Settings from ./settings" also imports it */
    const char *place; /* where it is written, for messages; NULL: nowhere */
} TypesOverride;

typedef enum { NAMING_OF_TARGET, NAMING_KEEP, NAMING_CAMEL, NAMING_SNAKE } TypesNaming;

/* What a schema in Prisma's language calls otherwise than the database, names unquoted. */
typedef struct {
    const char *schema; /* NULL: the default one */
    const char *owner;  /* a table or an enum */
    const char *part;   /* a column or a label; NULL: the owner itself */
    const char *name;
} TypesName;

typedef struct {
    const char *const *schemas;     /* only these; NULL or empty: all */
    const char *const *without;     /* not these; may be NULL */
    const char *default_schema;     /* whose names need no prefix; NULL: public */
    TypesNaming naming;             /* of columns */
    bool partitions;                /* as tables of their own */
    bool parsed_arrays;             /* the application has parsers for arrays of its own types */
    const char *package;            /* what the file is a part of; NULL: "db" */
    const TypesOverride *overrides; /* ends with {0}; NULL: none */
    const TypesName *names;         /* ends with {0}; NULL: none */
    const char *schemas_place, *naming_place; /* where these are written, as above */
} TypesOptions;

/* The text of the file. FAIL_USAGE for an override that names no column and no type, for a schema
 * that does not exist, and where naming gives two columns or relations one name. Caller frees. */
char *types_generate(const Catalog *catalog, const Target *target, const TypesOptions *options,
                     GError **error);

/* Whether a file with the text `there` (NULL: no file) may become one of the target's: it is one,
 * or is empty, or, where the head is the application's own, is in the target's language. */
bool types_may_replace(const Target *target, const char *there);
/* Of a target whose file begins with what is the application's own, as a schema of Prisma's does:
 * the text with the head of the file that is there. That ends with the line that `migrate types`
 * writes; where there is none yet, before the first model or enum. Takes `text`. Caller frees. */
char *types_keep_head(const Target *target, char *text, const char *there);
