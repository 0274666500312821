/* The settings of a session: what they are, how a guest takes them along, and giving the session
 * back.
 */
#include "pg/connection.h"
#include <string.h>

/* DateStyle's MDY is the server's own default: migrations were written for it. Time limits that
 * roles and databases have are for applications; ours are set by whoever wants one. A setting that
 * the server does not know is passed over. The names are qualified because the search path may
 * still be hostile here. */
const char pg_pin_sql[] =
    "SELECT pg_catalog.set_config(pin.name, pin.value, " PG_FOR_SESSION
    "), pg_catalog.pg_backend_pid()"
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

char *pg_settings_for(const char *sql, const char *local) {
    g_autoptr(GString) text = g_string_new(sql);
    g_string_replace(text, PG_FOR_SESSION, local, 0);
    return g_strdup(text->str);
}

char *pg_as_guest(Pg *pg, const char *sql) {
    pg->ours = pg->ahead = 0;
    if (!pg->guest || pg_in_transaction(pg))
        return g_strdup(sql);
    bool begins = g_str_has_prefix(sql, "BEGIN");
    const char *end = begins ? strchrnul(sql, ';') : sql;
    g_autofree char *settings = pg_settings_for(pg->settings, "true");
    pg->ahead = begins ? 1 : 0;
    pg->ours = pg->settings_count;
    return g_strdup_printf("%.*s%s%s%s", (int)(end - sql), sql, begins ? ";" : "", settings,
                           *end == ';' ? end + 1 : end);
}

void pg_leave(Pg *pg) {
    if (!pg->borrowed)
        return;
    if (pg_in_transaction(pg))
        PQclear(PQexec(pg->conn, "ROLLBACK"));
    if (PQtransactionStatus(pg->conn) == PQTRANS_IDLE)
        PQclear(PQexec(pg->conn, "DISCARD ALL"));
}
