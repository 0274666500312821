/* Opening, pinning and closing a session. */
#include "base/term.h"
#include "pg/connection.h"
#include <string.h>

static void on_notice(void *data, const PGresult *result) {
    Pg *pg = data;
    if (!pg->notice)
        return;
    SqlFault fault;
    sql_fault_read(&fault, result);
    if (!fault.message)
        fault.message = sql_one_line(PQresultErrorMessage(result));
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

typedef PGconn *(*Connect)(const char *const *keywords, const char *const *values, int expand);

/* libpq's keyword and value arrays: what the string says, and what we want where it is silent. The
 * last of two counts, so `database` and `startup` (server settings; either may be NULL) win. The
 * string travels as the first dbname, because only there a value that it sets to nothing keeps the
 * environment's away. */
static PGconn *connection_of(const PQconninfoOption *options, const char *database,
                             const char *startup, const char *application, Connect connect) {
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
    return connect((const char *const *)keywords->pdata, (const char *const *)values->pdata, 1);
}

/* Waits for as long as connect_timeout says. */
static PGconn *open_connection(const PQconninfoOption *options, const char *database,
                               const char *startup, const char *application) {
    return connection_of(options, database, startup, application, PQconnectdbParams);
}

/* The settings and the question in the message that pins a session. */
typedef struct {
    const char *settings; /* a statement like pg_pin_sql, with its semicolon; NULL: none */
    const char *sql;      /* NULL: nothing */
    Rows *rows;           /* of the last statement; NULL: not yet */
} Question;

/* Set in the session only where the server's own pid shows that there is no pooler. */
static char *introduction(const Pg *pg, const Question *question) {
    g_autofree char *stranger =
        g_strdup_printf("pg_catalog.pg_backend_pid() <> %d", PQbackendPID(pg->conn));
    g_autofree char *settings = pg_settings_for(pg->settings, stranger);
    return g_strconcat(settings, question->sql, NULL);
}

static bool pin_and_ask(Pg *pg, Question *question, GError **error) {
    static const PgShape pinned = {.columns = ".!", .least = 1, .most = G_MAXUINT};
    g_autofree char *sql = introduction(pg, question);
    g_autoptr(GError) failed = NULL;
    g_autoptr(Rows) first = pg_send(pg, sql, &failed) ? pg_next(pg, &failed) : NULL;
    if (!first && !failed)
        pg_fail_answer(pg, "nothing", &failed);
    if (!first || !rows_fit(first, &pinned, &failed)) {
        pg_drain(pg);
        g_propagate_prefixed_error(error, g_steal_pointer(&failed),
                                   "while setting up the session: ");
        return false;
    }
    guint done;
    question->rows = question->sql ? pg_last(pg, &done, error) : NULL;
    if (question->sql && !question->rows)
        return false;
    pg_drain(pg);
    pg->guest = g_ascii_strtoll(rows_value(first, 0, 1), NULL, 10) != PQbackendPID(pg->conn);
    return true;
}

static bool pin(Pg *pg, Question *question, GError **error) {
    pg->settings = g_strconcat(pg_pin_sql, ";", question->settings, NULL);
    pg->settings_count = question->settings ? 2 : 1;
    GError *failed = NULL;
    bool fine = pin_and_ask(pg, question, &failed);
    /* The clock of a time limit that the role or the database has may have run out at the very end
     * of the statement that lifted the limit; it is the next one that then fails. */
    if (!fine && question->sql && pg_fault_is(failed, "57014")) {
        g_clear_error(&failed);
        fine = pin_and_ask(pg, question, &failed);
    }
    if (failed)
        g_propagate_error(error, failed);
    return fine;
}

/* A session on `conn`, which is taken; `question` NULL: nothing is set in it. No answer takes
 * longer than `patience` milliseconds (0: any). `conninfo` and `options` are for the error. */
static Pg *adopt(PGconn *conn, const char *conninfo, const PQconninfoOption *options,
                 Question *question, guint patience, GError **error) {
    g_autoptr(Pg) pg = g_new0(Pg, 1);
    pg->conn = conn;
    pg->patience = patience;
    if (PQstatus(conn) != CONNECTION_OK) {
        g_autofree char *where = pg_mask(conninfo);
        g_autofree char *why = conninfo_censor(options, PQerrorMessage(conn));
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot connect to the server%s%s: %s%s",
                    *where ? " " : "", where, why, conninfo_failure_advice(why));
        return NULL;
    }
    pg->cancel = PQgetCancel(conn);
    PQsetNoticeReceiver(conn, on_notice, pg);
    return question && !pin(pg, question, error) ? NULL : g_steal_pointer(&pg);
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
            "parameters of the connection string that only other tools know are ignored: %s",
            names);
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
    Pg *pg = adopt(conn, conninfo, options, question, 0, &failed);
    /* Only then, because most poolers refuse settings at the start of a session. */
    if (failed && is_cut_short(failed))
        pg = adopt(open_connection(options, database, startup, application), conninfo, options,
                   question, 0, NULL);
    if (pg)
        g_clear_error(&failed);
    else
        g_propagate_error(error, failed);
    return pg;
}

Pg *pg_connect_database(const char *conninfo, const char *database, const char *application,
                        GError **error) {
    Question nothing = {0};
    return connect_pinned(conninfo, database, application, &nothing, error);
}

Pg *pg_connect(const char *conninfo, const char *application, GError **error) {
    return pg_connect_database(conninfo, NULL, application, error);
}

Pg *pg_connect_pooled(const char *conninfo, const char *application, const char *settings,
                      GError **error) {
    g_autoptr(PQconninfoOption) options = conninfo_parse(conninfo ? conninfo : "", error);
    if (!options)
        return NULL;
    tell_dropped(conninfo ? conninfo : "");
    Pg *pg =
        adopt(open_connection(options, NULL, NULL, application), conninfo, options, NULL, 0, error);
    if (!pg)
        return NULL;
    pg->guest = true;
    pg->settings = g_strconcat(pg_pin_sql, ";", settings, NULL);
    pg->settings_count = settings ? 2 : 1;
    return pg;
}

static Pg *connect_within(const char *conninfo, const char *application, Question *question,
                          guint patience, GError **error) {
    g_autoptr(PQconninfoOption) options = conninfo_parse(conninfo ? conninfo : "", error);
    if (!options)
        return NULL;
    PGconn *conn = connection_of(options, NULL, NULL, application, PQconnectStartParams);
    if (pg_await_connection(conn, patience))
        return adopt(conn, conninfo, options, question, patience, error);
    PQfinish(conn);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "no session became available within %u ms",
                patience);
    return NULL;
}

Pg *pg_connect_within(const char *conninfo, const char *application, guint patience,
                      GError **error) {
    Question nothing = {0};
    return connect_within(conninfo, application, &nothing, patience, error);
}

Pg *pg_connect_asking(const char *conninfo, const char *application, const char *settings,
                      const char *sql, guint patience, Rows **rows, GError **error) {
    Question question = {.settings = settings, .sql = sql};
    Pg *pg = patience > 0 ? connect_within(conninfo, application, &question, patience, error)
                          : connect_pinned(conninfo, NULL, application, &question, error);
    *rows = question.rows;
    return pg;
}

Pg *pg_connect_unpinned(const char *conninfo, const char *application, guint patience,
                        GError **error) {
    return connect_within(conninfo, application, NULL, patience, error);
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
    Question nothing = {0};
    return adopt(PQconnectdb(conninfo), "", NULL, &nothing, 0, error);
}

void pg_close(Pg *pg) {
    if (!pg)
        return;
    pg_leave(pg);
    PQfreeCancel(pg->cancel);
    PQfinish(pg->conn);
    g_free(pg->settings);
    g_clear_error(&pg->failed);
    PQclear(pg->batch_rows);
    g_free(pg->role);
    if (pg->death)
        g_bytes_unref(pg->death);
    g_free(pg);
}

/* A guest's settings go along with every transaction. */
bool pg_pin(Pg *pg, GError **error) {
    return pg->guest || pg_script(pg, pg_pin_sql, error);
}

bool pg_cancel(Pg *pg, GError **error) {
    char reason[256] = "";
    if (pg->cancel && PQcancel(pg->cancel, reason, sizeof reason))
        return true;
    g_autofree char *why = sql_one_line(reason);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot cancel the running statement: %s", why);
    return false;
}
