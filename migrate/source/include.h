/* Includes: what psql's \i and \ir name in a schema's files.
 *
 * A file that includes others becomes several scripts: its own parts, each with every other byte
 * blanked, so that lines and columns stay what they are, and the files between them. What is
 * included lies in the schema's folder, and is no file of the schema by itself, too. \ir is
 * relative to the file that it stands in, \i to the folder, which may be named before it as in a
 * run of psql from the project's folder. Migrations and their like include nothing: what is hashed
 * is what is executed.
 */
#pragma once

#include "source/source.h"

/* Where a schema's files come from. */
typedef struct {
    const char *folder; /* for people; \i may begin with it */
    const char *place;  /* a git revision, to be said with their names; NULL: the disk */
    /* The bytes of a file, by its path in the folder; NULL without an error: it is not there.
     * Caller unrefs. */
    GBytes *(*read)(const char *below, const void *data, GError **error);
    const void *data;
} IncludePlace;

/* A file of the schema. */
typedef struct {
    char *below; /* its path in the folder */
    GBytes *text;
} IncludeFile;

/* Adds scripts of `files` (of IncludeFile*) to the source, with what they include. FAIL_USAGE, with
 * file, line and column, for an include that leaves the folder, leads back to itself or to nothing.
 */
bool include_add_files(Source *source, const GPtrArray *files, const IncludePlace *place,
                       GError **error);
/* Array of IncludeFile*, owned. */
GPtrArray *include_files_new(void);
void include_files_add(GPtrArray *files, const char *below, GBytes *text);

/* Whether one of `files` (of GitFile*) may include others. */
bool include_any(const GPtrArray *files);

/* The reader of a folder on disk; `data` is its path. No link is followed. */
GBytes *include_read_disk(const char *below, const void *data, GError **error);
/* The reader of files that were read elsewhere; `data` is a GPtrArray of GitFile*. */
GBytes *include_read_files(const char *below, const void *data, GError **error);
