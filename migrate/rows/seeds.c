#include "rows/seeds.h"

#include "apply/ledger_place.h"

/* "migrate.seed", as SQL writes it. Caller frees. */
static char *table_name(Pg *pg) {
    g_autofree char *schema = pg_quote_ident(pg, ledger_schema());
    return g_strconcat(schema, ".seed", NULL);
}

bool seeds_open(Seeds *seeds, Pg *pg, GError **error) {
    static const char has[] = "SELECT pg_catalog.to_regnamespace($1) IS NOT NULL";
    g_autofree char *name = table_name(pg), *schema = pg_quote_ident(pg, ledger_schema());
    const char *const values[] = {schema};
    *seeds = (Seeds){.pg = pg};
    g_autoptr(Rows) rows = pg_ask(pg, PG_ONE_ROW("!"), has, 1, values, error);
    if (!rows)
        return false;
    seeds->remembered = *rows_value(rows, 0, 0) == 't';
    g_autofree char *make =
        g_strdup_printf("BEGIN; SET LOCAL client_min_messages = warning;"
                        " SELECT pg_catalog.pg_advisory_xact_lock("
                        "pg_catalog.hashtextextended('migrate seed table', 0));"
                        " CREATE TABLE IF NOT EXISTS %s (file text PRIMARY KEY, sum text NOT NULL,"
                        " loaded_at timestamptz NOT NULL DEFAULT pg_catalog.now()); COMMIT",
                        name);
    return !seeds->remembered || pg_script(pg, make, error);
}

bool seeds_lock(const Seeds *seeds, GError **error) {
    static const char lock[] = "SELECT pg_catalog.pg_advisory_xact_lock("
                               "pg_catalog.hashtextextended('migrate seed ' || $1, 0))";
    const char *schema = ledger_schema();
    GError *local = NULL;
    g_autoptr(Rows) rows = pg_query(seeds->pg, lock, 1, &schema, &local);
    if (pg_fault_is(local, "55P03"))
        g_set_error_literal(error, ROWS_ERROR, FAIL_LOCKED,
                            "another `migrate seed` is loading a file into this database; run the "
                            "command again when it has finished");
    else if (local)
        g_propagate_error(error, g_steal_pointer(&local));
    g_clear_error(&local);
    return rows;
}

bool seeds_has(const Seeds *seeds, const char *file, const char *sum, bool *has, GError **error) {
    g_autofree char *name = table_name(seeds->pg);
    g_autofree char *sql =
        g_strdup_printf("SELECT pg_catalog.count(*) FROM %s WHERE file = $1 AND sum = $2", name);
    const char *const values[] = {file, sum};
    *has = false;
    if (!seeds->remembered)
        return true;
    g_autoptr(Rows) rows = pg_ask(seeds->pg, PG_ONE_ROW("!"), sql, 2, values, error);
    *has = rows && rows_number(rows, 0, 0) > 0;
    return rows;
}

char *seeds_mark(const Seeds *seeds, const char *file, const char *sum) {
    if (!seeds->remembered)
        return g_strdup("SELECT 1");
    g_autofree char *name = table_name(seeds->pg), *of = pg_quote_literal(seeds->pg, file),
                    *is = pg_quote_literal(seeds->pg, sum);
    return g_strdup_printf("INSERT INTO %s (file, sum) VALUES (%s, %s) ON CONFLICT (file) DO UPDATE"
                           " SET sum = EXCLUDED.sum, loaded_at = pg_catalog.now()",
                           name, of, is);
}
