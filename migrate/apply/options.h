/* What whoever applies says about it, and what it is told. */
#pragma once

#include "apply/ledger.h"
#include "apply/preflight.h"
#include "catalog/load.h"

/* A file of SQL that runs beside the migrations. */
typedef struct {
    char *path; /* for people */
    GBytes *text;
} Hook;

typedef struct {
    const char *conninfo;
    const char *environment; /* NULL: not known; then it is not compared with the ledger's */
    const char *target;      /* the option that has chosen this database; NULL: none had to */
    const char *owner;       /* the role that everything is done as; NULL: the one that connects */
    const char *to;          /* the last version to apply; NULL: all */
    bool dry_run;            /* stop after the plan */
    bool allow_out_of_order; /* also what is older than the newest applied one */
    bool adopt;    /* the database is meant although the ledger names another (a copy, a restored
                      backup) */
    bool strict;   /* a database that has newer migrations than the history is refused */
    bool together; /* all that is pending is one transaction */
    /* Arrays of Hook*, borrowed; NULL: none. `before` the first and `after` the last migration of a
     * run that applies any, under its lock, each in a transaction of its own; `after_each` in each
     * migration's transaction, as its last statements. */
    const GPtrArray *before, *after_each, *after;
    bool allow_version;      /* also a server major that is not in the supported range */
    const char *search_path; /* for the migrations; NULL: the connection's own, else public */
    const char *git_commit;  /* for the ledger, or NULL */
    /* How the database's catalog is read for the ledger's fingerprints: schema_before of a run's
     * first migration and schema_after of its last one, so that a run pays for two readings however
     * many migrations it has. NULL: the ledger has none. Borrowed. */
    const LoadOptions *catalog;
    /* What the ledger of another tool has and ours lacks is recorded as applied before anything
     * runs: the name of its table, "": the only one. NULL: nothing is taken over. */
    const char *from_ledger;
    bool allow_edited; /* also what was edited since that tool applied it */
    bool keep; /* the ledger of the other tool gets a row for each migration, together with ours */
    bool pooler; /* through a transaction pooler: no lock but each transaction's own, nothing that
                    is set in the session, and only migrations that are transactions; without
                    `catalog` and `check_drift` */
    bool session_pooler; /* a pooler that is there keeps sessions apart: it is not asked */
    bool check_drift;    /* nothing runs when events.drift finds any */
    bool passes_by; /* another run's lock is neither waited for nor asked about */
    /* All in milliseconds. 0 for statement_timeout: no limit. */
    guint lock_wait;    /* for the other run's lock */
    guint lock_timeout; /* the longest that one statement waits for one lock, and everybody behind
                           it with it */
    guint retry_budget; /* for all attempts of one migration that lock timeouts made necessary */
    guint reconnect_budget; /* to come back after a lost connection */
    guint statement_timeout;
} ApplyOptions;

/* The defaults: 60 s, 2 s, 10 min, 2 min, no limits. */
extern const ApplyOptions apply_defaults;

/* A session that stands in the way. */
typedef struct {
    int pid;
    const char *user, *application, *client, *state, *query; /* each may be NULL */
    gint64 age;                                              /* of its transaction, milliseconds */
} ApplyBlocker;

typedef enum {
    APPLY_PLAN,      /* count: migrations that will be applied */
    APPLY_LOCK_WAIT, /* another run holds the lock: blockers */
    APPLY_START,     /* migration, index, count, attempt */
    APPLY_STATEMENT, /* statement of statements begins; text: its first line */
    APPLY_PROGRESS,  /* it still runs: elapsed; text: the server's phase or NULL; fraction: 0…1 or
                        below 0 */
    APPLY_BLOCKED,   /* it waits for others: blockers */
    APPLY_NOTICE,    /* text, severity */
    APPLY_RETRY,     /* rolled back whole; again in `delay`; text: why */
    APPLY_RECONNECT, /* the connection was lost; again in `delay`; text: why */
    APPLY_DONE, /* migration, elapsed; text: what is worth knowing ("verified after …") or NULL */
    APPLY_WARNING, /* text */
    APPLY_BATCHES, /* with dry_run, of a statement in batches; text: about how many */
} ApplyEventType;

typedef struct {
    ApplyEventType type;
    const Migration *migration;
    guint index, count;          /* of the migrations of this run, from 1 */
    guint statement, statements; /* from 1 */
    const char *file;            /* of the statement: a migration, its way down, or a hook */
    guint line;                  /* of the statement */
    guint attempt, elapsed, delay;
    const char *text, *severity;
    double fraction;
    const ApplyBlocker *blockers;
    guint blocker_count;
} ApplyEvent;

typedef struct {
    void (*event)(const ApplyEvent *event, void *data);
    /* All that is wrong, each once, before anything runs. */
    void (*finding)(const Finding *finding, void *data);
    /* Told what is pending, once, when all of it can be applied. NULL: not told. */
    void (*plan)(const GPtrArray *pending, void *data);
    /* Asked once, before anything is changed; false stops with FAIL_DECISION. NULL: yes. */
    bool (*confirm)(const GPtrArray *pending, void *data);
    /* With check_drift: adds a finding for everything in which the database is not what the
     * migrations that the ledger has make. */
    bool (*drift)(Pg *pg, const Guard *guard, const Ledger *ledger, Findings *findings, void *data,
                  GError **error);
    /* A connection string that is good now, for another connection; borrowed until the next call.
     * NULL on error. NULL: options.conninfo always is. */
    const char *(*renew)(void *data, GError **error);
    /* Runs the command that is configured for "before" or "after", if there is one. NULL: there is
     * none. */
    bool (*command)(const char *when, void *data, GError **error);
    void *data;
} ApplyEvents;

typedef struct {
    guint pending, applied; /* at the end also what was repeated */
    guint repeated;
    int signal; /* that stopped the run; 0: none */
    /* Of the statement that failed; its file is the history's, NULL: none did. */
    Location place;
    bool told; /* all that made the run fail was told as findings */
} ApplyResult;
