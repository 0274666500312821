/* Script: SQL to be executed, and where each line of it was written.
 *
 * Most scripts are files of SQL. One that was made of a schema in Prisma's language has the SQL
 * that this stands for, and remembers the files.
 */
#pragma once

#include "base/error.h"
#include "measure/measure.h"
#include "pg/pg.h"

GQuark source_error_quark(void);
#define SOURCE_ERROR source_error_quark()

/* What a script was made of, when that is not SQL. */
typedef struct ScriptOrigin ScriptOrigin;

typedef struct {
    char *file; /* for people */
    GBytes *text;
    bool transactional;
    bool platform;        /* see platform.h: run by a superuser, and roles may be there already */
    bool declares;        /* a part of a schema: what running it would cost is of no interest */
    Measure *measure;     /* what measures its statements, borrowed; NULL: nothing does */
    GPtrArray *measured;  /* of Measured*, what the last replay() measured; never NULL */
    ScriptOrigin *origin; /* NULL: the file's own text */
    GBytes *whole;        /* the file, where `text` is a part of it: see include.h; else NULL */
    bool extended;        /* its extensions have been made before it */
    /* Makes what a statement misses, so that it is tried again; NULL: nobody does. Only where the
     * script is not one transaction. */
    bool (*supply)(Pg *pg, const GError *error, void *data);
    void *supply_data;
} Script;

/* Where `text` has CRLF, it has LF in the script: a function's body or a comment is the same from
 * every checkout. */
Script *script_new(const char *file, GBytes *text, bool transactional);
void script_free(Script *script);

/* A file as it is written. */
typedef struct {
    char *file;
    GBytes *text;
} Original;

GPtrArray *originals_new(void);
Original *original_new(const char *file, GBytes *text);

/* The script of a schema in Prisma's language: `originals` (of Original*, taken over) are its
 * files, `version` the major version of Prisma that the project uses (0: the newest). What cannot
 * be read is the script's fault. */
Script *script_of_prisma(const char *path, GPtrArray *originals, guint version);

/* Why there is nothing to be executed, and where; NULL: there is. Borrowed. */
const GError *script_fault(const Script *script, Location *where);

/* The files that were written by hand. Array of Original*; NULL: the script is its own. */
const GPtrArray *script_originals(const Script *script);

/* The schema in Prisma's language that it was made of; NULL: none that can be read. Borrowed. */
const struct PrismaSchema *script_prisma(const Script *script);

/* Where a place in the script's text was written. `where.file` does not matter. */
Location script_origin(const Script *script, Location where);

/* Prisma's language has no generated columns, and `dbgenerated` stands for both. Takes the default
 * at this place of the text for a generated column, and gives the script the text for that, which
 * has the same lines. False when there is no such default. */
bool script_make_generated(Script *script, Location where);

/* The columns that have a default, and the schema in Prisma's language does not say which; see
 * prisma_open_defaults(). */
void script_open_defaults(const Script *script,
                          void (*found)(const char *schema, const char *table, const char *column,
                                        void *data),
                          void *data);

/* Gives the tables of implicit many-to-many relations the form that a history knows, which may be
 * of another version of Prisma: the one that adds `key`, else the one that has `index`. */
void script_follow(Script *script, bool (*names)(const char *name, void *data), void *data);
