/* A connection to a PostgreSQL server. No other room includes libpq-fe.h.
 *
 * Every session is pinned when it opens: search_path is pg_catalog and, named last so that nothing
 * temporary stands in for a catalog, pg_temp; everything that changes how the server prints or
 * parses (TimeZone, DateStyle, IntervalStyle, bytea_output, extra_float_digits, client_encoding,
 * standard_conforming_strings, quote_all_identifiers, xmloption, …) has the value of pg_pin().
 * Behind a pooler, where the session may soon belong to somebody else, the connection is a guest:
 * each transaction gets the same settings, and nothing outlives it.
 *
 * A server's answer is untrusted: whoever reads a value states the shape of the result, and
 * anything else is an error. No text that libpq wrote about a connection string reaches a user
 * unmasked. A Pg is used by one thread.
 */
#pragma once

#include "base/error.h"
#include <glib.h>

typedef struct Pg Pg;
typedef struct Rows Rows;

/* What a server said about a statement that failed. Borrowed from the error; absent parts are NULL.
 */
typedef struct {
    char *sqlstate, *message, *detail, *hint, *context;
    char *schema, *table, *column, *constraint;
    char *function;       /* of the server's source, which says it: the same in every language */
    guint position;       /* in the statement, characters from 1; 0 unknown */
    bool connection_lost; /* the outcome of what was sent is not known */
    bool raised;          /* by RAISE in the SQL itself: the SQLSTATE says nothing of the server */
} SqlFault;

GQuark pg_error_quark(void);
#define PG_ERROR pg_error_quark()

/* The server's part of `error`; NULL when it is not of PG_ERROR. Never NULL for one that is. */
const SqlFault *pg_fault(const GError *error);
/* Whether `error` carries this five-character SQLSTATE, or one of this two-character class. */
bool pg_fault_is(const GError *error, const char *sqlstate);
/* Whether the server refused a statement, or one in a DO block, because it cannot be inside a
 * transaction. */
bool pg_fault_forbids_transaction(const GError *error);

/* Connects. `conninfo` is a URL or keyword string as libpq has them (PG* variables, service file,
 * .pgpass apply); a URL's parameters that only other tools know (Prisma's ?schema=public) are
 * passed over. `application` is shown in pg_stat_activity. FAIL_USAGE for a malformed string,
 * FAIL_ENVIRONMENT when the server cannot be had; neither prints a password. */
Pg *pg_connect(const char *conninfo, const char *application, GError **error);
/* The same, and sends a fixed text of several statements together with the session's settings,
 * which already hold for it; `rows` is the last one's result. `settings` are more of those: one
 * statement as pg_settings_for() takes it, with its semicolon. `patience` as below; 0: any. */
Pg *pg_connect_asking(const char *conninfo, const char *application, const char *settings,
                      const char *sql, guint patience, Rows **rows, GError **error);
/* For read-only use: waits for neither the session nor an answer longer than `patience`
 * milliseconds. */
Pg *pg_connect_within(const char *conninfo, const char *application, guint patience,
                      GError **error);
/* The same as a guest, whatever the server says: through a transaction pooler, where nothing is set
 * in the session, which belongs to somebody else after each transaction. `settings` as above, or
 * NULL. */
Pg *pg_connect_pooled(const char *conninfo, const char *application, const char *settings,
                      GError **error);
void pg_close(Pg *pg);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pg, pg_close)

/* `conninfo` with that password in place of its own. Caller frees. */
char *pg_with_password(const char *conninfo, const char *password);
/* The same for the database's name. */
char *pg_with_database(const char *conninfo, const char *database);

/* `conninfo` for people: password and secrets masked, "" never a leak. Works on malformed input.
 * Caller frees. */
char *pg_mask(const char *conninfo);

/* How a connection reaches its server. */
typedef enum {
    PG_DIRECT,      /* no pooler: the session is ours until it is closed */
    PG_SESSION,     /* a pooler, but the session is ours until it is closed */
    PG_TRANSACTION, /* a pooler that may give each transaction another session */
    PG_UNDECIDED    /* a pooler of unknown kind; treat it as PG_TRANSACTION */
} PgReach;
/* Finds out, from a second connection to `conninfo`, and takes a session that is ours: it is pinned
 * like a direct one, and left as it was found when it is closed. Costs nothing on a direct
 * connection, else up to some seconds. False when the pooler takes no transactions at all. */
bool pg_reach(Pg *pg, const char *conninfo, const char *application, PgReach *reach,
              GError **error);

/* Takes a session that the caller knows to be its own until it is closed. */
bool pg_take_session(Pg *pg, GError **error);

/* Sets the session's settings again to what pg_connect() gave it. */
bool pg_pin(Pg *pg, GError **error);
/* The statement that does it, for a message of several. */
extern const char pg_pin_sql[];
/* The last argument of set_config() in a statement of settings: as it stands, they are the
 * session's. */
#define PG_FOR_SESSION "/* for the session */ false"
/* Such statements with `local` (an SQL expression, `true` for this transaction alone) in its place.
 * Caller frees. */
char *pg_settings_for(const char *sql, const char *local);

/* The search_path that a connection string asks for: ?schema=app (as Prisma has it),
 * ?search_path=app,public, ?currentSchema=app, or options=-csearch_path=app; NULL: none. Caller
 * frees. */
char *pg_url_path(const char *conninfo);
/* The one that the session of `pg` began with, where that is not the server's usual one: from its
 * string, the role, the database or the server's configuration. Else NULL in `path`. Caller frees.
 */
bool pg_own_path(Pg *pg, char **path, GError **error);
/* The first schema that a search_path names, unquoted; NULL: none but "$user". Caller frees. */
char *pg_first_of_path(const char *path);

/* What to write instead of another tool's form of a database's address (jdbc:postgresql:…,
 * postgresql+psycopg2://…), static; NULL for any other text. */
const char *pg_address_advice(const char *address);

int pg_version(const Pg *pg); /* 150020 */
guint pg_major(const Pg *pg); /* 15 */
int pg_backend_pid(const Pg *pg);
const char *pg_database(const Pg *pg);
const char *pg_user(const Pg *pg);
bool pg_in_transaction(const Pg *pg); /* a transaction is open, whole or failed */

/* The shape of a result that is expected: a sign for each column, '!' for one that is never NULL
 * and
 * '.' for any other, and how many rows. */
typedef struct {
    const char *columns;
    guint least, most;
    const char *const *names; /* of the columns, for those who look for them by name; or NULL */
} PgShape;
#define PG_ONE_ROW(signs)  (&(const PgShape){(signs), 1, 1, NULL})
#define PG_ANY_ROWS(signs) (&(const PgShape){(signs), 0, G_MAXUINT, NULL})
/* Whether `rows` have it; FAIL_ENVIRONMENT when not. */
bool rows_fit(const Rows *rows, const PgShape *shape, GError **error);
/* pg_query(), with an answer of that shape or none. */
Rows *pg_ask(Pg *pg, const PgShape *shape, const char *sql, guint count, const char *const *values,
             GError **error);

/* A guest runs pg_query(), pg_script() and pg_send() in a transaction of their own unless they are
 * inside one, which a text may begin with (BEGIN …;). What else sends, it does inside only. */

/* Runs one statement by the extended protocol, so that a second one hidden in it is refused by the
 * server. Values travel as text parameters. NULL on error. Caller unrefs. */
Rows *pg_query(Pg *pg, const char *sql, guint count, const char *const *values, GError **error);
/* The same for a slice that is not NUL-terminated, result thrown away row by row. */
bool pg_run(Pg *pg, const char *sql, gsize length, GError **error);
/* What a COPY … FROM STDIN of pg_run() or pg_run_send() gets, lines in its format; borrowed until
 * it is offered again. NULL: nothing, and such a COPY fails. */
void pg_offer_rows(Pg *pg, const char *rows, gsize length);
/* The same without waiting: after pg_run_send(), pg_run_take() takes what has arrived whenever the
 * socket is readable, and says with `done` that this was all. Every error but the first is dropped;
 * it is set when all is done. */
bool pg_run_send(Pg *pg, const char *sql, gsize length, GError **error);
bool pg_run_take(Pg *pg, bool *done, GError **error);
/* Several statements in one go (pipeline mode), so that the server does not wait for the client
 * between them; after one that fails it skips the rest. Each is one statement, as with pg_run(),
 * and their results come by pg_run_take(). Together they have to fit into the buffers of any
 * connection (a few kB), and COPY cannot be among them. */
typedef struct {
    const char *text; /* the statement; or the name, zero-terminated, of a prepared one */
    gsize length;     /* of the text */
    bool prepared;
    guint count; /* of its parameters */
    const char *const *values;
    bool told; /* the server says that it is through when it is, and not only with others */
    bool kept; /* its rows are for pg_batch_rows(); one of a batch */
} PgStatement;
bool pg_batch_send(Pg *pg, const PgStatement *statements, guint count, GError **error);
/* How many have succeeded so far; the one that failed is the next. */
guint pg_batch_done(const Pg *pg);
/* Hands over the rows; NULL when the statement has not succeeded. */
Rows *pg_batch_rows(Pg *pg);
/* Waits for all of it. The rows that are kept, none when nothing is; NULL on error. */
Rows *pg_batch_run(Pg *pg, const PgStatement *statements, guint count, GError **error);

/* From now on pg_run(), which then takes no COPY, sends `statement` along with what it runs, so
 * that the server need not wait in between: pg_batch_done() and pg_batch_rows() tell. Borrowed;
 * NULL ends it. */
void pg_send_along(Pg *pg, const PgStatement *statement);

/* Prepares statements of our own, all or up to the first that cannot be. Unlike
 * SQL's PREPARE it takes statements of every kind. */
typedef struct {
    const char *name, *sql;
} PgPrepared;
bool pg_prepare(Pg *pg, const PgPrepared *statements, guint count, GError **error);
/* Runs one of them, as pg_query() does; not for a guest. */
Rows *pg_query_prepared(Pg *pg, const char *name, guint count, const char *const *values,
                        GError **error);

/* Our own fixed text of several statements (simple protocol); results are thrown away. */
bool pg_script(Pg *pg, const char *sql, GError **error);

/* Our own fixed text of several statements, sent now and read later, so that two servers work side
 * by side. After pg_send() every result has to be taken with pg_next() until it returns NULL
 * without an error. */
bool pg_send(Pg *pg, const char *sql, GError **error);
Rows *pg_next(Pg *pg, GError **error);
/* All that is left of it: the last statement's result; NULL when any failed (the first error
 * counts). `done` is how many succeeded before it. */
Rows *pg_last(Pg *pg, guint *done, GError **error);

/* Called for each NOTICE or WARNING; `severity` and `message` are the server's. NULL: they are
 * dropped. */
typedef void (*PgNotice)(const char *severity, const SqlFault *fault, void *data);
void pg_on_notice(Pg *pg, PgNotice function, void *data);

/* Asks the server to cancel what runs on `pg` (safe from another thread and from a signal's
 * self-pipe reader). */
bool pg_cancel(Pg *pg, GError **error);
/* The socket, for poll(2). -1 when closed. */
int pg_socket(const Pg *pg);

/* Identifiers and literals quoted as the server's quote_ident() and quote_literal() do. Caller
 * frees. */
char *pg_quote_ident(Pg *pg, const char *name);
char *pg_quote_literal(Pg *pg, const char *text);

/* The literal of an array of texts for a parameter: adds an element; the first begins it, and a '}'
 * is to be added after the last. */
void pg_array_add(GString *array, const char *element);

/* Results. Values are NUL-terminated text, NULL for SQL NULL and for what is outside the result,
 * borrowed from the Rows. */
void rows_free(Rows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rows, rows_free)
guint rows_count(const Rows *rows);
guint rows_columns(const Rows *rows);
/* Index of a column by name, -1 when the result lacks it. */
int rows_column(const Rows *rows, const char *name);
const char *rows_name(const Rows *rows, guint column);
bool rows_is_boolean(const Rows *rows, guint column);
const char *rows_value(const Rows *rows, guint row, guint column);
/* The value as a number; 0 for NULL. */
gint64 rows_number(const Rows *rows, guint row, guint column);

/* What the room is linked with: "libpq 15.12". Caller frees. */
char *pg_library(void);
