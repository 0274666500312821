/* Roles of a scratch server that the user's SQL names. */
#include "server/scratch_data.h"

/* Membership in predefined roles is not given: some of them are as good as a superuser. $2 is who
 * may set it beside migrate_scratch. */
static const char ROLE[] =
    "SELECT pg_catalog.format('CREATE ROLE %I NOLOGIN', $1::name) WHERE NOT EXISTS"
    " (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1::name)"
    " UNION ALL SELECT pg_catalog.format('GRANT %I TO migrate_scratch WITH ADMIN OPTION; GRANT"
    " migrate_owner TO %I', $1::name, $1::name) WHERE $1::name !~ '^pg_'"
    " UNION ALL SELECT pg_catalog.format('GRANT %I TO %I WITH ADMIN OPTION', $1::name, $2::name)"
    " WHERE $1::name !~ '^pg_' AND $1::name <> $2::name";

static bool is_own_role(const char *role) {
    static const char *const own[] = {BOOT_USER, SCRATCH_USER, "migrate_owner", PLATFORM_USER,
                                      NULL};
    return g_strv_contains(own, role);
}

bool scratch_create_role(Scratch *scratch, const char *role, GError **error) {
    if (scratch->given)
        return given_create_role(scratch->given, role, error);
    if (is_own_role(role))
        return true;
    const char *const values[] = {role, scratch->role};
    /* SQL that may create roles itself can be quicker. */
    g_autoptr(GError) raced = NULL;
    bool fine = scratch_boot_execute(scratch, ROLE, G_N_ELEMENTS(values), values, &raced) ||
                scratch_boot_execute(scratch, ROLE, G_N_ELEMENTS(values), values, error);
    if (!fine)
        g_prefix_error(error, "while creating role '%s' in the scratch server: ", role);
    return fine;
}

/* Makes `role` a member of the roles that the platform brings. */
static bool join_platform(Scratch *scratch, const char *role, GError **error) {
    static const char sql[] =
        "SELECT pg_catalog.format('GRANT %I TO %I', r.rolname, $1::name) FROM pg_catalog.pg_roles r"
        " WHERE r.oid >= 16384 AND r.rolname <> ALL ('{migrate_owner," SCRATCH_USER
        "," PLATFORM_USER "}') AND NOT pg_catalog.pg_has_role(r.rolname, $1::name, 'MEMBER')"
        " AND NOT pg_catalog.pg_has_role($1::name, r.rolname, 'MEMBER')";
    return !scratch->has_platform || scratch_boot_execute(scratch, sql, 1, &role, error);
}

bool scratch_act_as(Scratch *scratch, const char *role, GError **error) {
    if (scratch->given || is_own_role(role) || g_str_has_prefix(role, "pg_"))
        return true;
    static const char superuser[] =
        "SELECT pg_catalog.format('ALTER ROLE %I SUPERUSER', $1::name) WHERE $2 = '" BOOT_USER "'";
    const char *const values[] = {role, scratch->user};
    if (!scratch_create_role(scratch, role, error) ||
        !scratch_boot_execute(scratch, superuser, G_N_ELEMENTS(values), values, error) ||
        !join_platform(scratch, role, error))
        return false;
    g_free(scratch->role);
    scratch->role = g_strdup(role);
    return true;
}
