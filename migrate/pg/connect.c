/* Opening, pinning and closing a session. */
#include "base/term.h"
#include "pg/session.h"
#include <string.h>

static void on_notice(void *data, const PGresult *result) {
    Pg *pg = data;
    if (!pg->notice)
        return;
    SqlFault fault;
    sql_fault_read(&fault, result);
    if (!fault.message)
        fault.message = conninfo_censor(NULL, PQresultErrorMessage(result));
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    pg->notice(severity ? severity : "WARNING", &fault, pg->notice_data);
    sql_fault_clear(&fault);
}

void pg_on_notice(Pg *pg, PgNotice function, void *data) {
    pg->notice = function;
    pg->notice_data = data;
}

/* The options as one string again. */
static char *assemble(const PQconninfoOption *options) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (; options->keyword; options++) {
        if (!options->val)
            continue;
        g_string_append_printf(text, "%s='", options->keyword);
        for (const char *at = options->val; *at; at++) {
            if (*at == '\\' || *at == '\'')
                g_string_append_c(text, '\\');
            g_string_append_c(text, *at);
        }
        g_string_append(text, "' ");
    }
    return g_strdup(text->len ? text->str : "postgresql://");
}

/* libpq's keyword and value arrays: what the string says, and what we want where it is silent. The
 * last of two counts, so `database` and `startup` (server settings; either may be NULL) win. The
 * string travels as the first dbname, because only there a value that it sets to nothing keeps the
 * environment's away. */
static PGconn *open_connection(const PQconninfoOption *options, const char *database,
                               const char *startup, const char *application) {
    const struct {
        const char *keyword, *value, *variable;
    } ours[] = {
        {"connect_timeout", "10", "PGCONNECT_TIMEOUT"},
        {"keepalives_idle", "30", NULL},
        {"keepalives_interval", "10", NULL},
        {"keepalives_count", "3", NULL},
        {"tcp_user_timeout", "60000", NULL},
        {"fallback_application_name", application, NULL},
    };
    g_autoptr(GPtrArray) keywords = g_ptr_array_new();
    g_autoptr(GPtrArray) values = g_ptr_array_new();
    g_autofree char *said = assemble(options);
    g_ptr_array_add(keywords, (gpointer) "dbname");
    g_ptr_array_add(values, said);
    for (guint i = 0; i < G_N_ELEMENTS(ours); i++) {
        if (conninfo_value(options, ours[i].keyword) ||
            (ours[i].variable && g_getenv(ours[i].variable)))
            continue;
        g_ptr_array_add(keywords, (gpointer)ours[i].keyword);
        g_ptr_array_add(values, (gpointer)ours[i].value);
    }
    if (database) {
        g_ptr_array_add(keywords, (gpointer) "dbname");
        g_ptr_array_add(values, (gpointer)database);
    }
    if (startup) {
        g_ptr_array_add(keywords, (gpointer) "options");
        g_ptr_array_add(values, (gpointer)startup);
    }
    g_ptr_array_add(keywords, NULL);
    g_ptr_array_add(values, NULL);
    return PQconnectdbParams((const char *const *)keywords->pdata,
                             (const char *const *)values->pdata, 1);
}

/* What a session is asked in the message that pins it. */
typedef struct {
    const char *sql;
    Rows *rows; /* of the last statement; NULL: not yet */
} Question;

static bool pin_and_ask(Pg *pg, Question *question, GError **error) {
    g_autofree char *sql = g_strconcat(pg_pin_sql, ";", question->sql, NULL);
    guint done = 0;
    question->rows = pg_send(pg, sql, error) ? pg_last(pg, &done, error) : NULL;
    if (question->rows)
        return true;
    if (done == 0)
        g_prefix_error(error, "while setting up the session: ");
    return false;
}

static bool pin(Pg *pg, Question *question, GError **error) {
    if (!question) {
        bool fine = pg_pin(pg, error);
        if (!fine)
            g_prefix_error(error, "while setting up the session: ");
        return fine;
    }
    GError *failed = NULL;
    /* The clock of a time limit that the role or the database has may have run out at the very end
     * of the statement that lifted the limit; it is the next one that then fails. */
    if (!pin_and_ask(pg, question, &failed) && pg_fault_is(failed, "57014")) {
        g_clear_error(&failed);
        pin_and_ask(pg, question, &failed);
    }
    if (failed)
        g_propagate_error(error, failed);
    return question->rows != NULL;
}

/* A session on `conn`, which is taken; pinned unless the next transaction may get another one.
 * `conninfo` and `options` are for the error. */
static Pg *adopt(PGconn *conn, const char *conninfo, const PQconninfoOption *options, bool pinned,
                 Question *question, GError **error) {
    g_autoptr(Pg) pg = g_new0(Pg, 1);
    pg->conn = conn;
    if (PQstatus(conn) != CONNECTION_OK) {
        g_autofree char *where = pg_mask(conninfo);
        g_autofree char *why = conninfo_censor(options, PQerrorMessage(conn));
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot connect to the server%s%s: %s%s",
                    *where ? " " : "", where, why, conninfo_failure_advice(why));
        return NULL;
    }
    pg->cancel = PQgetCancel(conn);
    PQsetNoticeReceiver(conn, on_notice, pg);
    return pinned && !pin(pg, question, error) ? NULL : g_steal_pointer(&pg);
}

/* The settings that `conn` was opened with (its string's, its service's or the environment's), and
 * behind them no time limit of any kind. Caller frees. */
static char *startup_without_limits(PGconn *conn) {
    g_autoptr(PQconninfoOption) used = PQconninfo(conn);
    const char *own = used ? conninfo_value(used, "options") : NULL;
    int version = PQserverVersion(conn);
    return g_strdup_printf("%s -c statement_timeout=0 -c idle_in_transaction_session_timeout=0%s%s",
                           own ? own : "", version >= 140000 ? " -c idle_session_timeout=0" : "",
                           version >= 170000 ? " -c transaction_timeout=0" : "");
}

/* Whether a time limit of the role's or the database's ended the session before it was pinned. */
static bool is_cut_short(const GError *error) {
    static const char *const states[] = {"57014", "57P05", "25P03", "25P04"};
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        if (pg_fault_is(error, states[i]))
            return true;
    return pg_fault(error) && pg_fault(error)->connection_lost;
}

static void tell_dropped(const char *conninfo) {
    g_auto(GStrv) dropped = NULL;
    g_free(conninfo_without_foreign(conninfo, &dropped));
    g_autofree char *names = g_strjoinv(", ", dropped);
    if (*names)
        term_verbose(
            "parameters of the connection string that are other tools' are passed over: %s", names);
}

static Pg *connect_pinned(const char *conninfo, const char *database, const char *application,
                          Question *question, GError **error) {
    g_autoptr(PQconninfoOption) options = conninfo_parse(conninfo ? conninfo : "", error);
    if (!options)
        return NULL;
    tell_dropped(conninfo ? conninfo : "");
    GError *failed = NULL;
    PGconn *conn = open_connection(options, database, NULL, application);
    g_autofree char *startup = startup_without_limits(conn);
    Pg *pg = adopt(conn, conninfo, options, true, question, &failed);
    /* Only then, because most poolers refuse settings at the start of a session. */
    if (failed && is_cut_short(failed))
        pg = adopt(open_connection(options, database, startup, application), conninfo, options,
                   true, question, NULL);
    if (pg)
        g_clear_error(&failed);
    else
        g_propagate_error(error, failed);
    return pg;
}

Pg *pg_connect_database(const char *conninfo, const char *database, const char *application,
                        GError **error) {
    return connect_pinned(conninfo, database, application, NULL, error);
}

Pg *pg_connect_asking(const char *conninfo, const char *application, const char *sql, Rows **rows,
                      GError **error) {
    Question question = {.sql = sql};
    Pg *pg = connect_pinned(conninfo, NULL, application, &question, error);
    *rows = question.rows;
    return pg;
}

Pg *pg_connect(const char *conninfo, const char *application, GError **error) {
    return pg_connect_database(conninfo, NULL, application, error);
}

Pg *pg_connect_pooled(const char *conninfo, const char *application, GError **error) {
    g_autoptr(PQconninfoOption) options = conninfo_parse(conninfo ? conninfo : "", error);
    if (!options)
        return NULL;
    tell_dropped(conninfo ? conninfo : "");
    return adopt(open_connection(options, NULL, NULL, application), conninfo, options, false, NULL,
                 error);
}

/* Empty values are said, too: they keep the user's PG* variables away. */
Pg *pg_connect_socket(const char *folder, const char *database, const char *user, GError **error) {
    g_auto(GStrv) parts = g_strsplit(folder, "'", -1);
    g_autofree char *host = g_strjoinv("\\'", parts);
    g_autofree char *conninfo =
        g_strdup_printf("host='%s' hostaddr='' port=5432 dbname='%s' user='%s' password='' "
                        "options='' requirepeer='' gssencmode=disable channel_binding=disable "
                        "target_session_attrs=any application_name=migrate connect_timeout=60",
                        host, database, user);
    return adopt(PQconnectdb(conninfo), "", NULL, true, NULL, error);
}

const char *pg_death(const Pg *pg) {
    const char *text = pg->death ? g_bytes_get_data(pg->death, NULL) : NULL;
    return text && *text ? text : NULL;
}

void pg_close(Pg *pg) {
    if (!pg)
        return;
    PQfreeCancel(pg->cancel);
    PQfinish(pg->conn);
    g_clear_error(&pg->failed);
    PQclear(pg->batch_rows);
    g_free(pg->role);
    if (pg->death)
        g_bytes_unref(pg->death);
    g_free(pg);
}

/* DateStyle's MDY is the server's own default: migrations were written for it. Time limits that
 * roles and databases have are for applications; ours are set by whoever wants one. A setting that
 * the server does not know is passed over. The names are qualified because the search path may
 * still be hostile here. */
const char pg_pin_sql[] =
    "SELECT pg_catalog.set_config(pin.name, pin.value,"
    " coalesce(pg_catalog.current_setting('migrate.local', true)"
    " OPERATOR(pg_catalog.=) 'on', false))"
    " FROM (VALUES ('search_path', 'pg_catalog, pg_temp'), ('client_encoding', 'UTF8'),"
    " ('standard_conforming_strings', 'on'), ('backslash_quote', 'safe_encoding'),"
    " ('escape_string_warning', 'on'), ('transform_null_equals', 'off'), ('array_nulls', 'on'),"
    " ('TimeZone', 'UTC'), ('DateStyle', 'ISO, MDY'), ('IntervalStyle', 'postgres'),"
    " ('bytea_output', 'hex'), ('extra_float_digits', '1'), ('quote_all_identifiers', 'off'),"
    " ('xmloption', 'content'), ('xmlbinary', 'base64'), ('lc_monetary', 'C'),"
    " ('lc_numeric', 'C'), ('lc_time', 'C'), ('client_min_messages', 'notice'),"
    " ('check_function_bodies', 'on'), ('statement_timeout', '0'),"
    " ('idle_in_transaction_session_timeout', '0'), ('idle_session_timeout', '0'),"
    " ('transaction_timeout', '0')) AS pin (name, value)"
    " WHERE pg_catalog.current_setting(pin.name, true) IS NOT NULL";

const char pg_local_sql[] = "SELECT pg_catalog.set_config('migrate.local', 'on', true)";

bool pg_pin(Pg *pg, GError **error) {
    return pg_script(pg, pg_pin_sql, error);
}

int pg_version(const Pg *pg) {
    return PQserverVersion(pg->conn);
}

guint pg_major(const Pg *pg) {
    return (guint)PQserverVersion(pg->conn) / 10000;
}

int pg_backend_pid(const Pg *pg) {
    return PQbackendPID(pg->conn);
}

const char *pg_database(const Pg *pg) {
    return PQdb(pg->conn);
}

const char *pg_user(const Pg *pg) {
    return pg->role ? pg->role : PQuser(pg->conn);
}

bool pg_in_transaction(const Pg *pg) {
    PGTransactionStatusType status = PQtransactionStatus(pg->conn);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

int pg_socket(const Pg *pg) {
    return PQsocket(pg->conn);
}

bool pg_cancel(Pg *pg, GError **error) {
    char reason[256] = "";
    if (pg->cancel && PQcancel(pg->cancel, reason, sizeof reason))
        return true;
    g_autofree char *why = conninfo_censor(NULL, reason);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot cancel the running statement: %s", why);
    return false;
}
