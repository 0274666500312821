#include "server/tablespace.h"

enum { IN_PLACE = 150000 };

static const char SQL[] =
    "SELECT pg_catalog.format('CREATE TABLESPACE %I LOCATION ''''', $1::name),"
    " pg_catalog.format('GRANT CREATE ON TABLESPACE %I TO PUBLIC', $1::name),"
    " pg_catalog.format('DROP TABLESPACE IF EXISTS %I', $1::name)"
    " WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE spcname = $1::name)";

static bool create(Pg *superuser, const char *name, char **drop, GError **error) {
    g_autoptr(Rows) rows = pg_query(superuser, SQL, 1, &name, error);
    if (!rows || rows_count(rows) == 0)
        return rows;
    if (pg_version(superuser) < IN_PLACE) {
        g_set_error(
            error, PG_ERROR, FAIL_ENVIRONMENT,
            "PostgreSQL %u cannot make one in its own folder; create it on a server for --scratch",
            pg_major(superuser));
        return false;
    }
    if (!pg_script(superuser, "SET allow_in_place_tablespaces = on", error) ||
        !pg_script(superuser, rows_value(rows, 0, 0), error))
        return false;
    if (drop)
        *drop = g_strdup(rows_value(rows, 0, 2));
    return pg_script(superuser, rows_value(rows, 0, 1), error);
}

bool tablespace_create(Pg *superuser, const char *name, char **drop, GError **error) {
    if (drop)
        *drop = NULL;
    if (create(superuser, name, drop, error))
        return true;
    g_prefix_error(error,
                   "the SQL names tablespace '%s', which the scratch server lacks and where it "
                   "cannot be created: ",
                   name);
    return false;
}
