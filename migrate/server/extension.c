/* Extensions on a scratch server: which may be created, and by whom. */
#include "server/scratch_data.h"
#include <string.h>

static char *literal(Pg *pg, const char *text) {
    return text ? pg_quote_literal(pg, text) : g_strdup("NULL");
}

static char *plain_extension_sql(Pg *pg, const char *name, const char *schema, const char *version,
                                 bool if_not_exists, bool cascade) {
    g_autofree char *quoted = pg_quote_ident(pg, name);
    g_autofree char *in = schema ? pg_quote_ident(pg, schema) : NULL;
    g_autofree char *at = version ? pg_quote_literal(pg, version) : NULL;
    return g_strconcat("CREATE EXTENSION ", if_not_exists ? "IF NOT EXISTS " : "", quoted,
                       in ? " SCHEMA " : "", in ? in : "", at ? " VERSION " : "", at ? at : "",
                       cascade ? " CASCADE" : "", NULL);
}

bool scratch_trusts_extension(Scratch *scratch, const char *name, bool *trusts, GError **error) {
    /* By way of jsonb, because older servers trust none and have no such column. */
    static const char sql[] =
        "SELECT pg_catalog.bool_and(coalesce((pg_catalog.to_jsonb(available) ->> "
        "'trusted')::boolean, false)) FROM pg_catalog.pg_available_extension_versions AS available "
        "WHERE available.name = $1::name";
    Pg *pg = scratch->given ? given_session(scratch->given) : scratch_boot(scratch, error);
    g_autoptr(Rows) rows = pg ? pg_query(pg, sql, 1, &name, error) : NULL;
    *trusts = rows && g_strcmp0(rows_value(rows, 0, 0), "t") == 0;
    return rows;
}

/* A private server refuses by itself, wherever the statement comes from. */
static char *refusal_sql(Pg *pg, const char *name, const char *where) {
    g_autofree char *message = g_strdup_printf(
        "extension \"%s\" may not be created: it is not named in scratch.extensions", name);
    g_autofree char *hint =
        g_strdup_printf("Add it to \"extensions\" in the section [scratch] of %s.", where);
    g_autofree char *quoted = pg_quote_literal(pg, message);
    g_autofree char *advice = pg_quote_literal(pg, hint);
    g_autofree char *body = g_strdup_printf(
        "BEGIN RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = %s, HINT = %s; END", quoted,
        advice);
    g_autofree char *block = pg_quote_literal(pg, body);
    return g_strconcat("DO ", block, NULL);
}

/* On a given server. */
static bool is_allowed(Scratch *scratch, const char *name) {
    bool trusts = false;
    if (!scratch->extensions || g_strv_contains((const char *const *)scratch->extensions, name))
        return true;
    return scratch->trusted_extensions && scratch_trusts_extension(scratch, name, &trusts, NULL) &&
           trusts;
}

char *scratch_extension_sql(Scratch *scratch, Pg *pg, const char *name, const char *schema,
                            const char *version, bool if_not_exists, bool cascade) {
    if (scratch->given && !is_allowed(scratch, name))
        return refusal_sql(pg, name, scratch->extensions_where);
    if (scratch->given)
        return plain_extension_sql(pg, name, schema, version, if_not_exists, cascade);
    g_autofree char *extension = literal(pg, name);
    g_autofree char *in = literal(pg, schema);
    g_autofree char *at = literal(pg, version);
    return g_strdup_printf("SELECT pg_migrate.create_extension(%s, %s, %s, %s, %s, "
                           "pg_catalog.current_schema(), current_user)",
                           extension, in, at, if_not_exists ? "true" : "false",
                           cascade ? "true" : "false");
}
