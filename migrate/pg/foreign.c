/* Parameters and schemes of database URLs that other tools use and libpq does not know.
 *
 * People give the same DATABASE_URL to several programs. The parameters in the first table say
 * nothing about which database it is or how safe the connection, so libpq does not get them;
 * anything else unknown is an error, with what to write instead where that is known.
 */
#include "pg/connection.h"
#include <string.h>

static const char *const foreign[] = {
    /* Prisma */
    "schema",
    "connection_limit",
    "pool_timeout",
    "pgbouncer",
    "socket_timeout",
    "statement_cache_size",
    "single_use_connections",
    "max_connection_lifetime",
    "max_idle_connection_lifetime",
    "sslaccept",
    "sslidentity",
    /* JDBC */
    "currentSchema",
    "search_path",
    "ApplicationName",
    "prepareThreshold",
    "reWriteBatchedInserts",
    "stringtype",
    "loginTimeout",
    "socketTimeout",
    "connectTimeout",
    "tcpKeepAlive",
    /* Rails */
    "pool",
    "prepared_statements",
    "reaping_frequency",
    "checkout_timeout",
    /* Django */
    "conn_max_age",
    "conn_health_checks",
    /* pgx */
    "pool_max_conns",
    "pool_min_conns",
    "pool_min_idle_conns",
    "pool_max_conn_lifetime",
    "pool_max_conn_lifetime_jitter",
    "pool_max_conn_idle_time",
    "pool_health_check_period",
    "default_query_exec_mode",
    "statement_cache_capacity",
    "description_cache_capacity",
    /* sqlx, asyncpg */
    "statement-cache-capacity",
    "prepared_statement_cache_size",
    /* node-postgres, postgres.js */
    "uselibpqcompat",
    "max",
    "idle_timeout",
    "max_lifetime",
    "prepare",
    /* golang-migrate */
    "x-migrations-table",
    "x-migrations-table-quoted",
    "x-statement-timeout",
    "x-multi-statement",
    "x-multi-statement-max-size",
    /* Supabase */
    "supa",
    NULL,
};

/* How a URL of another tool begins, up to a ':' or '+', and what to do about it. */
static const struct {
    const char *scheme, *advice;
} schemes[] = {
    {"jdbc:", "it is a JDBC URL: leave out 'jdbc:', and write user and password before the host: "
              "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"},
    {"postgresql+", "it is an SQLAlchemy URL: remove '+' and the driver's name, so that it begins "
                    "with postgresql://"},
    {"postgres+", "it is an SQLAlchemy URL: remove '+' and the driver's name, so that it begins "
                  "with postgresql://"},
    {"prisma+postgres:", "it is the address of Prisma's proxy; give the URL of the database "
                         "itself, which begins with postgresql://"},
    {"prisma:", "it is the address of Prisma's proxy; give the URL of the database itself, which "
                "begins with postgresql://"},
    {"ecto:", "it is an Ecto URL: begin it with postgresql:// instead of ecto://"},
    {"postgis:", "it is a Django or Rails URL for PostGIS: begin it with postgresql:// instead of "
                 "postgis://"},
    {"pgsql:", "begin it with postgresql:// instead of pgsql:"},
    {"psql:", "begin it with postgresql:// instead of psql:"},
    {"mysql:", "it is the address of a MySQL database; migrate is for PostgreSQL"},
    {"sqlite:", "it is the address of an SQLite database; migrate is for PostgreSQL"},
    {"sqlserver:", "it is the address of an SQL Server database; migrate is for PostgreSQL"},
};

const char *pg_address_advice(const char *address) {
    for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
        if (g_ascii_strncasecmp(address, schemes[i].scheme, strlen(schemes[i].scheme)) == 0)
            return schemes[i].advice;
    bool other = strstr(address, "://") && !g_str_has_prefix(address, "postgres://") &&
                 !g_str_has_prefix(address, "postgresql://");
    return other && strspn(address, "abcdefghijklmnopqrstuvwxyz0123456789+-.") ==
                        (gsize)(strstr(address, "://") - address)
               ? "it is a URL that begins with neither postgresql:// nor postgres://"
               : NULL;
}

const char *conninfo_parameter_advice(const char *name) {
    static const struct {
        const char *name, *advice;
    } rows[] = {
        {"socket", "for a Unix socket write host= with the path of its folder"},
        {"unix_socket", "for a Unix socket write host= with the path of its folder"},
        {"database", "put the database's name after the host: postgresql://HOST/DATABASE"},
        {"username", "write user= instead"},
        {"pass", "write password= instead"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].advice;
    return "remove it";
}

/* As libpq finds it: a '@' before any '/' ends user and password. */
const char *conninfo_query(const char *conninfo) {
    static const char *const own[] = {"postgresql://", "postgres://"};
    for (guint i = 0; i < G_N_ELEMENTS(own); i++) {
        if (!g_str_has_prefix(conninfo, own[i]))
            continue;
        const char *rest = conninfo + strlen(own[i]);
        const char *user_end = rest + strcspn(rest, "@/");
        return strchr(*user_end == '@' ? user_end : rest, '?');
    }
    return NULL;
}

char *conninfo_without_foreign(const char *conninfo, GStrv *dropped) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *query = conninfo_query(conninfo);
    GString *kept = g_string_new_len(conninfo, query ? query - conninfo : (gssize)strlen(conninfo));
    g_auto(GStrv) pairs = query ? g_strsplit(query + 1, "&", -1) : NULL;
    char separator = '?';
    for (guint i = 0; pairs && pairs[i]; i++) {
        g_autofree char *name = g_strndup(pairs[i], strcspn(pairs[i], "="));
        if (pairs[i][strlen(name)] == '=' && g_strv_contains(foreign, name)) {
            g_ptr_array_add(names, g_steal_pointer(&name));
            continue;
        }
        g_string_append_printf(kept, "%c%s", separator, pairs[i]);
        separator = '&';
    }
    g_ptr_array_add(names, NULL);
    if (dropped)
        *dropped = (GStrv)g_ptr_array_free(g_steal_pointer(&names), FALSE);
    return g_string_free(kept, FALSE);
}
