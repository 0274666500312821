#include "compare/rows.h"

#include "sql.h"
#include <string.h>

GHashTable *rows_read(Pg *pg, GError **error) {
    g_autoptr(GHashTable) all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(Rows) query = pg_ask(pg, PG_ONE_ROW("."), SQL_rows, 0, NULL, error);
    const char *sql = query ? rows_value(query, 0, 0) : NULL;
    if (!sql)
        return query ? g_steal_pointer(&all) : NULL;
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!!!"), sql, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        g_hash_table_insert(
            all, g_strdup(rows_value(rows, i, 0)),
            g_strdup_printf("%s %s", rows_value(rows, i, 1), rows_value(rows, i, 2)));
    return rows ? g_steal_pointer(&all) : NULL;
}

bool rows_same(GHashTable *one, GHashTable *two) {
    GHashTableIter iter;
    gpointer name, sum;
    if (g_hash_table_size(one) != g_hash_table_size(two))
        return false;
    g_hash_table_iter_init(&iter, one);
    while (g_hash_table_iter_next(&iter, &name, &sum))
        if (g_strcmp0(sum, g_hash_table_lookup(two, name)) != 0)
            return false;
    return true;
}

static bool same_count(const char *one, const char *two) {
    gsize length = strcspn(one, " ");
    return two && strcspn(two, " ") == length && strncmp(one, two, length) == 0;
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What `one` has and the other has not, or otherwise. */
static void add_missing(GHashTable *one, GHashTable *other, GPtrArray *differing) {
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, other);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (!g_hash_table_contains(one, name))
            g_ptr_array_add(differing, g_strdup(name));
}

GPtrArray *rows_differ(GHashTable *once, GHashTable *again, GHashTable *other,
                       GPtrArray *volatiles) {
    GPtrArray *differing = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    gpointer name, sum;
    g_hash_table_iter_init(&iter, once);
    while (g_hash_table_iter_next(&iter, &name, &sum)) {
        const char *there = g_hash_table_lookup(other, name);
        bool varies = g_strcmp0(sum, g_hash_table_lookup(again, name)) != 0;
        if (varies)
            g_ptr_array_add(volatiles, g_strdup(name));
        if (varies ? !same_count(sum, there) : g_strcmp0(sum, there) != 0)
            g_ptr_array_add(differing, g_strdup(name));
    }
    add_missing(once, other, differing);
    g_ptr_array_sort(differing, compare_names);
    g_ptr_array_sort(volatiles, compare_names);
    return differing;
}
