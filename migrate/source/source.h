/* Source: anything that yields a catalog.
 *
 * A source is named on the command line: `schema`, `migrations`, `migrations:VERSION` (up to and
 * with it), `empty`, a database URL, or a file or folder of SQL or of Prisma's schema language;
 * each of the file ones also at a git revision (`schema@main`). Opening one reads its files;
 * nothing is executed before source_load().
 */
#pragma once

#include "catalog/load.h"
#include "history/build.h"
#include "source/platform.h"
#include "source/replay.h"

typedef enum { SOURCE_EMPTY, SOURCE_SCHEMA, SOURCE_MIGRATIONS, SOURCE_DATABASE } SourceType;

/* What the names stand for, and how catalogs are read. Borrowed. */
typedef struct {
    const char *schema;     /* path of the schema file or folder, or several: see base/paths.h; "":
                               there is none, and `schema` is what the migrations come to */
    const char *migrations; /* path of the migrations folder */
    const char *owner;      /* default owner in databases; NULL: see LoadOptions */
    LoadIgnore ignore;
    void *ignore_data;
    const char *ledger; /* the schema of databases that is not compared; may be NULL */
    const char *path; /* search_path that somebody asked for; NULL: a database's own, else public */
    Platform *platform; /* what scratch databases have from their start; may be NULL */
    guint prisma;     /* the major version of Prisma, for schemas in its language; 0: the newest */
    bool prisma_set;  /* somebody has set that: it is not asked of the files at a revision */
    bool strict;      /* such a schema is compared in what Prisma takes for the same, too */
    const char *base; /* what [check] base says, or NULL: where it stated what it no longer does */
    bool untrusted;   /* the work tree may be hostile: see git/base.h */
    struct Resume *resume; /* where executing begins, and what is kept of it: see source/resume.h;
                              NULL: at the beginning, and nothing */
} SourceNames;

typedef struct {
    SourceType type;
    char *label;        /* as the user wrote it, passwords masked */
    GPtrArray *scripts; /* of Script*; NULL for a database. Of a history, those of its migrations
                           come first, and then those of its repeats */
    History *history;   /* of a migrations source; NULL otherwise */
    bool borrows;       /* it is another source's: see source_again() */
    char *url;          /* of a database */
    bool several;       /* a schema that was read from more than one path */
    char *path_first;   /* the schema of unqualified names in its files; NULL: public */
    Measure *measure;   /* of source_measure(); NULL: nothing is measured */
} Source;

/* FAIL_USAGE when it cannot be understood or its files are wrong. */
Source *source_open(const char *text, const SourceNames *names, GError **error);
/* The same of files that were read elsewhere (GitFile*, paths relative to `path`): a SOURCE_SCHEMA
 * or SOURCE_MIGRATIONS. `path`, a folder or a file of SQL or Prisma's language, is for people. */
Source *source_from_files(SourceType type, const char *path, const GPtrArray *files,
                          const SourceNames *names, GError **error);
/* Adds files of another path to a SOURCE_SCHEMA. */
bool source_add_files(Source *source, const char *path, const GPtrArray *files,
                      const SourceNames *names, GError **error);
/* A history that was read already, which the source owns from now on: `migrations`. Only a whole
 * one is to be executed. */
Source *source_of_history(History *history);
/* A history once more, as the schema of a project that has none: it borrows from `source`. */
Source *source_again(const Source *source);
/* From now on, when it is executed, what its files `files` (a set of paths) do is measured: see
 * measure/measure.h. */
void source_measure(Source *source, GHashTable *files, bool together);
void source_free(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

/* A source that has been executed. */
typedef struct {
    Catalog *catalog;
    Pg *pg; /* the scratch database that holds it (for renames and rehearsals); NULL for a database
             */
    GHashTable *stated; /* of a schema in Prisma's language: the kinds that SQL beside it states;
                           NULL: it is compared as it stands */
    GHashTable *listed; /* see KeepRules (catalog/keep.h), as predicates */
    bool predicates;
    guint32 born; /* the newest oid that the platform has there; 0: it has none */
    bool strict;  /* … but for what its language does not say */
} Loaded;

/* Takes over from a history what a schema in Prisma's language does not say: see catalog/keep.h.
 * Loading does that; it is done again when names in the history have changed. */
void loaded_follow(Loaded *schema, const Catalog *history);
/* A plan has made `now` of the history, which has to be the schema: what was taken over, in the
 * words that the server has for it now. */
void loaded_settle(Loaded *schema, const Catalog *now);
void loaded_clear(Loaded *loaded);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Loaded, loaded_clear)

/* Executes two sources side by side and reads their catalogs. `to` may be NULL, and `scratch` where
 * both are databases. On failure `fault` (may be NULL) says where. Both are to be cleared, whatever
 * the result. */
bool source_load_pair(Scratch *scratch, const SourceNames *names, const Source *from,
                      const Source *to, Loaded *old, Loaded *new, ReplayFault *fault,
                      GError **error);

/* The same, with what went wrong on each side: `errors` and `faults` are arrays of two, from and
 * to. */
bool source_load_both(Scratch *scratch, const SourceNames *names, const Source *from,
                      const Source *to, Loaded *old, Loaded *new, ReplayFault *faults,
                      GError **errors);

/* One alone. `scratch` may be NULL for a database. */
bool source_load(Scratch *scratch, const SourceNames *names, const Source *source, Loaded *loaded,
                 ReplayFault *fault, GError **error);

/* The same of its first `count` scripts. */
bool source_load_first(Scratch *scratch, const SourceNames *names, const Source *source,
                       guint count, Loaded *loaded, GError **error);

/* Takes a catalog as it is after the first `done` scripts of a source. False ends the loading, with
 * an error. */
typedef bool (*SourceStep)(guint done, Catalog *catalog, void *data, GError **error);

/* Executes a source of files and gives `step` the catalog before its first script and after each:
 * all of one database, so that what is renamed keeps its address. What is loaded has no catalog. */
bool source_load_steps(Scratch *scratch, const SourceNames *names, const Source *source,
                       SourceStep step, void *data, Loaded *loaded, ReplayFault *fault,
                       GError **error);
