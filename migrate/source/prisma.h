/* Prisma: schemas in Prisma's language among the sources.
 *
 * The files become one script of SQL. Whoever tells a place in that script asks script_origin(),
 * and the place is one of the .prisma files.
 */
#pragma once

#include "source/source.h"

/* Whether a path means a schema in Prisma's language: a *.prisma file, or a folder in which some
 * lie. Such a folder's other files do not count. */
bool prisma_is_path(const char *path);

/* Reads the files of a path into the source: those of a folder in the order of their names, without
 * what lies below a folder `migrations`. What is wrong inside of them is told when the script is
 * executed, as with SQL. */
bool prisma_add_path(Source *source, const char *path, guint version, GError **error);

/* The same of files that were read elsewhere: GitFile*, paths relative to `path`, of which only
 * those that end in .prisma count. `place`, or NULL, is said with their names. */
bool prisma_add_files(Source *source, const char *path, const GPtrArray *files, const char *place,
                      guint version, GError **error);

/* The major version of Prisma that the project at `path` used at a git revision, or `otherwise`. */
guint prisma_version_at(const char *path, const char *revision, guint otherwise);

/* Whether a source has a schema in Prisma's language. */
bool prisma_is_source(const Source *source);

/* Whether any of the files (GitFile*) is one of Prisma's. */
bool prisma_has_files(const GPtrArray *files);

/* Lets the schemas in Prisma's language of a source be as a history was made, where Prisma takes
 * either for the same; before they are executed. */
void prisma_follow(const Source *source, const Source *history);

/* Gives the labels of each enum the order that they have in `history`, when what both have is
 * ordered otherwise; labels that only the schema has are the last, as where Prisma adds them.
 * Prisma compares no order. */
void prisma_order_labels(Catalog *catalog, const Catalog *history);

/* Marks the columns whose defaults the schema leaves open (Object.open). `schema` is the one for
 * names without one. */
void prisma_mark_open(const Source *source, Catalog *catalog, const char *schema);

/* The CREATE EXTENSION statements of a source, a script each. Array of Script*; caller unrefs. */
GPtrArray *prisma_extensions(const Source *source);
