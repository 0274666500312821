#include "backup/destination.h"

#include "server/shell.h"
#include "sql.h"
#include <string.h>

static const char application[] = "migrate load";

void destination_clear(Destination *destination) {
    g_clear_pointer(&destination->pg, pg_close);
    g_clear_pointer(&destination->control, pg_close);
    guard_clear(&destination->guard);
    g_free(destination->name);
    *destination = (Destination){0};
}

Pg *destination_any(const Destination *destination) {
    return destination->control ? destination->control : destination->pg;
}

/* What the address says; NULL where only a service file or the user's name says it. */
static char *said_name(const char *conninfo, GError **error) {
    g_auto(GStrv) environment = shell_environment(conninfo, error);
    const char *name = environment ? g_environ_getenv(environment, "PGDATABASE") : NULL;
    return name && *name ? g_strdup(name) : NULL;
}

static Pg *open_control(const char *conninfo, const char *name) {
    static const char *const others[] = {"postgres", "template1"};
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *other = pg_with_database(conninfo, others[i]);
        Pg *pg = strcmp(others[i], name) == 0 ? NULL : pg_connect(other, application, NULL);
        if (pg)
            return pg;
    }
    return NULL;
}

/* PostgreSQL's programs leave what they set in their session. */
static bool is_own_session(Pg *pg, const DestinationOptions *options, GError **error) {
    PgReach reach = PG_SESSION;
    if (options->session_pooler)
        return pg_take_session(pg, error);
    if (!pg_reach(pg, options->conninfo, application, &reach, error))
        return false;
    if (reach == PG_DIRECT || reach == PG_SESSION)
        return true;
    g_set_error_literal(error, BACKUP_ERROR, FAIL_ENVIRONMENT,
                        "this address leads through a pooler that gives each transaction another "
                        "session; nothing is loaded through it, use the server's own address");
    return false;
}

static bool open_database(Destination *destination, const DestinationOptions *options,
                          GError **error) {
    destination->pg = guard_connect(destination->conninfo, application, NULL, NULL, 0,
                                    &destination->guard, error);
    if (!destination->pg || !is_own_session(destination->pg, options, error))
        return false;
    if (!destination->name)
        destination->name = g_strdup(pg_database(destination->pg));
    if (destination->guard.in_recovery) {
        g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT,
                    "the server of %s is a standby; load on its primary", destination->name);
        return false;
    }
    g_autoptr(Rows) empty =
        pg_ask(destination->pg, PG_ONE_ROW("!"), SQL_load_empty, 0, NULL, error);
    destination->empty = empty && *rows_value(empty, 0, 0) == 't';
    destination->exists = true;
    return empty;
}

static bool ask_control(Destination *destination, GError **error) {
    const char *const values[] = {destination->name};
    g_autoptr(Rows) rows =
        pg_ask(destination->control, PG_ONE_ROW("!!."), SQL_load_facts, 1, values, error);
    if (!rows)
        return false;
    destination->exists = *rows_value(rows, 0, 0) == 't';
    destination->may_create = *rows_value(rows, 0, 1) == 't';
    const char *slot = rows_value(rows, 0, 2);
    if (slot)
        g_set_error(error, BACKUP_ERROR, FAIL_DECISION,
                    "the replication slot %s is of the database %s, which therefore is not "
                    "replaced; drop the slot first",
                    slot, destination->name);
    return !slot;
}

/* A database whose ledger calls it another environment is somebody's; where none is known, one that
 * is to be guarded. */
static bool is_ours(const Destination *destination, const DestinationOptions *options,
                    GError **error) {
    const char *wanted = options->environment;
    g_autofree char *name = NULL;
    if (!ledger_environment(destination->pg, &name, error))
        return false;
    if (!name || (wanted ? strcmp(name, wanted) == 0 : !g_strv_contains(options->guarded, name)))
        return true;
    g_set_error(error, BACKUP_ERROR, FAIL_DECISION,
                "the ledger of the database %s says that it is the environment \"%s\", %s%s%s; it "
                "was left alone",
                destination->name, name, wanted ? "not \"" : "which is protected",
                wanted ? wanted : "", wanted ? "\"" : "");
    return false;
}

bool destination_may_fill(const Destination *destination, const DestinationOptions *options,
                          GError **error) {
    if (!destination->exists && options->create && destination->may_create)
        return true;
    if (!destination->exists) {
        g_set_error(error, BACKUP_ERROR, options->create ? FAIL_ENVIRONMENT : FAIL_USAGE,
                    options->create ? "the database %s does not exist, and this role may not "
                                      "create it (CREATEDB)"
                                    : "the database %s does not exist; --create makes it",
                    destination->name);
        return false;
    }
    if (destination->empty)
        return true;
    if (!options->replace) {
        g_set_error(error, BACKUP_ERROR, FAIL_DECISION,
                    "the database %s is not empty; --replace puts what the dump has in the place "
                    "of all that is in it",
                    destination->name);
        return false;
    }
    return is_ours(destination, options, error);
}

bool destination_open(Destination *destination, const DestinationOptions *options, GError **error) {
    g_autoptr(GError) failed = NULL;
    destination->conninfo = options->conninfo;
    destination->name = said_name(options->conninfo, &failed);
    if (failed) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return false;
    }
    destination->exists = true;
    destination->control =
        destination->name ? open_control(destination->conninfo, destination->name) : NULL;
    if (destination->control &&
        (!is_own_session(destination->control, options, error) || !ask_control(destination, error)))
        return false;
    if (destination->exists && !open_database(destination, options, error))
        return false;
    destination->major = pg_major(destination_any(destination));
    return true;
}

static char *list_of(const Rows *missing) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < rows_count(missing); i++)
        g_string_append_printf(text, "%s%s", i ? ", " : "", rows_value(missing, i, 0));
    return g_string_free(text, FALSE);
}

bool destination_roles(const Destination *destination, const Manifest *manifest, bool make,
                       GError **error) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; manifest->roles && manifest->roles[i]; i++)
        pg_array_add(names, manifest->roles[i]);
    g_string_append(names, names->len ? "}" : "{}");
    const char *const values[] = {names->str};
    Pg *pg = destination_any(destination);
    g_autoptr(Rows) missing = pg_ask(pg, PG_ANY_ROWS("!!"), SQL_load_roles, 1, values, error);
    if (!missing)
        return false;
    for (guint i = 0; make && i < rows_count(missing); i++) {
        const char *sql = rows_value(missing, i, 1);
        if (!pg_run(pg, sql, strlen(sql), error))
            return false;
    }
    if (make || rows_count(missing) == 0)
        return true;
    g_autofree char *list = list_of(missing);
    g_set_error(error, BACKUP_ERROR, FAIL_DECISION,
                "the dump names roles that this server lacks: %s; create them, or let --make-roles "
                "do it (NOLOGIN, without passwords and memberships)",
                list);
    return false;
}
