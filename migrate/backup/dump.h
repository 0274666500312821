/* Dump: a database into a file, with its manifest.
 *
 * pg_dump of the server's major version does it, from a snapshot that the manifest is read from,
 * too: ledger, catalog and counts are those of the rows in the file. No one who reads or writes
 * rows waits for it; it takes the locks of a reader. The file is there when it is whole, or not at
 * all.
 */
#pragma once

#include "backup/manifest.h"
#include "backup/program.h"
#include "backup/writer.h"
#include "catalog/load.h"

/* Who writes rows in place of pg_dump, as they are in the snapshot that `pg` is in: as SQL for psql,
 * before there are any keys. */
typedef struct {
    bool (*write)(Pg *pg, Writer *writer, void *data, GError **error);
    void *data;
} DumpRows;

typedef struct {
    const char *conninfo, *environment, *owner;
    const char *bin_dir; /* where the programs are; NULL: where they usually are */
    bool session_pooler; /* see SnapshotOptions.session */
    const BackupFormat *format;
    const char *path; /* NULL: a name is made of the database's and the time */
    Contents contents;
    const char *const *tables;  /* patterns of pg_dump's --table; empty: all */
    guint jobs;                 /* 0: one */
    guint lock_wait;            /* milliseconds for the locks of a reader */
    const DumpRows *rows;       /* NULL: pg_dump; else the format is one of SQL, and all is in it */
    const LoadOptions *catalog; /* how the catalog is read for the fingerprint; NULL: it is not */
} DumpOptions;

typedef struct {
    char *path;
    Manifest manifest;
    guint64 size; /* on disk, bytes */
} DumpResult;

/* FAIL_USAGE for a path that is not replaced; FAIL_DECISION where row security would leave rows
 * out; FAIL_ENVIRONMENT. The result is to be cleared. */
bool dump_run(const DumpOptions *options, const BackupWatch *watch, DumpResult *result,
              GError **error);
void dump_result_clear(DumpResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DumpResult, dump_result_clear)
