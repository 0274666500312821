#include "apply/ledger_guard.h"
#include "apply/bundle.h"
#include "apply/ledger.h"
#include "sql.h"
#include <string.h>

static bool is_true(const Rows *rows, const char *column) {
    const char *value = rows_value(rows, 0, (guint)rows_column(rows, column));
    return value && value[0] == 't';
}

static const char *text_of(const Rows *rows, const char *column) {
    return rows_value(rows, 0, (guint)rows_column(rows, column));
}

static guint number_of(const Rows *rows, const char *column) {
    const char *value = text_of(rows, column);
    return value ? (guint)g_ascii_strtoull(value, NULL, 10) : 0;
}

static void guard_take(Guard *guard, Rows *rows) {
    *guard = (Guard){
        .rows = rows,
        .in_recovery = is_true(rows, "in_recovery"),
        .read_only = strcmp(text_of(rows, "read_only"), "on") == 0,
        .own_path = text_of(rows, "own_path"),
        .replica_role = strcmp(text_of(rows, "replication_role"), "origin") != 0,
        .may_create = is_true(rows, "may_create"),
        .has_schema = is_true(rows, "has_schema"),
        .has_meta = is_true(rows, "has_meta"),
        .owner_trusted = is_true(rows, "owner_trusted"),
        .may_use = is_true(rows, "may_use"),
        .may_write = is_true(rows, "may_write"),
        .backend_pid = (int)number_of(rows, "backend_pid"),
        .system_identifier = text_of(rows, "system_identifier"),
        .database_oid = text_of(rows, "database_oid"),
        .database_name = text_of(rows, "database_name"),
        .schema_owner = text_of(rows, "schema_owner"),
        .format = ledger_format_of(text_of(rows, "shape")),
        .is_empty = is_true(rows, "is_empty"),
        .other_ledgers = text_of(rows, "other_ledgers"),
        .foreign_triggers = number_of(rows, "foreign_triggers"),
        .role = text_of(rows, "role"),
        .login = text_of(rows, "login"),
        .server_started = text_of(rows, "server_started"),
        .read_only_cure = text_of(rows, "read_only_cure"),
    };
}

bool guard_acts(const Guard *guard) {
    return strcmp(guard->role, guard->login) != 0;
}

void guard_clear(Guard *guard) {
    g_clear_pointer(&guard->rows, rows_free);
}

/* What guard.sql gives. */
static const char *const guard_names[] = {
    "in_recovery", "read_only",         "own_path",       "replication_role",
    "backend_pid", "system_identifier", "database_oid",   "database_name",
    "may_create",  "has_schema",        "schema_owner",   "owner_trusted",
    "is_empty",    "has_meta",          "may_use",        "may_write",
    "shape",       "foreign_triggers",  "other_ledgers",  "role",
    "login",       "server_started",    "read_only_cure", NULL};
static const PgShape guard_shape = {"!!.!!!!!!!.!!!...!.!!!.", 1, 1, guard_names};

/* Takes `rows` unless they are no answer. */
static bool guard_accept(Guard *guard, Rows *rows, GError **error) {
    if (!rows_fit(rows, &guard_shape, error)) {
        rows_free(rows);
        return false;
    }
    guard_clear(guard);
    guard_take(guard, rows);
    return true;
}

/* Without the server's identity a copy of a database could be taken for it. */
static bool is_refusal(const GError *error) {
    const SqlFault *fault = pg_fault(error);
    return pg_fault_is(error, "42501") && fault->message &&
           strstr(fault->message, "pg_control_system");
}

/* `role`: as SQL has it. */
static void explain_refusal(const char *role, GError **error) {
    g_clear_error(error);
    g_set_error(error, HISTORY_ERROR, FAIL_ENVIRONMENT,
                "this role may not ask which server it is on (permission denied for function "
                "pg_control_system), and without that a copy of the database could be taken for "
                "it. A superuser can grant it: GRANT EXECUTE ON FUNCTION "
                "pg_catalog.pg_control_system() TO %s",
                role);
}

/* Who is refused: whom the connection, with these settings, acts as. Caller frees. */
static char *acting_role(const char *conninfo, const char *application, const char *settings) {
    Rows *rows = NULL;
    pg_close(pg_connect_asking(conninfo, application, settings,
                               "SELECT pg_catalog.quote_ident(current_user)", 0, &rows, NULL));
    char *role = rows && rows_fit(rows, PG_ONE_ROW("!"), NULL) ? g_strdup(rows_value(rows, 0, 0))
                                                               : g_strdup("…");
    rows_free(rows);
    return role;
}

/* `before`: the statements that go before it in the same message. Caller frees. */
static char *guard_sql(const char *before) {
    g_autoptr(GString) text = g_string_new(before);
    g_string_append(text, ledger_sql(SQL_guard));
    g_string_replace(text, "{foreign_ledgers}", FOREIGN_LEDGERS, 1);
    return g_strdup(text->str);
}

bool guard_read_after(Pg *pg, const char *before, Guard *guard, GError **error) {
    g_autofree char *sql = guard_sql(before);
    Rows *rows = bundle_run(pg, sql, error);
    return rows && guard_accept(guard, rows, error);
}

/* As a literal that means the same whatever standard_conforming_strings says: it does not hold yet
 * for the message that sets it. */
static char *quote_early(const char *text) {
    GString *quoted = g_string_new("E'");
    for (; *text; text++)
        g_string_append_printf(quoted, *text == '\'' || *text == '\\' ? "%c%c" : "%c", *text,
                               *text);
    g_string_append_c(quoted, '\'');
    return g_string_free(quoted, FALSE);
}

char *guard_settings(const char *settings, const char *owner) {
    g_autoptr(GString) text = g_string_new(settings ? settings : SQL_settings);
    g_autofree char *name = quote_early(owner ? owner : "");
    if (!owner)
        return g_strdup(text->str);
    g_string_truncate(text, (gsize)(strrchr(text->str, ';') - text->str));
    g_string_append_printf(text, "\nUNION ALL\n%s", SQL_acting_role);
    g_string_replace(text, "'{owner}'", name, 1);
    return g_strdup(text->str);
}

Pg *guard_connect(const char *conninfo, const char *application, const char *settings,
                  const char *owner, guint patience, Guard *guard, GError **error) {
    g_autofree char *sql = guard_sql(""), *all = guard_settings(settings, owner);
    Rows *rows = NULL;
    GError *failed = NULL;
    g_autoptr(Pg) pg = pg_connect_asking(conninfo, application, all, sql, patience, &rows, &failed);
    if (!pg) {
        g_autofree char *role = is_refusal(failed) ? acting_role(conninfo, application, all) : NULL;
        if (role)
            explain_refusal(role, &failed);
        g_propagate_error(error, failed);
        return NULL;
    }
    return guard_accept(guard, rows, error) ? g_steal_pointer(&pg) : NULL;
}

bool guard_read(Pg *pg, Guard *guard, GError **error) {
    g_autofree char *sql = guard_sql("");
    GError *failed = NULL;
    Rows *rows = bundle_run(pg, sql, &failed);
    /* The clock of a time limit that the role or the database has may have run out at the very end
     * of the statement that lifted the limit; it is the next one that then fails. */
    if (pg_fault_is(failed, "57014")) {
        g_clear_error(&failed);
        rows = bundle_run(pg, sql, &failed);
    }
    if (!rows) {
        g_autofree char *role = pg_quote_ident(pg, pg_user(pg));
        if (is_refusal(failed))
            explain_refusal(role, &failed);
        g_propagate_error(error, failed);
        return false;
    }
    return guard_accept(guard, rows, error);
}
