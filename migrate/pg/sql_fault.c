/* What a server said about a failure, carried by the GError itself. */
#include "pg/connection.h"
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void pg_error_private_init(SqlFault *fault) {
    *fault = (SqlFault){0};
}

static void pg_error_private_copy(const SqlFault *from, SqlFault *to) {
    *to = (SqlFault){
        .sqlstate = g_strdup(from->sqlstate),
        .message = g_strdup(from->message),
        .detail = g_strdup(from->detail),
        .hint = g_strdup(from->hint),
        .context = g_strdup(from->context),
        .schema = g_strdup(from->schema),
        .table = g_strdup(from->table),
        .column = g_strdup(from->column),
        .constraint = g_strdup(from->constraint),
        .position = from->position,
        .connection_lost = from->connection_lost,
        .raised = from->raised,
    };
}

void sql_fault_clear(SqlFault *fault) {
    g_free(fault->sqlstate);
    g_free(fault->message);
    g_free(fault->detail);
    g_free(fault->hint);
    g_free(fault->context);
    g_free(fault->schema);
    g_free(fault->table);
    g_free(fault->column);
    g_free(fault->constraint);
    g_free(fault->function);
    *fault = (SqlFault){0};
}

static void pg_error_private_clear(SqlFault *fault) {
    sql_fault_clear(fault);
}

typedef SqlFault SqlFaultPrivate; /* the name that the macro wants */
G_DEFINE_EXTENDED_ERROR(SqlFault, pg_error)

const SqlFault *pg_fault(const GError *error) {
    return error && error->domain == PG_ERROR ? pg_error_get_private(error) : NULL;
}

bool pg_fault_is(const GError *error, const char *sqlstate) {
    const SqlFault *fault = pg_fault(error);
    if (!fault || !fault->sqlstate)
        return false;
    return strlen(sqlstate) == 2 ? g_str_has_prefix(fault->sqlstate, sqlstate)
                                 : strcmp(fault->sqlstate, sqlstate) == 0;
}

bool pg_fault_forbids_transaction(const GError *error) {
    return pg_fault_is(error, "25001") || pg_fault_is(error, "2D000");
}

char *sql_one_line(const char *message) {
    g_auto(GStrv) lines = g_strsplit(message ? message : "", "\n", -1);
    GString *text = g_string_new(NULL);
    for (guint i = 0; lines[i]; i++) {
        const char *line = g_strstrip(lines[i]);
        if (*line)
            g_string_append_printf(text, "%s%s", text->len ? " " : "", line);
    }
    return g_string_free(text, FALSE);
}

static char *field(const PGresult *result, int code) {
    return g_strdup(PQresultErrorField(result, code));
}

void sql_fault_read(SqlFault *fault, const PGresult *result) {
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *source = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    /* Poolers have but one, which nobody translates. */
    if (!severity)
        severity = PQresultErrorField(result, PG_DIAG_SEVERITY);
    *fault = (SqlFault){
        .sqlstate = field(result, PG_DIAG_SQLSTATE),
        .message = field(result, PG_DIAG_MESSAGE_PRIMARY),
        .detail = field(result, PG_DIAG_MESSAGE_DETAIL),
        .hint = field(result, PG_DIAG_MESSAGE_HINT),
        .context = field(result, PG_DIAG_CONTEXT),
        .schema = field(result, PG_DIAG_SCHEMA_NAME),
        .table = field(result, PG_DIAG_TABLE_NAME),
        .column = field(result, PG_DIAG_COLUMN_NAME),
        .constraint = field(result, PG_DIAG_CONSTRAINT_NAME),
        .function = field(result, PG_DIAG_SOURCE_FUNCTION),
        .position = position ? (guint)strtoul(position, NULL, 10) : 0,
        .connection_lost = g_strcmp0(severity, "FATAL") == 0 || g_strcmp0(severity, "PANIC") == 0,
        .raised = g_strcmp0(source, "exec_stmt_raise") == 0,
    };
}

/* Who has to act: the operator (connection, resources, permission, shutdown) or the author of the
 * SQL. */
static Failure failure_of(const SqlFault *fault) {
    static const char *const environment[] = {"08", "28", "53", "57P", "58", "42501", "F0", "XX"};
    if (fault->connection_lost || !fault->sqlstate)
        return FAIL_ENVIRONMENT;
    if (fault->raised)
        return FAIL_USAGE;
    for (guint i = 0; i < G_N_ELEMENTS(environment); i++) {
        if (g_str_has_prefix(fault->sqlstate, environment[i]))
            return FAIL_ENVIRONMENT;
    }
    return FAIL_USAGE;
}

/* "message (SQLSTATE 42P01). Detail: … Hint: …" */
static char *sentence(const SqlFault *fault) {
    GString *text = g_string_new(NULL);
    if (fault->connection_lost)
        g_string_append(text, "the connection to the server was lost: ");
    g_string_append(text, fault->message ? fault->message : "the server gave no reason");
    if (fault->sqlstate)
        g_string_append_printf(text, " (SQLSTATE %s)", fault->sqlstate);
    if (fault->detail)
        g_string_append_printf(text, ". Detail: %s", fault->detail);
    if (fault->hint)
        g_string_append_printf(text, "%s Hint: %s",
                               fault->detail && g_str_has_suffix(fault->detail, ".") ? "" : ".",
                               fault->hint);
    return g_string_free(text, FALSE);
}

/* Takes the parts of `fault`. */
static void set_fault(GError **error, SqlFault *fault) {
    if (!error) {
        sql_fault_clear(fault);
        return;
    }
    g_autofree char *message = sentence(fault);
    g_set_error_literal(error, PG_ERROR, (int)failure_of(fault), message);
    *pg_error_get_private(*error) = *fault;
}

/* What the server does not say about errors of a certain SQLSTATE. */
static const struct {
    const char *sqlstate, *said, *advice; /* `said`: in its message; NULL: anything */
} advices[] = {
    {"55P04", NULL, "Add the value in a separate migration, before the one that uses it."},
    {"2D000", NULL,
     "What commits by itself needs a line '-- migrate: no-transaction' at the top of its "
     "migration."},
    {"3F000", "no schema has been selected",
     "The search_path of the connection names no schema that is there; 'migrate help "
     "default-schema' says where it comes from."},
    {"42501", "row-level security policy",
     "Where row security is forced it holds for the table's owner, too, and only a superuser or a "
     "role with BYPASSRLS passes it. Where the role that applies migrations is neither, put ALTER "
     "TABLE … NO FORCE ROW LEVEL SECURITY before the statement, and FORCE behind it."},
    {"55006", "pending trigger events",
     "Put it into a separate migration, or put a line '-- migrate: no-transaction' at the top of "
     "this "
     "one."},
};

/* PgBouncer says this at the beginning of a transaction and closes the connection: nothing has
 * happened. */
static bool is_without_transactions(const SqlFault *fault) {
    return fault->message && strcasestr(fault->message, "in statement pooling mode");
}

/* Appends `advice` (may be NULL) to the server's hint. */
static void add_hint(SqlFault *fault, const char *advice) {
    if (!advice)
        return;
    char *hint = g_strjoin(fault->hint ? " " : "", fault->hint ? fault->hint : "", advice, NULL);
    g_free(fault->hint);
    fault->hint = hint;
}

static bool is_advised(const SqlFault *fault, const char *sqlstate, const char *said) {
    return g_strcmp0(fault->sqlstate, sqlstate) == 0 &&
           (!said || (fault->message && strstr(fault->message, said)));
}

static void advise(const Pg *pg, SqlFault *fault) {
    if (g_strcmp0(fault->sqlstate, "42501") == 0)
        add_hint(fault, pg->advice);
    for (guint i = 0; i < G_N_ELEMENTS(advices); i++)
        if (is_advised(fault, advices[i].sqlstate, advices[i].said))
            add_hint(fault, advices[i].advice);
}

void pg_fail_result(Pg *pg, const PGresult *result, GError **error) {
    SqlFault fault;
    sql_fault_read(&fault, result);
    if (PQstatus(pg->conn) == CONNECTION_BAD)
        fault.connection_lost = true;
    if (is_without_transactions(&fault)) {
        fault.connection_lost = false;
        g_free(fault.hint);
        fault.hint =
            g_strdup("Use the server's own address, or a pool in session or transaction mode");
    }
    if (fault.connection_lost && pg_death(pg)) {
        g_free(fault.message);
        fault.message = g_strdup(pg_death(pg));
    }
    if (!fault.message)
        fault.message = sql_one_line(PQresultErrorMessage(result));
    advise(pg, &fault);
    set_fault(error, &fault);
}

void pg_fail_lost(Pg *pg, GError **error) {
    const char *death = pg_death(pg);
    SqlFault fault = {
        .message = death ? g_strdup(death) : sql_one_line(PQerrorMessage(pg->conn)),
        .connection_lost = PQstatus(pg->conn) == CONNECTION_BAD,
    };
    set_fault(error, &fault);
}

void pg_fail_answer(Pg *pg, const char *what, GError **error) {
    /* Whatever else it says is not read. */
    shutdown(PQsocket(pg->conn), SHUT_RDWR);
    while (PQstatus(pg->conn) != CONNECTION_BAD && PQconsumeInput(pg->conn))
        ;
    SqlFault fault = {
        .message = g_strdup_printf("the server's answer is not that of a PostgreSQL server (%s); "
                                   "check that it is one, and any proxy in front of it",
                                   what),
        .connection_lost = true,
    };
    set_fault(error, &fault);
}
