/* Schema: Prisma's schema language for PostgreSQL, read.
 *
 * Pure: text in, values out. What the language cannot mean on PostgreSQL, and what we do not know,
 * is an error with its place; nothing is passed over. Only what concerns the database is kept:
 * generators and what the client alone does are checked for form.
 *
 * Renames. Prisma's language has no word for them, so a documentation comment says it, on the line
 * above a model, field, enum, enum value, index or relation, or behind it on its line:
 *
 *     /// @migrate renamed from old_name
 *
 * OLD is what the *database* called it (the name in @map or @@map, where one stood), exactly as
 * written: case counts, quotes are not needed. "old_schema.old_name" for a thing that comes from
 * another schema; a part that holds a dot or a blank stands in double quotes. On a field with
 * `fields:` it means the foreign key, on `@@id`, `@@unique` and `@@index` the constraint or index.
 */
#pragma once

#include "base/error.h"
#include <glib.h>
#include <stdbool.h>

/* A file: its name for people, and its bytes. Both borrowed. */
typedef struct {
    const char *name;
    GBytes *text;
} PrismaText;

typedef struct {
    /* The major version of Prisma that the project uses; 0: the newest. Before 6, the table of an
     * implicit many-to-many relation has a unique index instead of a primary key. */
    guint version;
} PrismaOptions;

typedef struct PrismaSchema PrismaSchema;

/* All files are one schema, in the order given. NULL with a TEXT_ERROR (see text/fault.h) for
 * the first fault; `where` (may be NULL) is its place, with a file name that lives as long as
 * `files`. Caller frees. */
PrismaSchema *prisma_read(const PrismaText *files, guint count, const PrismaOptions *options,
                          Location *where, GError **error);
void prisma_free(PrismaSchema *schema);

/* Calls `found` for each schema of PostgreSQL that the datasource lists. */
void prisma_each_listed(const PrismaSchema *schema, void (*found)(const char *name, void *data),
                        void *data);
/* Whether a generator asks for a preview feature. */
bool prisma_previews(const PrismaSchema *schema, const char *feature);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrismaSchema, prisma_free)
