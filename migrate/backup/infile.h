/* InFile: a dump on disk, recognised by its content and verified before anything is done with it.
 *
 * The file has to be whole and to be what its manifest says, byte by byte. It is read in constant
 * memory. Starts as {.fd = -1}.
 */
#pragma once

#include "backup/manifest.h"
#include "backup/program.h"

typedef struct {
    char *path;
    const BackupFormat *format;
    Manifest manifest;
    int fd;       /* of the file; of a folder: of its table of contents */
    guint64 size; /* of the file */
    Spring spring;
    void *packing; /* while its text is read; NULL: it is not */
} InFile;

/* FAIL_USAGE, with what the file is, when it is no whole dump; FAIL_ENVIRONMENT when it cannot be
 * read. `watch` is told how far it is. */
bool infile_open(InFile *file, const char *path, const BackupWatch *watch, GError **error);
/* Before its text is read (again): of a format of SQL. */
bool infile_rewind(InFile *file, GError **error);
/* As spring_read(). */
gssize infile_read(InFile *file, void *bytes, gsize length, GError **error);
/* How many bytes of the file were read. */
guint64 infile_place(const InFile *file);
void infile_clear(InFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InFile, infile_clear)

/* --- folder.c: the sums of a folder's files, in a file of its own beside them */

#define FOLDER_MANIFEST "migrate.manifest"
/* The sums of all files in it but the manifest, and their length in all. NULL on error. Owned by
 * the caller. */
json_t *folder_sums(const char *path, guint64 *bytes, GError **error);
/* The sum of a file from its place to its end. */
bool file_sum(const Spring *spring, Sum *sum, guint64 *bytes, GError **error);
