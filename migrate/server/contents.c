/* What is in every scratch database from its start.
 *
 * It is filled by a superuser of its own, who loses that attribute afterwards: what runs with the rights of
 * whoever made it has none of a superuser's when the user's SQL calls it. The roles that came with
 * it lose what would be as good, because the user's SQL may set them.
 */
#include "pg/connection.h"
#include "server/scratch_data.h"
#include "sql.h"
#include <string.h>

static const char PLATFORM[] =
    "CREATE ROLE " PLATFORM_USER " SUPERUSER; GRANT " PLATFORM_USER " TO migrate_owner";

static bool make_database(Scratch *scratch, GError **error) {
    g_autofree char *sql = g_strconcat("CREATE DATABASE " PLATFORM_DATABASE " OWNER migrate_owner",
                                       scratch->strategy, NULL);
    return scratch_boot(scratch, error) && pg_script(scratch->boot, PLATFORM, error) &&
           pg_script(scratch->boot, sql, error) &&
           pg_script(scratch->boot,
                     "ALTER ROLE " BOOT_USER " IN DATABASE " PLATFORM_DATABASE
                     " SET role TO " PLATFORM_USER,
                     error);
}

Pg *scratch_platform(Scratch *scratch, GError **error) {
    if (scratch->given)
        return given_platform(scratch->given, error);
    Pg *pg = make_database(scratch, error)
                 ? scratch_connect(scratch, PLATFORM_DATABASE, BOOT_USER, error)
                 : NULL;
    if (pg)
        pg->role = g_strdup(PLATFORM_USER);
    else
        g_prefix_error(error, "while creating a scratch database: ");
    return pg;
}

static Rows *platform_roles(Scratch *scratch, GError **error) {
    return pg_query(scratch->boot,
                    "SELECT rolname FROM pg_catalog.pg_roles WHERE oid >= 16384 AND rolname <> ALL"
                    " ('{migrate_owner," SCRATCH_USER "," PLATFORM_USER "}') ORDER BY oid",
                    0, NULL, error);
}

bool scratch_platform_done(Scratch *scratch, GError **error) {
    scratch->has_platform = true;
    if (scratch->given)
        return true;
    scratch->databases = READY_DATABASES;
    bool superuser = strcmp(scratch->user, BOOT_USER) == 0;
    if (!superuser && !scratch_boot_execute(scratch, SQL_demoted, 0, NULL, error))
        return false;
    g_autoptr(Rows) roles = platform_roles(scratch, error);
    for (guint i = 0; roles && i < rows_count(roles); i++)
        if (!scratch_create_role(scratch, rows_value(roles, i, 0), error))
            return false;
    return roles;
}

void scratch_add_role(Scratch *scratch, const char *role) {
    if (scratch->given)
        given_add_role(scratch->given, role);
}
