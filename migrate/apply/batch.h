/* What travels to the server at once: perhaps the opening of a unit's transaction, some of the
 * unit's statements, perhaps the ending. The server passes over what comes after a statement that
 * fails. Inside apply/ only: transactional.c decides what travels with what. */
#pragma once

#include "apply/run.h"

/* What a unit of a transaction that another one has begun starts with. */
typedef enum {
    JOIN_NOT,  /* it begins the transaction */
    JOIN_NEXT, /* another migration in it: the session as at its start */
    JOIN_HOOK  /* what belongs to the migration: only whose rights and names they are */
} Join;

/* Statements that happen together with a row of the ledger, or not at all: alone in a transaction,
 * or as a part of one (transactional.h). */
typedef struct {
    Run *run;
    const Migration *migration;
    Join join;
    bool open;        /* the transaction goes on afterwards, with another unit */
    guint index;      /* of the migration in this run, if its begin is to be told; 0: it was */
    const char *path; /* of the file that the statements come from */
    const Statement *statements;
    guint count, first, total; /* numbers for people: first … first + count - 1 of total */
    /* The ledger's part: `fence` first, so that its key stops everybody else; it returns
     * the transaction's id and the session's pid, and sets the migration's path. A fence that
     * another run was faster with fails with 23505 or bundle_asserted(). `finish` last. */
    PgStatement fence, finish; /* no text of `finish`: there is no ending, the next unit has it */
    PgStatement kept;          /* the row of another tool's ledger; without text: none */
    const char *event; /* what the end of the migration is called in migrate.event; NULL: this is
                          not the end of it */
    const char *event_key; /* whose event it is; NULL: the migration's */
    bool fence_stays;  /* the migration's row tells at the end which transaction added it */
} Unit;

typedef struct {
    const Unit *unit;
    Arena *arena;   /* for what `all` points to */
    GArray *all;    /* PgStatement */
    guint opening;  /* how many of `all` are that, 0: none */
    bool ends;      /* there is an ending */
    guint from, to; /* of the unit's statements, `to` excluded */
    guint told;     /* the next of them whose begin is to be told */
    bool fenced;
} Batch;

/* No more than the buffers of any connection hold, so that sending never waits for the server while
 * nobody looks at signals; beside an opening and an ending there is less room. */
enum { BATCH_BYTES = 8192, BATCH_FIRST_BYTES = BATCH_BYTES / 2 };

/* Of the statements from `from` to `to`; they are to be added in this order, where they are wanted.
 */
void batch_init(Batch *batch, const Unit *unit, guint from, guint to);
/* BEGIN to the fence. */
void batch_add_opening(Batch *batch, guint lock_timeout);
void batch_add_statements(Batch *batch);
/* Deferred constraints, the ledger, the proof that this still is the transaction that it was at the
 * start, and COMMIT. `xid` is its id; NULL: the migration's row has it. `resets`: the reset of the
 * session goes along. */
void batch_add_ending(Batch *batch, const char *xid, bool resets);
void batch_clear(Batch *batch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Batch, batch_clear)

/* True also when only something behind COMMIT failed. */
bool batch_run(Batch *batch, GError **error);

/* How many statements from `from` on can go out together in `room` bytes: COPY cannot be among
 * them. Returns the first that does not. */
guint batch_end(const Unit *unit, guint from, gsize room);

void unit_tell_statement(const Unit *unit, guint i);
/* Fails when one of the statements from `from` to `to` has ended the transaction. */
bool unit_still_inside(const Unit *unit, guint from, guint to, GError **error);
