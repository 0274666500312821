/* What the files of this room share: the connection itself and how its failures become errors. */
#pragma once

#include "pg/pg.h"
#include <libpq-fe.h>

struct Pg {
    PGconn *conn;
    char *role;         /* that it acts as from its start, where that is not the user */
    const char *advice; /* for a privilege that it lacks; NULL: none */
    PGcancel *cancel;   /* made at connect, so that pg_cancel() never reads `conn` */
    PgNotice notice;
    void *notice_data;
    const char *rows; /* of pg_offer_rows() */
    gsize rows_length;
    GError *failed; /* of what pg_run_send() or pg_batch_send() has sent; NULL: not yet */
    /* Of pg_batch_send(): how many statements have succeeded, the number of the one whose rows are
     * kept, those rows, and whether the last answer was the end of a statement's. */
    guint batch_done, batch_kept;
    PGresult *batch_rows;
    bool batch_between;
    /* Set in the session, or, for a guest, in each transaction: statements as pg_settings_for()
     * takes them, and how many. */
    char *settings;
    guint settings_count;
    bool guest;     /* the session may be somebody else's after each transaction */
    bool borrowed;  /* it is ours for now, and somebody else's after it was closed */
    guint patience; /* milliseconds for an answer; 0: any */
    /* Of a guest's message: how many results come before those of its settings, and how many those
     * are that are still to come. */
    guint ahead, ours;
    const PgStatement *along; /* see pg_send_along() */
    GBytes *death; /* of a private server: text, "" while it was not killed; NULL: another server */
};

/* `conninfo` without the parameters of a URL that only other tools know; `dropped` (may be NULL)
 * gets their names. Caller frees both. */
char *conninfo_without_foreign(const char *conninfo, GStrv *dropped);

/* `conninfo` taken apart, without those. A malformed one is FAIL_USAGE, told without a byte of it.
 * Free with PQconninfoFree(). */
PQconninfoOption *conninfo_parse(const char *conninfo, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PQconninfoOption, PQconninfoFree)
/* Where the '?' of a URL is; NULL: it has none, or it is no URL. */
const char *conninfo_query(const char *conninfo);
/* The value of `keyword` when the string sets it. */
const char *conninfo_value(const PQconninfoOption *options, const char *keyword);

/* pg_connect() to another database than the string's; NULL: to that one. */
Pg *pg_connect_database(const char *conninfo, const char *database, const char *application,
                        GError **error);
/* pg_connect_within() with nothing set in the session. */
Pg *pg_connect_unpinned(const char *conninfo, const char *application, guint patience,
                        GError **error);
/* Connects to the private server whose socket is in `folder`. */
Pg *pg_connect_socket(const char *folder, const char *database, const char *user, GError **error);
/* Why the server of `pg` was killed; NULL when it was not. */
const char *pg_death(const Pg *pg);

/* What to do about a parameter of a URL that libpq does not know, static. */
const char *conninfo_parameter_advice(const char *name);
/* What to do about libpq's failure to connect, to be appended to its text; static, "" for nothing
 * to add. */
const char *conninfo_failure_advice(const char *message);
/* libpq's text `message` on one line, without the secrets that `options` (may be NULL) holds.
 * Caller frees. */
char *conninfo_censor(const PQconninfoOption *options, const char *message);

/* state.c: waits until `conn` is connected or cannot be; false after `patience` milliseconds. */
bool pg_await_connection(PGconn *conn, guint patience);
/* The same for an answer; it may be that of a connection that broke. */
bool pg_await_answer(Pg *pg);
/* guest.c: leaves a borrowed session as it was found. */
void pg_leave(Pg *pg);
/* `sql` with a guest's settings, when it is not inside a transaction. Caller frees. */
char *pg_as_guest(Pg *pg, const char *sql);

/* query.c: takes what is left of the answers, whatever it is. */
void pg_drain(Pg *pg);

/* Sets `error` because of an answer that cannot be one, and breaks the connection off. */
void pg_fail_answer(Pg *pg, const char *what, GError **error);
/* Sets `error` from a failed result. */
void pg_fail_result(Pg *pg, const PGresult *result, GError **error);
/* Sets `error` because nothing could be sent or read. */
void pg_fail_lost(Pg *pg, GError **error);
/* `message` on one line. Caller frees. */
char *sql_one_line(const char *message);
/* The server's report in `result`. Its parts are the caller's: free with sql_fault_clear(). */
void sql_fault_read(SqlFault *fault, const PGresult *result);
void sql_fault_clear(SqlFault *fault);
