/* Measure: what each statement of a migration does to relations that were there before it: which
 * it locks, rewrites, builds indexes of, and reads in full.
 *
 * It is observed while the statement runs on scratch, where tables are empty: the server takes the
 * same locks and goes the same ways as with full ones. Inside a transaction the locks of the own
 * session say which relations a statement touched; files that changed, scans that were counted and
 * the lines that the server says at DEBUG1 (known by the function that says them, because the text
 * can be translated, or a stranger's) say what was done to them. Outside of one, where locks are
 * given back at once, files are compared, and the lock is that of a table of statements.
 *
 * "There before" goes by oid: what IF NOT EXISTS found there was there, what OR REPLACE, a DO block
 * or an extension's script makes was not, and a temporary table of the same name is another one.
 * Where a relation has a lock already, what a later statement needs beside is not seen. What only
 * rows show is not measured either: violations, rows that a foreign key's action looks for, and
 * the way that the plan of a query goes.
 *
 * manual: "Explicit Locking"; "ALTER TABLE", Notes; "The Cumulative Statistics System".
 */
#pragma once

#include "pg/pg.h"
#include "text/scan.h"

/* From the weakest to the strongest, as the manual lists them. */
typedef enum {
    LOCK_NONE,
    LOCK_ACCESS_SHARE,
    LOCK_ROW_SHARE,
    LOCK_ROW_EXCLUSIVE,
    LOCK_SHARE_UPDATE_EXCLUSIVE,
    LOCK_SHARE,
    LOCK_SHARE_ROW_EXCLUSIVE,
    LOCK_EXCLUSIVE,
    LOCK_ACCESS_EXCLUSIVE,
    LOCK_MODES,
} LockMode;

/* The first that keeps writers out. */
#define LOCK_STRONG LOCK_SHARE

/* "ACCESS EXCLUSIVE"; "" for LOCK_NONE. */
const char *lock_mode_name(LockMode mode);
/* Who waits for it: "readers and writers", "writers", "other DDL", or NULL: nobody. */
const char *lock_mode_waits(LockMode mode);

/* What takes time, in the order in which a thing done to a relation hides those before it. Each
 * but the first is linear in the relation's rows. */
typedef enum {
    WORK_MOMENT,  /* nothing but the catalogs */
    WORK_SCAN,    /* all of it is read */
    WORK_BUILD,   /* an index is built */
    WORK_REWRITE, /* it is written again, with all of its indexes */
    WORK_ROWS,    /* rows are changed one by one */
    WORKS,
} Work;

/* "moment", "scan", "build", "rewrite", "row by row". */
const char *work_name(Work work);

/* A relation that was there before, while a statement runs. */
typedef struct {
    const char *kind;            /* "table", "index", "view" …; static */
    char *schema, *name;         /* as the statement found it */
    char *old_schema, *old_name; /* before all that is measured: what a database calls it that
                                    has nothing of it yet */
    LockMode lock;               /* the strongest on it when the statement was through */
    LockMode before;             /* when it began, from an earlier statement of the transaction */
    Work work;                   /* what the statement did with it */
    guint builds;                /* indexes built, also by a rewrite */
    bool partitioned;            /* it has its rows in partitions */
    bool key_check;              /* it was read to check a foreign key */
    bool emptied;                /* by TRUNCATE */
    bool dropped;
} MeasuredRelation;

/* A statement. */
typedef struct {
    guint line, column;   /* in its script */
    bool alone;           /* it ran outside of a transaction: locks are what the manual says */
    GPtrArray *relations; /* of MeasuredRelation*: all that are locked, by schema and name */
} Measured;

/* Empty, of Measured*, which it owns. Caller unrefs. */
GPtrArray *measured_new(void);
/* Whether the statement itself locks or works on it, and it does not only stay locked. */
bool measured_is_due(const MeasuredRelation *relation);
/* "ACCESS EXCLUSIVE on public.orders while it is rewritten (2 indexes rebuilt); readers and writers
 * wait". Caller frees. */
char *measured_sentence(const MeasuredRelation *relation);
/* The same as one line of text, and back; NULL when the text says something else. */
char *measured_print(const GPtrArray *statements);
GPtrArray *measured_parse(const char *text);

typedef struct Measure Measure;

/* For the migrations of one history, executed in one database. `together`: what one of them makes
 * was not there before any other; else each is looked at as if it alone were new. */
Measure *measure_new(bool together);
void measure_free(Measure *measure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Measure, measure_free)

bool measure_is_together(const Measure *measure);

/* Before the first statement of a migration, inside its transaction if it is one. The session has
 * measure_setting. From here on the notices of `pg` go to `measure`, up to measure_end(). */
void measure_begin(Measure *measure, Pg *pg);
extern const char measure_setting[]; /* a statement, with its semicolon */
/* Runs a statement as it is; what it does is measured. */
typedef bool (*MeasureRun)(const Statement *statement, void *data, GError **error);
/* Lets `run` run the statement, and appends what it did to `into` (of Measured*) when it succeeded.
 * Outside of a transaction, one that the server takes inside of one gets a transaction of its own;
 * where it does not work there (it commits by itself), it is run once more without. */
bool measure_run(Measure *measure, Pg *pg, const Statement *statement, MeasureRun run, void *data,
                 GPtrArray *into, GError **error);
/* After the last, or where one failed; `done`: what they did stays. */
void measure_end(Measure *measure, Pg *pg, bool done);
/* Whether a migration failed for no fault of its own: SQL took away what measuring had prepared. It
 * works from its beginning, which the caller goes back to. True once for each time. */
bool measure_repeats(Measure *measure);
/* In between, something was executed that was not measured. */
void measure_forget(Measure *measure);
