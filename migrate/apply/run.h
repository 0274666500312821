/* One run: the session that does the work and holds the lock, and what it has seen so far. Inside
 * apply/ only.
 *
 * Lock and work are in the same session, so that the lock lives exactly as long as what it guards.
 * Nothing of a Run outlives a lost connection but `run_id`, `system_identifier` and `in_flight`:
 * everything else is read again.
 */
#pragma once

#include "apply/apply.h"
#include "base/arena.h"
#include "history/statement.h"
#include "pg/pg.h"

typedef struct {
    const ApplyOptions *options;
    const History *history; /* NULL where none is needed */
    const ApplyEvents *events;
    ApplyResult *result;
    char *run_id;      /* a UUID */
    char *application; /* for pg_stat_activity */
    char *search_path; /* a quoted literal */
    char **settings;   /* SET statements; NULL: no run_prepare_many() yet */
    char *prepared;    /* what ENTRY_SESSION tells of a session with nothing but our prepared
                          statements; NULL: there are none */
    bool clean;        /* the session is reset since the last migration */
    Pg *pg, *monitor;  /* `monitor` only looks; opened when something takes long */
    Guard guard;
    PgReach reach;
    Ledger *ledger;
    Sum chain;               /* of the ledger's last row */
    char *schema_before;     /* fingerprint for the next row, hexadecimal; NULL: none */
    char *system_identifier; /* of the server that this run began on */
    bool planned;            /* the plan was told and confirmed */
    bool overtaken; /* another run is inside a migration, or has applied some since the ledger was
                       read: to be read again */
    const Migration *in_flight;
    GPtrArray *done; /* Migration*: what this run has applied */
    guint index, count, attempt;
    gint64 started; /* of `in_flight`, monotonic microseconds */
} Run;

void run_init(Run *run, const ApplyOptions *options, const History *history,
              const ApplyEvents *events, ApplyResult *result);
void run_clear(Run *run);

/* pooled.c: one session of apply_run() through a transaction pooler. */
bool pooled_session(Run *run, GError **error);
/* Adds what a transaction begins with there, one statement each. */
void pooled_add_settings(GPtrArray *statements);
/* For every migration that cannot be applied that way. */
void pooled_findings(const GPtrArray *pending, Findings *findings);

/* apply.c: what both ways of applying share. */
bool apply_plan(Run *run, const GPtrArray *pending, Findings *findings, GError **error);
bool apply_pending(Run *run, const GPtrArray *pending, GError **error);
void apply_read_verdict(Run *run);
/* After the last migration: whether the ledger still is what it was, with nothing put on it. */
bool run_ledger_kept(Run *run, GError **error);

/* session.c: connects, pins, guards. What is wrong with the target becomes findings. */
bool run_connect(Run *run, GError **error);
void run_disconnect(Run *run);
bool run_same_server(Run *run, GError **error);
/* Where migrations look for unqualified names: a value for search_path. */
const char *run_path(const Run *run);
void run_target_findings(const Run *run, Findings *findings);
/* ahead.c: the tables that statements change, and a warning for every session that holds a lock on
 * one of them. Caller unrefs. */
GHashTable *tables_new(void);
void tables_add(GHashTable *tables, const StatementClass *found);
void run_blockers_ahead(Run *run, GHashTable *tables, Findings *findings);
/* What one statement answers in a transaction of its own that only reads, sees names as migrations
 * do and waits for nobody; NULL when it failed. */
Rows *run_look(const Run *run, const PgShape *shape, const char *sql, guint count,
               const char *const *values);
/* space.c: the tables that statements write anew or build an index of, and a warning for every
 * large one; that once for a Needs. */
typedef struct Needs Needs;
Needs *needs_new(void);
void needs_free(Needs *needs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Needs, needs_free)
void needs_add(Needs *needs, const Statement *statement, const StatementClass *found);
void run_space_ahead(const Run *run, Needs *needs, Findings *findings);
/* Tells every finding; false with the worst one's failure when there is more than warnings. */
bool run_report(const Run *run, const Findings *findings, GError **error);
/* Reads the ledger (again). */
bool run_read_ledger(Run *run, GError **error);
/* Bootstraps the ledger, or adopts it for this database. */
bool run_prepare_ledger(Run *run, GError **error);
/* Makes migrations that follow each other quick in this session: statements are prepared, settings
 * noted. Before anything of the user's ran. */
bool run_prepare_many(Run *run, GError **error);
/* The session as it was at its start, but for the lock. Nothing is sent where the last migration's
 * COMMIT brought entries_add_reset() along. The lock needs to be asserted only where no transaction
 * has done so at its end. */
bool run_reset(Run *run, bool assert_lock, GError **error);
/* Takes the row of ENTRY_SESSION that the reset of the session ends with (NULL: it failed), and
 * tells whether the session is as it was. */
bool run_was_reset(Run *run, const Rows *rows);
/* connect, guards, lock, ledger: for the verbs that change the ledger only. */
bool run_open(Run *run, GError **error);

/* drift.c: the database's catalog as this run finds it and as it leaves it. What goes wrong with a
 * fingerprint is no reason to fail: the ledger then has none. */
void drift_before(Run *run);
/* For the ledger's last row. */
void drift_after(Run *run);
/* With options->check_drift: adds findings when the catalog is not what the applied migrations
 * make. A fingerprint would not do: a run may have begun on a catalog that had drifted. */
bool drift_check(Run *run, Findings *findings, GError **error);

/* Events and waiting. */
void run_emit(const Run *run, ApplyEvent event);
guint run_elapsed(const Run *run);
/* False with an error when a signal has come. */
bool run_continue(const Run *run, GError **error);
bool run_sleep(const Run *run, guint milliseconds, GError **error);
/* `milliseconds` give or take a quarter. */
guint run_jitter(guint milliseconds);
bool run_lost(const GError *error);

/* lock.c */
#define LOCK_SESSION     "8269343926772183941"
#define LOCK_TRANSACTION "5941381922869339209"
/* Whether this session holds its lock, which it does twice from lock_take() on: much quicker than a
 * look into pg_locks. Where something gave it back meanwhile and it can be had again, nobody else
 * had it. */
#define LOCK_STILL_HELD                                                                            \
    "(CASE WHEN pg_catalog.pg_advisory_unlock(" LOCK_SESSION ")"                                   \
    " THEN pg_catalog.pg_try_advisory_lock(" LOCK_SESSION ") ELSE false END)"
bool lock_take(Run *run, GError **error);
/* Gives it back; what goes wrong here is only a warning. */
void lock_release(Run *run);

/* watch.c: runs statements of a migration, and meanwhile looks at signals, the clock, and what
 * the server says about it. */
typedef struct {
    bool alone;    /* outside a transaction: the first signal lets it finish */
    guint timeout; /* milliseconds; 0: none */
    /* Told now and then how many statements of a batch have succeeded; NULL: nobody asks. */
    void (*through)(guint done, void *data);
    void *data;
} Watch;
bool watch_run(Run *run, const Statement *statement, Watch watch, GError **error);
/* The same for an array of PgStatement that pg_batch_send() gets. */
bool watch_batch(Run *run, const GArray *statements, Watch watch, GError **error);
/* What $1 = pid waits for or how far it is, as watch.sql has it; told as events. */
#define WATCH_SIGNS "!......."
void watch_tell_blockers(const Run *run, ApplyEventType type, const Rows *rows);

/* entry.c: what of ours surrounds a migration's statements, in its order. */
typedef enum {
    ENTRY_LOCK,     /* the transaction's lock, and its limits: of a lock, of a statement */
    ENTRY_ROW,      /* the migration's row: see entry_row() */
    ENTRY_FENCE,    /* the same, returning entry_entered() */
    ENTRY_DEFERRED, /* from here to ENTRY_DURABLE: what was put off, and who the ledger's part of
                       the end is done as */
    ENTRY_LIMIT,    /* a migration's own limit of time is not for what follows */
    ENTRY_USER,
    ENTRY_ROLE,
    ENTRY_PATH,
    ENTRY_DURABLE,
    ENTRY_APPLIED, /* the row's end, unless somebody else wrote it: version, run, name, sums, chain
                    */
    ENTRY_EVENT,   /* an event with ENTRY_PROOF: its three values (transaction NULL: the one that
                      the row has), what, version */
    ENTRY_PROOF,   /* fails with bundle_asserted() unless nothing ended the transaction or gave
                      its lock back: transaction, whether there is a pooler, run */
    ENTRY_COMMIT,
    ENTRY_SETTINGS, /* from here to ENTRY_TEMPORARY: the reset of the session */
    ENTRY_CURSORS,
    ENTRY_CHANNELS,
    ENTRY_SEQUENCES,
    ENTRY_TEMPORARY,
    ENTRY_SESSION /* a text that differs when there are other prepared statements, or another
                     configuration than before */
} Entry;
/* The statement with `values` (NULL: SQL's); with run->prepared it is the prepared one. What it
 * points to is the arena's or nobody's. */
PgStatement entry_statement(const Run *run, Arena *arena, Entry entry, const char *const *values);
/* Of ENTRY_ROW and ENTRY_FENCE. */
PgStatement entry_row(const Run *run, Arena *arena, Entry entry, const Migration *migration,
                      const char *mode, const char *state, guint statements);
/* Adds those from `first` to `last`, which have no values, to an array of PgStatement. */
void entries_add(const Run *run, Arena *arena, GArray *to, Entry first, Entry last);
/* Adds the reset of a session with run->prepared, but for the role; the row of its last statement
 * is kept for run_was_reset(). It does not make sure of the lock. */
void entries_add_reset(const Run *run, Arena *arena, GArray *to);
/* The text of those from `first` to `last`, each with a semicolon. Caller frees. */
char *entries_text(Entry first, Entry last);
/* A literal, or NULL. Caller frees. */
char *entry_quoted(const Run *run, const char *value);
/* What a fence returns: the transaction's id and the session's pid. The migration's search_path
 * holds from then on. Caller frees. */
char *entry_entered(const Run *run);
/* What a session with run->prepared needs once, after run->settings is known. */
bool entries_prepare(const Run *run, GError **error);

/* transactional.c: statements that happen together with a row of the ledger, or not at all. */
typedef struct {
    Run *run;
    const Migration *migration;
    const char *path; /* of the file that the statements come from */
    const Statement *statements;
    guint count, first, total; /* numbers for people: first … first + count - 1 of total */
    /* The ledger's part: `fence` first, so that its key stops everybody else; it returns
     * entry_entered(). A fence that another run was faster with fails with 23505 or
     * bundle_asserted(). `finish` last. */
    PgStatement fence, finish;
    const char *event; /* what the end of the migration is called in migrate.event; NULL: this is
                          not the end of it */
    bool fence_stays;  /* the migration's row tells at the end which transaction added it */
} Unit;
bool unit_run(const Unit *unit, GError **error);
bool transactional_run(Run *run, const Migration *migration, GError **error);
/* Adds the migration's row. */
bool ledger_insert(const Run *run, const Migration *migration, const char *mode, const char *state,
                   guint statements, GError **error);
/* Puts a text behind an error's message; whatever else it carries stays. */
void append_message(GError *error, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "file:line:column: " before the error, from the place that the server gave, which the run's
 * result gets, too. `path` outlives the run. */
void locate_error(const Run *run, const char *path, const Statement *statement, GError **error);

/* nontransactional.c */
bool nontransactional_run(Run *run, const Migration *migration, GError **error);
/* Runs the down file, or the rest of it, and then removes the migration's row, which is in state
 * `reverting` meanwhile. */
bool nontransactional_revert(Run *run, const Migration *migration, GError **error);
