/* DDL: the SQL that makes the database which a schema describes.
 *
 * The statements are those that Prisma's own engine makes, in its order – schemas, extensions,
 * enums, tables, indexes, foreign keys –, with two differences: every name and text is quoted
 * rightly, and the schema `public` is taken to be there. Renames that the schema states become
 * comments that the reader of SQL schemas knows: `-- migrate: renamed from "old"`.
 */
#pragma once

#include "prisma/schema.h"

/* The SQL from `offset` on, up to the next place, comes from `where` of the .prisma file. */
typedef struct {
    gsize offset;              /* bytes */
    Location where;            /* the file's name belongs to the schema */
    const char *model, *field; /* what it is about; NULL when it is about no model or no field */
} PrismaPlace;

typedef struct {
    char *sql;
    GArray *places; /* of PrismaPlace, by offset; the first has offset 0 */
} PrismaDdl;

/* Never fails. `schema` outlives it. Caller frees. */
PrismaDdl *prisma_ddl(const PrismaSchema *schema);
void prisma_ddl_free(PrismaDdl *ddl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrismaDdl, prisma_ddl_free)

/* Where the byte at `offset` of the SQL comes from; NULL when there are no statements. */
const PrismaPlace *prisma_ddl_place(const PrismaDdl *ddl, gsize offset);

/* A `dbgenerated("…")` that names columns is really a generated column, which Prisma's language
 * cannot say. From now on the field's text is taken as that: GENERATED ALWAYS AS (…) STORED. False
 * when the place is no field with such a default, or it is taken so already. */
bool prisma_make_generated(PrismaSchema *schema, const PrismaPlace *place);

/* Calls `found` for each column with a `dbgenerated()` that says no SQL: any default is meant.
 * `schema` is NULL for the default one. Names as they are. */
typedef void (*PrismaColumnFound)(const char *schema, const char *table, const char *column,
                                  void *data);
void prisma_open_defaults(const PrismaSchema *schema, PrismaColumnFound found, void *data);

/* Calls `found` for each model, field, enum, and value of an enum whose name is not that of the
 * database: `owner` is the table or the type, `part` the column or the label, NULL for the owner
 * itself. `schema` is NULL for the default one. */
typedef void (*PrismaNameFound)(const char *schema, const char *owner, const char *part,
                                const char *name, void *data);
void prisma_each_name(const PrismaSchema *schema, PrismaNameFound found, void *data);

/* Which form the table of an implicit many-to-many relation has in a history: true, the old one
 * with the unique index `index`; false, the one with the primary key `key`. `old` is what the
 * schema takes for granted. */
typedef bool (*PrismaJoinForm)(const char *key, const char *index, bool old, void *data);

/* Asks for every such table; whether one changes. */
bool prisma_choose_joins(PrismaSchema *schema, PrismaJoinForm form, void *data);
