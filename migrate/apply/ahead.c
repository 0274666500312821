/* Who would be in the way: sessions that already hold locks on the tables that the pending
 * migrations name. */
#include "apply/ahead.h"
#include "sql.h"
#include "text/secret.h"
#include <string.h>

GHashTable *tables_new(void) {
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void tables_add(GHashTable *tables, const StatementClass *found) {
    const char *table = found->kind->table == 0 ? NULL : found->names[found->kind->table - 1];
    if (table)
        g_hash_table_add(tables, g_strdup(table));
}

char *tables_array(GHashTable *tables) {
    GString *array = g_string_new(NULL);
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, tables);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        pg_array_add(array, name);
    return g_string_free(g_string_append(array, array->len > 0 ? "}" : "{}"), FALSE);
}

/* A warning and no more: they may be gone when it matters, and the lock timeout takes care of those
 * that are not. */
static void add_finding(const Rows *rows, guint i, Findings *findings) {
    const char *application = rows_value(rows, i, 3), *query = rows_value(rows, i, 5);
    g_autofree char *shown = query ? secret_masked(query, strlen(query)) : NULL;
    findings_add(
        findings, "lock-ahead", SEVERITY_WARNING,
        "a pending migration changes %s, and a transaction of %s s (pid %s, %s%s%s) holds a "
        "lock on it: %s",
        rows_value(rows, i, 0), rows_value(rows, i, 4), rows_value(rows, i, 1),
        rows_value(rows, i, 2), application == NULL || *application == '\0' ? "" : ", ",
        application ? application : "", shown ? shown : "")
        ->fix =
        g_strdup("let it end before you start, or expect the migration to be rolled back and "
                 "tried again until it has");
}

/* Several statements in one message are one transaction, and its settings end with it. */
Rows *run_look(const Run *run, const PgShape *shape, const char *sql, guint count,
               const char *const *values) {
    static const char settings[] =
        "SELECT pg_catalog.set_config('transaction_read_only', 'on', true),"
        " pg_catalog.set_config('lock_timeout', '50ms', true),"
        " pg_catalog.set_config('search_path', $1, true)";
    const char *const path[] = {run_path(run)};
    const PgStatement all[] = {
        {.text = settings, .length = strlen(settings), .count = 1, .values = path},
        {.text = sql, .length = strlen(sql), .count = count, .values = values, .kept = true}};
    g_autoptr(Rows) rows = pg_batch_run(run->pg, all, G_N_ELEMENTS(all), NULL);
    return rows && rows_fit(rows, shape, NULL) ? g_steal_pointer(&rows) : NULL;
}

void run_blockers_ahead(Run *run, GHashTable *tables, Findings *findings) {
    if (g_hash_table_size(tables) == 0)
        return;
    g_autofree char *array = tables_array(tables);
    const char *const values[] = {array};
    g_autoptr(Rows) rows =
        run_look(run, PG_ANY_ROWS("!!..!."), SQL_ahead, G_N_ELEMENTS(values), values);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        add_finding(rows, i, findings);
}
