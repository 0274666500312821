#include "backup/aside.h"

#include "apply/fault_point.h"
#include "sql.h"
#include <string.h>

enum { HASH_DIGITS = 16, ATTEMPTS = 10, PAUSE = 100 * 1000 };

static bool run(Pg *pg, const char *sql, GError **error) {
    return pg_run(pg, sql, strlen(sql), error);
}

/* Runs the first column of what `sql` answers, statement by statement. */
static bool run_all(Pg *pg, const char *sql, guint count, const char *const *values,
                    GError **error) {
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!"), sql, count, values, error);
    bool done = rows;
    for (guint i = 0; done && i < rows_count(rows); i++)
        done = run(pg, rows_value(rows, i, 0), error);
    return done;
}

static char *hash_of(const char *name) {
    g_autoptr(Hash) hash = hash_new();
    hash_add_text(hash, name);
    Sum sum = hash_end(hash);
    g_autofree char *hex = sum_hex(&sum);
    return g_strndup(hex, HASH_DIGITS);
}

/* For as long as the session lives. */
static bool take_lock(Pg *pg, const char *hash, const char *name, GError **error) {
    g_autofree char *key =
        g_strdup_printf("%" G_GINT64_FORMAT, (gint64)g_ascii_strtoull(hash, NULL, 16));
    const char *const values[] = {key};
    g_autoptr(Rows) rows =
        pg_ask(pg, PG_ONE_ROW("!"), "SELECT pg_catalog.pg_try_advisory_lock($1::bigint)", 1, values,
               error);
    bool taken = rows && *rows_value(rows, 0, 0) == 't';
    if (rows && !taken)
        g_set_error(error, BACKUP_ERROR, FAIL_LOCKED,
                    "another run is loading into the database %s; wait for its end", name);
    return taken;
}

bool aside_create(Aside *aside, Destination *destination, const char *owner, GError **error) {
    Pg *pg = destination->control;
    aside->destination = destination;
    aside->hash = hash_of(destination->name);
    if (!take_lock(pg, aside->hash, destination->name, error))
        return false;
    const char *const left[] = {aside->hash};
    if (!run_all(pg, SQL_aside_left, 1, left, error)) {
        g_prefix_error(error, "while dropping what a run that died has left: ");
        return false;
    }
    g_autofree char *name = g_strdup_printf("migrate_load_%s_%08x", aside->hash, g_random_int());
    const char *const values[] = {destination->name, name, owner};
    if (!run_all(pg, SQL_aside_create, G_N_ELEMENTS(values), values, error))
        return false;
    aside->conninfo = pg_with_database(destination->conninfo, name);
    aside->name = g_steal_pointer(&name);
    fault_point("load-created");
    return true;
}

static bool rename_to(Pg *pg, const char *from, const char *to, GError **error) {
    g_autofree char *one = pg_quote_ident(pg, from), *other = pg_quote_ident(pg, to);
    g_autofree char *sql = g_strdup_printf("ALTER DATABASE %s RENAME TO %s", one, other);
    return run(pg, sql, error);
}

/* One transaction; the renaming waits a few seconds for sessions that are about to end. */
static bool swap_once(Aside *aside, const char *old, GError **error) {
    const Destination *destination = aside->destination;
    Pg *pg = destination->control;
    const char *const like[] = {destination->name, aside->name};
    bool done = pg_script(pg, "BEGIN", error);
    if (done && destination->exists)
        done = run_all(pg, SQL_aside_like, G_N_ELEMENTS(like), like, error) &&
               rename_to(pg, destination->name, old, error);
    done = done && rename_to(pg, aside->name, destination->name, error);
    if (done)
        fault_point("load-renamed");
    if (done && pg_script(pg, "COMMIT", error))
        return true;
    pg_script(pg, "ROLLBACK", NULL);
    return false;
}

static bool end_sessions(const Aside *aside, GError **error) {
    const char *const values[] = {aside->destination->name};
    g_autoptr(Rows) rows =
        pg_query(aside->destination->control, SQL_aside_sessions, 1, values, error);
    if (!rows)
        g_prefix_error(error,
                       "while ending the sessions of the database %s: ", aside->destination->name);
    return rows;
}

bool aside_swap(Aside *aside, GError **error) {
    g_autofree char *old = g_strdup_printf("migrate_old_%s_%08x", aside->hash, g_random_int());
    for (guint attempt = 1;; attempt++) {
        g_autoptr(GError) failed = NULL;
        if (!end_sessions(aside, error))
            return false;
        if (swap_once(aside, old, &failed))
            break;
        /* Somebody has connected again. */
        if (!pg_fault_is(failed, "55006") || attempt == ATTEMPTS) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return false;
        }
        g_usleep(PAUSE);
    }
    fault_point("load-swapped");
    g_clear_pointer(&aside->name, g_free);
    if (aside->destination->exists)
        aside->old = g_steal_pointer(&old);
    return true;
}

bool aside_drop_old(Aside *aside, GError **error) {
    if (!aside->old)
        return true;
    g_autofree char *name = pg_quote_ident(aside->destination->control, aside->old);
    g_autofree char *sql = g_strdup_printf("DROP DATABASE %s WITH (FORCE)", name);
    return run(aside->destination->control, sql, error);
}

void aside_clear(Aside *aside) {
    if (aside->name) {
        g_autofree char *sql = g_strdup_printf("DROP DATABASE \"%s\" WITH (FORCE)", aside->name);
        run(aside->destination->control, sql, NULL);
    }
    g_free(aside->name);
    g_free(aside->conninfo);
    g_free(aside->old);
    g_free(aside->hash);
    *aside = (Aside){0};
}
