/* Formats: how a dump lies on disk, as rows of data.
 *
 * A dump ends with its manifest (backup/manifest.h), so that it is one file which can be renamed
 * and sent away; the one of a folder lies in it. SQL is SQL for psql in every packing; the formats
 * that pg_restore reads are its own, which passes over what comes after their end. A format is
 * recognised by the first bytes of the file and never by its name.
 */
#pragma once

#include "backup/packing.h"

typedef struct {
    const char *name;      /* as --format has it */
    const char *extension; /* ".sql.gz"; a folder's is ".dir" */
    const char *pg_dump;   /* its --format */
    const char *magic;     /* the first bytes; "": any, it is recognised last */
    gsize magic_length;
    const Packing *packing; /* of what pg_dump prints; NULL: pg_dump writes it itself */
    bool folder;            /* which pg_dump fills with several processes */
    bool sql;               /* for psql; else for pg_restore */
    const char *help;
} BackupFormat;

/* Ends with {0}. */
extern const BackupFormat backup_formats[];
/* NULL when no format has this name. */
const BackupFormat *backup_format_named(const char *name);
/* By the end of a file's name; NULL: by none. */
const BackupFormat *backup_format_of_name(const char *path);
/* By its first bytes. Never NULL, the format of SQL without a packing is any other file's. */
const BackupFormat *backup_format_of(const void *bytes, gsize length);
