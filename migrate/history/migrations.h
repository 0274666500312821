/* Migrations: a folder of migrations, read once.
 *
 * A History is the folder as it was when it was read: the bytes that are hashed are the bytes that
 * are executed. It is ordered by version, versions are unique, and every file is whole: there is
 * none of 0 bytes, none that is no UTF-8, none with an unknown directive. It knows nothing of a
 * database.
 *
 * The same rules hold for a folder on disk and for one at a git revision.
 */
#pragma once

#include "base/error.h"
#include "git/repo.h"
#include "history/layout.h"
#include "text/sum.h"

GQuark history_error_quark(void);
#define HISTORY_ERROR history_error_quark()

typedef struct {
    char *version; /* digits */
    char *name;
    char *label; /* "<version>_<name>" */
    char *path;  /* for people: the folder as it was given, then the file */
    GBytes *text;
    char *down_path; /* NULL: it has no such file */
    GBytes *down;    /* NULL: it cannot be reverted */
    Sum raw, lf;     /* of `text` */
    Sum chain; /* over this and all that stand before it: sum_chain(previous, label, lf), from a
                  zero Sum */
    bool transactional; /* false: `-- migrate: no-transaction`, or nothing that can have one */
    bool idempotent;    /* `-- migrate: idempotent`: every statement may run twice */
    bool down_transactional, down_idempotent; /* the same of `down` */
    GPtrArray *directives;                    /* of Directive* */
} Migration;

typedef struct {
    char *folder; /* as it was given */
    const Layout *layout;
    GPtrArray *migrations; /* of Migration*, by version */
} History;

/* The words that a migration may say after `-- migrate:`; NULL-terminated. */
extern const char *const migration_directives[];

/* Reads the folder `path`. FAIL_USAGE, with the path and what is expected, for anything that is no
 * migration of its layout: wrong names, two of one version, a missing or empty file, a symbolic
 * link. A folder without migrations is an empty history. */
History *history_read(const char *path, GError **error);

/* The same from files that were read elsewhere (GitFile*, paths relative to the folder). `folder`
 * is for messages. */
History *history_from_files(const char *folder, const GPtrArray *files, GError **error);

void history_free(History *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(History, history_free)

guint history_count(const History *history);
const Migration *history_at(const History *history, guint index);
/* By version or by label; NULL when there is none. */
const Migration *history_find(const History *history, const char *version);

/* Versions are numbers of any length: -1, 0, 1. */
int version_compare(const char *a, const char *b);

/* The version for a new migration: `now` (Unix seconds) as UTC YYYYMMDDHHMMSS, or one second after
 * the last version when that is later. Caller frees. */
char *history_next_version(const History *history, gint64 now);

/* Whether `name` can be the name of a new migration: [a-z0-9_]+, at most 100 bytes; else FAIL_USAGE
 * with a name that can. */
bool migration_name_valid(const char *name, GError **error);
