/* Migrations: what a folder of migrations says, in its order.
 *
 * A History is the folder as it was when it was read: the bytes that are hashed are the bytes that
 * are executed. It is ordered and knows nothing of a database. history/build.h makes it,
 * and says what is wrong with it. A `whole` one has nothing wrong: keys are unique, no file has
 * 0 bytes, bytes that are no UTF-8 or an unknown directive. Only a whole one is executed.
 */
#pragma once

#include "history/folder.h"
#include "history/version.h"
#include "text/edit.h"

/* `-- migrate: replaces FIRST..LAST CHAIN COMMIT`: what `migrate squash` writes. */
typedef struct {
    char *first, *last; /* labels of the originals */
    Sum chain;          /* of the history up to the last of them */
    char *commit;       /* the newest one that has them all */
    guint line;
} Replaces;

typedef struct {
    char *version; /* digits */
    char *name;    /* "": it has none */
    char *label;   /* layout_label() */
    char *key;     /* what its layout knows it by, and the ledger: the label, or the version */
    char *path;    /* for people: the folder as it was given, then the file */
    char *below;   /* the file in the folder */
    guint place;   /* in the folder's index, from 1; 0: it has none */
    GBytes *text;
    char *down_path; /* NULL: it has no such file */
    GBytes *down;    /* NULL: it cannot be reverted */
    Sum raw, lf;     /* of `text` */
    Sum chain; /* over this and all that stand before it: migration_chain(), from a zero Sum */
    Replaces *replaces; /* NULL: it stands for itself only */
    bool transactional; /* false: `-- migrate: no-transaction`, or nothing that can have one */
    bool idempotent;    /* `-- migrate: idempotent`: every statement may run twice */
    bool down_transactional, down_idempotent; /* the same of `down` */
    GPtrArray *directives; /* of Directive*; NULL: the file cannot be read as a script */
} Migration;

typedef struct {
    char *folder; /* as it was given */
    const Layout *layout;
    GPtrArray *migrations; /* of Migration*, by version, or by label where Prisma's
                              migration_lock.toml stands beside them, or as an index has them */
    GPtrArray *repeats; /* of Migration* with an empty version, by name: what is executed after all
                           of those whenever it has changed */
    GHashTable *tags;   /* other names of migrations → their labels */
    bool whole;         /* nothing is wrong with it */
} History;

void replaces_free(Replaces *replaces);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Replaces, replaces_free)
void migration_free(gpointer migration);
void history_free(History *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(History, history_free)

guint history_count(const History *history);
const Migration *history_at(const History *history, guint index);
/* By label or another name, else by version, and where there is an index by name (the last one,
 * where several have it); NULL when there is none. */
const Migration *history_find(const History *history, const char *version);
/* By key; NULL when there is none. */
const Migration *history_of_key(const History *history, const char *key);
/* The migration's place in the order, from 1. */
guint history_position(const History *history, const Migration *migration);
/* The labels of its migrations, as a set; borrowed from it. Caller unrefs. */
GHashTable *history_labels(const History *history);

/* The migrations from `first` to `last` (indexes) that lead from one chain to another; false when
 * the history has none that do. */
bool history_stretch(const History *history, const Sum *before, const Sum *chain, guint *first,
                     guint *last);
/* The chain of what stands before the migration at `index`. */
Sum history_chain_before(const History *history, guint index);

/* The sum of its statements (text/edit.h), which is seldom needed. */
Sum migration_sum_sql(const Migration *migration);
/* The chain that goes on from `previous`: sum_chain() of label and LF sum. After a migration that
 * replaces others it is as theirs, so that what comes later has the same chain everywhere. */
Sum migration_chain(const Sum *previous, const Migration *migration);

/* For g_ptr_array_sort(): by version, then by label. */
int migration_compare(gconstpointer a, gconstpointer b);

/* The version for a new migration: what follows where versions are numbers (000118 after 000117) or
 * seconds or milliseconds since 1970; else `now` (Unix seconds) as UTC YYYYMMDDHHMMSS, or one
 * second after the last version when that is later. Caller frees. */
char *history_next_version(const History *history, gint64 now);

/* Whether `name` can be the name of a new migration: [a-z0-9_]+, at most 100 bytes; else FAIL_USAGE
 * with a name that can. */
bool migration_name_valid(const char *name, GError **error);
