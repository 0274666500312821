/* Writer: the SQL of a dump on its way into a file, packed, counted and summed.
 *
 * What is written is SQL as pg_dump prints it, in pieces of any size, whoever makes it. A line that
 * says what the file is comes first and the manifest last, so that a file without an end is known
 * for what it is. Memory does not depend on the length.
 */
#pragma once

#include "backup/format.h"
#include "backup/manifest.h"

typedef struct Writer Writer;

/* How the text of a dump begins that a Writer wrote. */
extern const char writer_head[];

/* Writes to `fd` at its place; `path` is for messages. Both are borrowed. The format has to be one
 * of SQL. */
Writer *writer_new(const BackupFormat *format, int fd, const char *path, GError **error);
bool writer_add(Writer *writer, const char *text, gsize length, GError **error);
/* Adds the manifest, with the counts of the text and its checksum, which it sets, and what the
 * packing ends with. */
bool writer_end(Writer *writer, Manifest *manifest, GError **error);
/* How many tables have begun so far, and bytes in the file. */
guint writer_tables(const Writer *writer);
guint64 writer_bytes(const Writer *writer);
void writer_free(Writer *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Writer, writer_free)
