#include "compare/rows.h"

#include "sql.h"
#include <string.h>

static bool add_rows(Pg *pg, const char *sql, GHashTable *all, GError **error) {
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!!!"), sql, 0, NULL, error);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        g_hash_table_insert(
            all, g_strdup(rows_value(rows, i, 0)),
            g_strdup_printf("%s %s", rows_value(rows, i, 1), rows_value(rows, i, 2)));
    return rows;
}

GHashTable *rows_read(Pg *pg, GError **error) {
    g_autoptr(GHashTable) all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(Rows) query = pg_ask(pg, PG_ONE_ROW("."), SQL_rows, 0, NULL, error);
    const char *sql = query ? rows_value(query, 0, 0) : NULL;
    bool fine = query && (!sql || add_rows(pg, sql, all, error)) &&
                add_rows(pg, SQL_rows_database, all, error);
    return fine ? g_steal_pointer(&all) : NULL;
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

/* --- columns whose values are others at each run */

static Rows *read_columns(Pg *pg, const char *table, GError **error) {
    const char *const values[] = {table};
    return pg_ask(pg, PG_ANY_ROWS("!!"), SQL_rows_columns, 1, values, error);
}

/* The sum over one expression of all rows. Caller frees. */
static char *sum_over(Pg *pg, const char *table, const char *expression, GError **error) {
    g_autofree char *sql = g_strdup_printf(
        "SELECT pg_catalog.concat(pg_catalog.count(*), ' ', "
        "pg_catalog.sum(pg_catalog.hashtextextended((%s)::pg_catalog.text, 0)::pg_catalog.numeric))"
        " FROM ONLY %s AS t",
        expression, table);
    g_autoptr(Rows) rows = pg_ask(pg, PG_ONE_ROW("!"), sql, 0, NULL, error);
    return rows ? g_strdup(rows_value(rows, 0, 0)) : NULL;
}

static bool sums_equal(Pg *one, Pg *two, const char *table, const char *expression, bool *equal,
                       GError **error) {
    g_autofree char *first = sum_over(one, table, expression, error);
    g_autofree char *second = first ? sum_over(two, table, expression, error) : NULL;
    *equal = g_strcmp0(first, second) == 0;
    return second;
}

/* A row of the columns that are the same in both; the others are named. Caller frees. */
static char *stable_row(Pg *once, Pg *again, const char *table, GPtrArray *volatiles,
                        GError **error) {
    g_autoptr(Rows) columns = read_columns(once, table, error);
    g_autoptr(GString) row = g_string_new("ROW(");
    for (guint i = 0; columns && i < rows_count(columns); i++) {
        const char *column = rows_value(columns, i, 0);
        g_autofree char *expression = g_strconcat("t.", column, NULL);
        bool equal;
        if (!sums_equal(once, again, table, expression, &equal, error))
            return NULL;
        if (equal)
            g_string_append_printf(row, "%st.%s", row->str[row->len - 1] == '(' ? "" : ", ",
                                   column);
        else
            g_ptr_array_add(volatiles, g_strdup(rows_value(columns, i, 1)));
    }
    g_string_append_c(row, ')');
    return columns ? g_string_free(g_steal_pointer(&row), FALSE) : NULL;
}

static bool differs_in_stable(Pg *once, Pg *again, Pg *other, const char *table,
                              RowsDifference *difference, GError **error) {
    g_autofree char *row = stable_row(once, again, table, difference->volatiles, error);
    bool equal = true;
    g_autoptr(Rows) there = row ? read_columns(other, table, error) : NULL;
    if (!there)
        return false;
    if (rows_count(there) > 0 && !sums_equal(again, other, table, row, &equal, error))
        return false;
    if (!equal || rows_count(there) == 0)
        g_ptr_array_add(difference->differing, g_strdup(table));
    return true;
}

/* --- two databases */

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of what both have otherwise, or only one of them. Array of char*, borrowed. */
static GPtrArray *unequal(GHashTable *one, GHashTable *two) {
    GPtrArray *names = g_ptr_array_new();
    GHashTable *const all[] = {one, two};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        GHashTableIter iter;
        gpointer name, sum;
        g_hash_table_iter_init(&iter, all[i]);
        while (g_hash_table_iter_next(&iter, &name, &sum)) {
            const char *there = g_hash_table_lookup(all[1 - i], name);
            if (there ? i == 0 && strcmp(sum, there) != 0 : true)
                g_ptr_array_add(names, name);
        }
    }
    g_ptr_array_sort(names, compare_names);
    return names;
}

bool rows_differ(Pg *once, Pg *again, Pg *other, RowsDifference *difference, GError **error) {
    *difference = (RowsDifference){g_ptr_array_new_with_free_func(g_free),
                                   g_ptr_array_new_with_free_func(g_free)};
    g_autoptr(GHashTable) first = rows_read(once, error);
    g_autoptr(GHashTable) second = first ? rows_read(again, error) : NULL;
    g_autoptr(GHashTable) third = second ? rows_read(other, error) : NULL;
    g_autoptr(GPtrArray) names = third ? unequal(second, third) : NULL;
    for (guint i = 0; names && i < names->len; i++) {
        const char *name = names->pdata[i], *sum = g_hash_table_lookup(first, name);
        if (g_strcmp0(sum, g_hash_table_lookup(second, name)) == 0)
            g_ptr_array_add(difference->differing, g_strdup(name));
        else if (!differs_in_stable(once, again, other, name, difference, error))
            return false;
    }
    return names;
}

void rows_difference_clear(RowsDifference *difference) {
    g_clear_pointer(&difference->differing, g_ptr_array_unref);
    g_clear_pointer(&difference->volatiles, g_ptr_array_unref);
}
