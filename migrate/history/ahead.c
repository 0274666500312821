/* Who would be in the way: sessions that already hold locks on the tables that the pending
 * migrations name. */
#include "history/run.h"
#include "sql.h"

/* The tables that the statements of `migration` change, as an array literal's elements. */
static void add_tables(const Migration *migration, GHashTable *tables) {
    g_autoptr(GArray) statements = statements_of(migration->path, migration->text, NULL);
    for (guint i = 0; statements != NULL && i < statements->len; i++) {
        StatementClass found = statement_classify(&g_array_index(statements, Statement, i));
        if (found.kind->table > 0 && found.names[found.kind->table - 1] != NULL)
            g_hash_table_add(tables, g_steal_pointer(&found.names[found.kind->table - 1]));
        statement_class_clear(&found);
    }
}

static char *array_of(GHashTable *tables) {
    GString *array = g_string_new("{");
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, tables);
    while (g_hash_table_iter_next(&iter, &name, NULL)) {
        g_string_append(array, array->len > 1 ? ",\"" : "\"");
        for (const char *c = name; *c != '\0'; c++) {
            if (*c == '"' || *c == '\\')
                g_string_append_c(array, '\\');
            g_string_append_c(array, *c);
        }
        g_string_append_c(array, '"');
    }
    return g_string_free(g_string_append_c(array, '}'), FALSE);
}

/* A warning and no more: they may be gone when it matters, and the lock timeout takes care of those
 * that are not. */
static void add_problem(const Rows *rows, guint i, Problems *problems) {
    const char *application = rows_value(rows, i, 3), *query = rows_value(rows, i, 5);
    problems_add(
        problems, "lock-ahead", FAIL_FINDINGS,
        "a pending migration changes %s, and a transaction of %s s (pid %s, %s%s%s) holds a "
        "lock on it: %s",
        rows_value(rows, i, 0), rows_value(rows, i, 4), rows_value(rows, i, 1),
        rows_value(rows, i, 2), application == NULL || *application == '\0' ? "" : ", ",
        application == NULL ? "" : application, query == NULL ? "" : query)
        ->fix =
        g_strdup("let it end before you start, or expect the migration to be rolled back and "
                 "tried again until it has");
}

void run_blockers_ahead(Run *run, const GPtrArray *pending, Problems *problems) {
    g_autoptr(GHashTable) tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < pending->len; i++)
        add_tables(pending->pdata[i], tables);
    if (g_hash_table_size(tables) == 0)
        return;
    g_autofree char *array = array_of(tables);
    g_autofree char *path =
        g_strdup_printf("SELECT pg_catalog.set_config('search_path', %s, false)", run->search_path);
    const char *const values[] = {array};
    g_autoptr(Rows) rows = NULL;
    if (pg_script(run->pg, path, NULL))
        rows = pg_query(run->pg, SQL_ahead, 1, values, NULL);
    for (guint i = 0; rows != NULL && i < rows_count(rows); i++)
        add_problem(rows, i, problems);
    pg_script(run->pg, "SELECT pg_catalog.set_config('search_path', '', false)", NULL);
}
