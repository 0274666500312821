#include "server/given.h"
#include "base/term.h"
#include "pg/connection.h"
#include "server/tablespace.h"
#include <string.h>
#include <sys/random.h>

#define APPLICATION "migrate scratch"
/* The first half of the advisory lock's key: "migr". */
#define LOCK_CLASS "1835624306"

struct Given {
    char *url;
    Pg *session;
    guint32 run;
    guint databases;
    char *platform;  /* the database that others are copies of; NULL: template0 */
    GPtrArray *undo; /* statements that drop the roles and tablespaces that were created */
};

/* Databases of runs whose lock nobody holds. The locks of all databases are seen here, so the run
 * may have named another one. */
static const char STALE[] =
    "SELECT pg_catalog.format('DROP DATABASE IF EXISTS %I WITH (FORCE)', d.datname)"
    " FROM pg_catalog.pg_database AS d"
    " WHERE d.datname ~ '^migrate_scratch_[0-9a-f]{8}_[0-9]+$'"
    " AND pg_catalog.pg_has_role(d.datdba, 'USAGE')"
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory'"
    " AND l.classid = " LOCK_CLASS "::oid AND l.objsubid = 2"
    " AND pg_catalog.lpad(pg_catalog.to_hex(l.objid::bigint), 8, '0')"
    " = pg_catalog.substr(d.datname, 17, 8))";

static void drop_stale(Pg *session) {
    g_autoptr(Rows) rows = pg_query(session, STALE, 0, NULL, NULL);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        g_autoptr(GError) kept = NULL;
        if (!pg_script(session, rows_value(rows, i, 0), &kept))
            term_verbose("a scratch database of a dead run is left: %s", kept->message);
    }
}

static bool take_lock(Given *given, GError **error) {
    if (getrandom(&given->run, sizeof given->run, 0) != sizeof given->run)
        given->run = g_random_int();
    g_autofree char *run = g_strdup_printf("%d", (gint32)given->run);
    const char *const values[] = {run};
    g_autoptr(Rows) rows =
        pg_query(given->session, "SELECT pg_catalog.pg_advisory_lock(" LOCK_CLASS ", $1::int)", 1,
                 values, error);
    return rows;
}

static bool refuse(GError **error, const char *url, const char *reason) {
    g_autofree char *where = pg_mask(url);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                "the server %s cannot be used for scratch databases: %s", where, reason);
    return false;
}

static bool is_usable(const Given *given, guint major, bool superuser, GError **error) {
    Pg *pg = given->session;
    g_autoptr(Rows) rows =
        pg_query(pg,
                 "SELECT r.rolcreatedb OR r.rolsuper, r.rolsuper, pg_catalog.pg_backend_pid()"
                 " FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user",
                 0, NULL, error);
    if (!rows)
        return false;
    if (major && pg_major(pg) != major) {
        g_autofree char *reason = g_strdup_printf(
            "it is PostgreSQL %u, and PostgreSQL %u is needed", pg_major(pg), major);
        return refuse(error, given->url, reason);
    }
    g_autofree char *pid = g_strdup_printf("%d", pg_backend_pid(pg));
    if (g_strcmp0(rows_value(rows, 0, 2), pid) != 0)
        return refuse(error, given->url,
                      "there is a pooler in front of it; give the server's own address");
    if (strcmp(rows_value(rows, 0, 0), "t") != 0)
        return refuse(
            error, given->url,
            "its role may not create databases (ALTER ROLE ... CREATEDB gives the right)");
    if (superuser && strcmp(rows_value(rows, 0, 1), "t") != 0)
        return refuse(error, given->url, "a superuser is needed, and its role is not one");
    return true;
}

Given *given_new(const char *url, guint major, bool superuser, GError **error) {
    g_autoptr(Given) given = g_new0(Given, 1);
    given->url = g_strdup(url);
    given->undo = g_ptr_array_new_with_free_func(g_free);
    given->session = pg_connect(url, APPLICATION, error);
    if (!given->session || !is_usable(given, major, superuser, error) || !take_lock(given, error))
        return NULL;
    drop_stale(given->session);
    return g_steal_pointer(&given);
}

static char *database_name(const Given *given, guint number) {
    return g_strdup_printf("migrate_scratch_%08x_%u", given->run, number);
}

static const char SUBSCRIPTIONS[] =
    "SELECT pg_catalog.format('ALTER SUBSCRIPTION %1$I DISABLE; ALTER SUBSCRIPTION %1$I SET "
    "(slot_name = NONE);"
    " DROP SUBSCRIPTION %1$I', s.subname) FROM pg_catalog.pg_subscription AS s"
    " JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid WHERE d.datname = "
    "pg_catalog.current_database()";

/* The server wants a database's subscriptions to be gone before the database. */
static void drop_subscriptions(Given *given, const char *database) {
    g_autoptr(Pg) pg = given_connect(given, database, NULL);
    g_autoptr(Rows) rows = pg ? pg_query(pg, SUBSCRIPTIONS, 0, NULL, NULL) : NULL;
    for (guint i = 0; rows && i < rows_count(rows); i++)
        pg_script(pg, rows_value(rows, i, 0), NULL);
}

static void drop_database(Given *given, const char *name) {
    g_autofree char *sql = g_strdup_printf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
    GError *kept = NULL;
    bool dropped = pg_script(given->session, sql, &kept);
    if (!dropped && pg_fault_is(kept, "55006")) {
        g_clear_error(&kept);
        drop_subscriptions(given, name);
        dropped = pg_script(given->session, sql, &kept);
    }
    if (!dropped)
        term_verbose("the scratch database %s is left: %s", name, kept->message);
    g_clear_error(&kept);
}

void given_free(Given *given) {
    if (!given)
        return;
    for (guint i = 1; i <= given->databases; i++) {
        g_autofree char *name = database_name(given, i);
        drop_database(given, name);
    }
    if (given->platform)
        drop_database(given, given->platform);
    for (guint i = 0; i < given->undo->len; i++) {
        g_autoptr(GError) kept = NULL;
        if (!pg_script(given->session, given->undo->pdata[i], &kept))
            term_verbose("a role or tablespace is left: %s", kept->message);
    }
    pg_close(given->session);
    g_ptr_array_unref(given->undo);
    g_free(given->platform);
    g_free(given->url);
    g_free(given);
}

Pg *given_session(const Given *given) {
    return given->session;
}

static bool create_database(Given *given, const char *name, GError **error) {
    g_autofree char *from = given->platform ? g_strdup_printf(" TEMPLATE %s", given->platform)
                                            : g_strdup(" TEMPLATE template0");
    bool has_providers = pg_version(given->session) >= 150000;
    g_autofree char *sql =
        g_strdup_printf("CREATE DATABASE %s%s ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'%s", name,
                        from, has_providers ? " LOCALE_PROVIDER libc" : "");
    if (pg_script(given->session, sql, error))
        return true;
    g_prefix_error(error, "while creating a scratch database: ");
    return false;
}

/* From template0 and in C, so that nothing of this server's own setup gets into a comparison. */
Pg *given_database(Given *given, GError **error) {
    g_autofree char *name = database_name(given, given->databases + 1);
    if (!create_database(given, name, error))
        return NULL;
    given->databases++;
    return given_connect(given, name, error);
}

Pg *given_platform(Given *given, GError **error) {
    g_autofree char *name = database_name(given, 0);
    if (!create_database(given, name, error))
        return NULL;
    given->platform = g_steal_pointer(&name);
    return given_connect(given, given->platform, error);
}

Pg *given_connect(Given *given, const char *database, GError **error) {
    return pg_connect_database(given->url, database, APPLICATION, error);
}

char *given_url(const Given *given, const char *database) {
    return pg_with_database(given->url, database);
}

/* Another run on the same server was faster: its transaction ended before ours began (42710) or
 * later (23505). */
static bool is_there_already(const GError *failed) {
    return pg_fault_is(failed, "42710") || pg_fault_is(failed, "23505");
}

bool given_create_role(Given *given, const char *role, GError **error) {
    g_autoptr(Rows) rows =
        pg_query(given->session,
                 "SELECT pg_catalog.format('CREATE ROLE %I NOLOGIN', $1::name),"
                 " CASE WHEN NOT r.rolsuper THEN pg_catalog.format('GRANT %I TO %I WITH ADMIN"
                 " OPTION', $1::name, current_user) END,"
                 " pg_catalog.format('DROP ROLE IF EXISTS %I', $1::name)"
                 " FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user"
                 " AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1::name)",
                 1, &role, error);
    if (!rows)
        return false;
    if (rows_count(rows) == 0)
        return true;
    /* In one transaction: a run that finds the role finds the membership, too. */
    const char *grant = rows_value(rows, 0, 1);
    g_autofree char *sql = g_strjoin(";", rows_value(rows, 0, 0), grant, NULL);
    GError *failed = NULL;
    if (!pg_script(given->session, sql, &failed)) {
        bool raced = is_there_already(failed);
        if (raced)
            g_clear_error(&failed);
        else
            g_propagate_prefixed_error(
                error, failed,
                "the SQL names role '%s', which the given scratch server lacks and where it "
                "cannot be created: ",
                role);
        return raced;
    }
    g_ptr_array_add(given->undo, g_strdup(rows_value(rows, 0, 2)));
    return true;
}

void given_add_role(Given *given, const char *role) {
    g_autofree char *name = pg_quote_ident(given->session, role);
    g_ptr_array_add(given->undo, g_strdup_printf("DROP ROLE IF EXISTS %s", name));
}

bool given_create_tablespace(Given *given, const char *tablespace, GError **error) {
    char *drop;
    bool done = tablespace_create(given->session, tablespace, &drop, error);
    if (drop)
        g_ptr_array_add(given->undo, drop);
    return done;
}
