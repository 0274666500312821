#include "compare/disk.h"

#include "pg/pg.h"
#include "sql.h"

enum { IDENTITY, SIZE, TOTAL, ROWS };

/* Caller frees. */
static char *size_text(const Rows *rows, guint row) {
    const char *size = rows_value(rows, row, SIZE), *total = rows_value(rows, row, TOTAL),
               *count = rows_value(rows, row, ROWS);
    return g_strdup_printf("%s%s%s%s%s%s", size, total ? ", " : "", total ? total : "",
                           total ? " with indexes" : "", count ? ", rows: about " : "",
                           count ? count : "");
}

GHashTable *disk_read(const char *conninfo, GError **error) {
    g_autoptr(Pg) pg = pg_connect(conninfo, "migrate", error);
    g_autoptr(Rows) rows = pg ? pg_ask(pg, PG_ANY_ROWS("!..."), SQL_disk, 0, NULL, error) : NULL;
    if (!rows)
        return NULL;
    GHashTable *sizes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < rows_count(rows); i++)
        if (rows_value(rows, i, SIZE)) /* it went meanwhile */
            g_hash_table_insert(sizes, g_strdup(rows_value(rows, i, IDENTITY)), size_text(rows, i));
    return sizes;
}
