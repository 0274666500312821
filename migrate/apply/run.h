/* One run: the session that does the work and holds the lock, and what it has seen so far. Inside
 * apply/ only.
 *
 * Lock and work are in the same session, so that the lock lives exactly as long as what it guards.
 * Nothing of a Run outlives a lost connection but `run_id`, `system_identifier` and `in_flight`:
 * everything else is read again.
 */
#pragma once

#include "apply/foreign.h"
#include "apply/options.h"
#include "base/arena.h"
#include "history/statement.h"
#include "pg/pg.h"

typedef struct {
    const ApplyOptions *options;
    const History *history; /* NULL where none is needed */
    const ApplyEvents *events;
    ApplyResult *result;
    const char *conninfo; /* that is good, as far as it is known; see run_conninfo() */
    gint64 conninfo_at;   /* when it was made, monotonic microseconds */
    char *run_id;         /* a UUID */
    char *application;    /* for pg_stat_activity */
    char *search_path;    /* a quoted literal */
    char *own_path;   /* search_path that the session began with; NULL: the server's usual one */
    char *set_path;   /* search_path that the migration in flight, outside a transaction, has set
                         for its statements; NULL: none */
    char *act;        /* takes up the role of options->owner (SET ROLE …); NULL: none */
    char *act_again;  /* the same as who has logged in, in one statement; NULL: none */
    char **settings;  /* SET statements; NULL: no run_prepare_many() yet */
    char *prepared;   /* what ENTRY_SESSION tells of a session with nothing but our prepared
                         statements; NULL: none */
    bool clean;       /* the session is reset since the last migration */
    Pg *pg, *monitor; /* `monitor` only looks; opened when something takes long */
    Guard guard;
    PgReach reach;
    Ledger *ledger;
    Foreign foreign;     /* what another tool's ledger says, where that counts */
    GPtrArray *adopting; /* const Migration*: of those, what ours does not have yet and is to get */
    Sum chain;           /* of the ledger's last row */
    char *schema_before; /* fingerprint for the next row, hexadecimal; NULL: none */
    char *system_identifier; /* of the server that this run began on */
    char *blockers;          /* who was in the way last, as lines to be added to an error; NULL */
    guint look_first;        /* milliseconds before it is looked who is in the way; 0: as usual */
    char *terminated;        /* when the server was started on which somebody ended a session of
                                this run; NULL: nobody did, or it was looked at */
    guint terminations;      /* sessions that somebody ended while the server went on */
    bool planned;            /* the plan was told and confirmed */
    bool overtaken; /* another run is inside a migration, or has applied some since the ledger was
                       read: to be read again */
    const Migration *in_flight;
    GPtrArray *together; /* what is in one transaction with it; NULL: nothing */
    bool began;          /* the hooks of the run's beginning are done */
    bool replaced_due;   /* see replaced_note() */
    bool after_due;      /* those of its end are not, and everything else is */
    GPtrArray *repeats;  /* const Migration*: see apply/repeats.h; NULL: none are due */
    GPtrArray *done;     /* Migration*: what this run has applied */
    guint index, count, attempt;
    gint64 started; /* of `in_flight`, monotonic microseconds */
} Run;

void run_init(Run *run, const ApplyOptions *options, const History *history,
              const ApplyEvents *events, ApplyResult *result);
void run_clear(Run *run);

/* After this, statements are sent as text. */
void run_forget_prepared(Run *run);
/* Forgets the connection and all that was read through it. */
void run_disconnect(Run *run);
/* Where to connect to: with a password that is renewed from time to time. */
const char *run_conninfo(Run *run);
/* What the environment is called: as it was given, else as the ledger has it. */
const char *run_environment(const Run *run);
/* Where the migration looks for unqualified names: a value for search_path. */
const char *run_path(const Run *run);

/* Events and waiting. */
void run_emit(const Run *run, ApplyEvent event);
guint run_elapsed(const Run *run);
/* False with an error when a signal has come. */
bool run_continue(const Run *run, GError **error);
bool run_sleep(const Run *run, guint milliseconds, GError **error);
/* `milliseconds` give or take a quarter. */
guint run_jitter(guint milliseconds);
bool run_lost(const GError *error);
