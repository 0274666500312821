/* Formats: how a dump lies on disk, as rows of data.
 *
 * A dump ends with its manifest (backup/manifest.h), so that it is one file which can be renamed
 * and sent away; the one of a folder lies in it. SQL is SQL for psql in every packing; the formats
 * that pg_restore reads are its own, which passes over what comes after their end. A format is
 * recognised by the first bytes of the file and never by its name.
 */
#pragma once

#include "base/error.h"

GQuark backup_error_quark(void);
#define BACKUP_ERROR backup_error_quark()

/* What is added to a packing while it is written: where its bytes go. */
typedef struct {
    int fd;           /* borrowed */
    const char *path; /* for messages; borrowed */
    guint64 bytes;    /* so far */
} Sink;
/* FAIL_ENVIRONMENT when it cannot be written. */
bool sink_write(Sink *sink, const void *bytes, gsize length, GError **error);

/* Where packed bytes come from; the descriptor stands at the first of them. */
typedef struct {
    int fd;
    const char *path;
} Spring;
/* How many bytes there were, 0 at the end; below 0 on error. */
gssize spring_read(const Spring *spring, void *bytes, gsize length, GError **error);
/* All of them; FAIL_USAGE where the file ends before. */
bool spring_read_all(const Spring *spring, void *bytes, gsize length, GError **error);

/* A way to pack a text. Each function but `free` may fail; both states are freed by `free`. */
typedef struct {
    void *(*begin)(Sink *sink, GError **error);
    bool (*add)(void *state, const void *bytes, gsize length, GError **error);
    bool (*end)(void *state, GError **error);
    void *(*open)(const Spring *spring, GError **error);
    gssize (*read)(void *state, void *bytes, gsize length, GError **error); /* as spring_read() */
    void (*free)(void *state);
} Packing;

extern const Packing packing_plain, packing_gzip, packing_zstd, packing_zip;

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
/* NULL: there is none of the name. */
const BackupFormat *backup_format_named(const char *name);
/* By the end of a file's name; NULL: by none. */
const BackupFormat *backup_format_of_name(const char *path);
/* By its first bytes. Never NULL, the format of SQL without a packing is any other file's. */
const BackupFormat *backup_format_of(const void *bytes, gsize length);
