#include "apply/tenants.h"

#include "history/migrations.h"
#include "history/write.h"
#include "sql.h"
#include "text/pattern.h"
#include "text/sum.h"
#include <string.h>

static void tenant_free(gpointer data) {
    Tenant *tenant = data;
    g_free(tenant->name);
    g_free(tenant->conninfo);
    g_free(tenant->schema);
    g_free(tenant);
}

/* What is asked, and what its rows mean. */
static const struct {
    const char *sql, *columns;
} ways[TENANTS_WAYS] = {[TENANTS_QUERY] = {NULL, "!."},
                        [TENANTS_DATABASES] = {SQL_tenant_databases, "!"},
                        [TENANTS_SCHEMAS] = {SQL_tenant_schemas, "!"}};

static Tenant *tenant_new(const char *conninfo, TenantsWay way, const Rows *rows, guint row) {
    const char *name = rows_value(rows, row, 0), *url = rows_value(rows, row, 1);
    Tenant *tenant = g_new0(Tenant, 1);
    tenant->name = g_strdup(name);
    tenant->schema = way == TENANTS_SCHEMAS ? g_strdup(name) : NULL;
    tenant->conninfo = way == TENANTS_DATABASES ? pg_with_database(conninfo, name)
                       : way == TENANTS_SCHEMAS ? g_strdup(conninfo)
                       : url && *url            ? g_strdup(url)
                                                : NULL;
    return tenant;
}

static bool is_new(GHashTable *names, const char *name, GError **error) {
    if (*name && g_hash_table_add(names, (gpointer)name))
        return true;
    if (*name)
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "'tenants' has the tenant \"%s\" twice; a name stands for one database", name);
    else
        g_set_error_literal(error, HISTORY_ERROR, FAIL_USAGE,
                            "'tenants' has a tenant without a name");
    return false;
}

/* Which the pattern (NULL: none) matches; 1, 0, or -1 with an error. */
static int matches(const Pattern *pattern, const char *name, GError **error) {
    return pattern ? pattern_match(pattern, name, error) : 1;
}

static GPtrArray *take(const char *conninfo, TenantsWay way, const Rows *rows,
                       const Pattern *pattern, GError **error) {
    g_autoptr(GPtrArray) tenants = g_ptr_array_new_with_free_func(tenant_free);
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < rows_count(rows); i++) {
        const char *name = rows_value(rows, i, 0);
        int match = matches(pattern, name, error);
        if (match < 0 || (match > 0 && !is_new(names, name, error)))
            return NULL;
        if (match > 0)
            g_ptr_array_add(tenants, tenant_new(conninfo, way, rows, i));
    }
    return g_steal_pointer(&tenants);
}

/* A query is the user's own, so it means names as it does anywhere; it only reads. */
static Rows *ask(Pg *pg, TenantsWay way, const char *text, GError **error) {
    g_autofree char *path = NULL;
    if (way != TENANTS_QUERY)
        return pg_ask(pg, PG_ANY_ROWS("!"), ways[way].sql, 0, NULL, error);
    if (!pg_own_path(pg, &path, error))
        return NULL;
    const char *const values[] = {path ? path : "\"$user\", public"};
    g_autoptr(Rows) set = NULL;
    Rows *rows = NULL;
    if (pg_script(pg, "BEGIN READ ONLY", error) &&
        (set = pg_query(pg, "SELECT pg_catalog.set_config('search_path', $1, true)", 1, values,
                        error)))
        rows = pg_ask(pg, PG_ANY_ROWS(ways[way].columns), text, 0, NULL, error);
    pg_script(pg, "ROLLBACK", NULL);
    if (!rows)
        g_prefix_error(error, "while listing the tenants ('tenants' is a query that returns a name "
                              "and a url for each): ");
    return rows;
}

GPtrArray *tenants_list(const char *conninfo, TenantsWay way, const char *text, GError **error) {
    g_autoptr(Pattern) pattern = way == TENANTS_QUERY ? NULL : pattern_new(text, error);
    if (way != TENANTS_QUERY && !pattern)
        return NULL;
    g_autoptr(Pg) pg = pg_connect(conninfo, "migrate tenants", error);
    g_autoptr(Rows) rows = pg ? ask(pg, way, text, error) : NULL;
    return rows ? take(conninfo, way, rows, pattern, error) : NULL;
}

bool tenants_read_shard(const char *text, TenantsChoice *choice, GError **error) {
    enum { MOST = 10000 };
    char *end, *last;
    guint64 shard = g_ascii_strtoull(text, &end, 10);
    guint64 shards =
        *end == '/' && g_ascii_isdigit(end[1]) ? g_ascii_strtoull(end + 1, &last, 10) : 0;
    if (g_ascii_isdigit(*text) && shards > 0 && *last == '\0' && shards <= MOST && shard < shards) {
        choice->shard = (guint)shard;
        choice->shards = (guint)shards;
        return true;
    }
    g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                "--shard '%s' is not I/N, as 0/4 to 3/4 are for four runs", text);
    return false;
}

static bool is_in_shard(const Tenant *tenant, const TenantsChoice *choice) {
    if (choice->shards == 0)
        return true;
    Sum sum = sum_lf(tenant->name, strlen(tenant->name));
    guint32 number;
    memcpy(&number, sum.bytes, sizeof number);
    return GUINT32_FROM_BE(number) % choice->shards == choice->shard;
}

static gint by_name(gconstpointer a, gconstpointer b) {
    return strcmp((*(const Tenant *const *)a)->name, (*(const Tenant *const *)b)->name);
}

static void shuffle(GPtrArray *tenants) {
    for (guint i = tenants->len; i > 1; i--) {
        guint k = (guint)g_random_int_range(0, (gint32)i);
        gpointer kept = tenants->pdata[k];
        tenants->pdata[k] = tenants->pdata[i - 1];
        tenants->pdata[i - 1] = kept;
    }
}

static bool keep(GPtrArray *tenants, const TenantsChoice *choice, const Pattern *pattern,
                 bool *named, GError **error) {
    for (guint i = tenants->len; i > 0; i--) {
        const Tenant *tenant = tenants->pdata[i - 1];
        int match = matches(pattern, tenant->name, error);
        if (match < 0)
            return false;
        *named = *named || match > 0;
        if (match == 0 || !is_in_shard(tenant, choice))
            g_ptr_array_remove_index(tenants, i - 1);
    }
    return true;
}

bool tenants_choose(GPtrArray *tenants, const TenantsChoice *choice, GError **error) {
    g_autoptr(Pattern) pattern = choice->only ? pattern_new(choice->only, error) : NULL;
    bool named = false;
    guint count = tenants->len;
    if ((choice->only && !pattern) || !keep(tenants, choice, pattern, &named, error))
        return false;
    if (choice->only && !named) {
        g_set_error(error, HISTORY_ERROR, FAIL_USAGE,
                    "--only '%s' matches none of the %u tenants; it is a regular expression for "
                    "their names",
                    choice->only, count);
        return false;
    }
    if (choice->order == TENANTS_BY_NAME)
        g_ptr_array_sort(tenants, by_name);
    if (choice->order == TENANTS_SHUFFLED)
        shuffle(tenants);
    return true;
}

guint tenants_connections(const char *conninfo) {
    g_autoptr(Pg) pg = pg_connect(conninfo, "migrate tenants", NULL);
    g_autoptr(Rows) rows =
        pg ? pg_ask(pg, PG_ONE_ROW("!"), SQL_tenant_connections, 0, NULL, NULL) : NULL;
    return rows ? (guint)MAX(rows_number(rows, 0, 0), 1) : 0;
}
