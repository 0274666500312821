/* Manifest: what a dump says of itself, a line of JSON at its end.
 *
 * Which migration the database had, and all its migrations as a chained sum; what its catalog was,
 * as a fingerprint; where it comes from, how much it is, and the sum of all that stands before the
 * line. It starts with a comment's sign, so that psql passes over it. Unknown members are passed
 * over; a `format` that is newer is refused.
 */
#pragma once

#include "backup/copy_rows.h"
#include "base/error.h"
#include "base/hash.h"
#include <jansson.h>

enum { MANIFEST_FORMAT = 1 };

typedef enum {
    CONTENTS_ALL,
    CONTENTS_SCHEMA, /* definitions, and the ledger's rows */
    CONTENTS_DATA,   /* rows without definitions and without the ledger */
} Contents;

typedef struct {
    Contents contents;
    GStrv tables; /* the patterns of a dump of some tables; NULL: all */
    bool masked;
    char *database, *environment, *taken_at, *tool, *program;
    int server_version;
    guint program_major; /* of pg_dump */
    bool has_ledger;
    guint migrations;                        /* applied */
    char *version, *label;                   /* of the newest of them; NULL: none */
    char *chain;                             /* over all of them, hexadecimal; NULL: none */
    char *fingerprint;                       /* of the catalog, hexadecimal; NULL: not known */
    gint64 table_count, rows, large_objects; /* rows: below 0, not counted */
    guint64 bytes;                           /* that the sum is over */
    GStrv roles;                             /* that the dump names */
    Sum sum;                                 /* of what comes before; of a folder not used */
    json_t *files;                           /* of a folder: name → sum; NULL: none */
} Manifest;

/* "-- migrate dump: {…}\n". Caller frees. */
char *manifest_line(const Manifest *manifest);
/* The same as an object, without the sums. Owned by the caller. */
json_t *manifest_json(const Manifest *manifest);
/* Where the manifest's line begins in the end of a dump; NULL: nowhere. */
const char *manifest_find(const char *end, gsize length);
/* Reads what manifest_find() has found. FAIL_USAGE for what is no manifest, or a newer one; `path`
 * is for messages. */
bool manifest_read(const char *line, gsize length, const char *path, Manifest *manifest,
                   GError **error);
const char *contents_name(Contents contents);
void manifest_clear(Manifest *manifest);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Manifest, manifest_clear)
