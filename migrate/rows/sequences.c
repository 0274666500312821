#include "rows/sequences.h"

/* `sequence`, as SQL writes it, goes on behind the values of `column`. */
static bool catch_up(Pg *pg, const Table *table, const TableColumn *column, const char *sequence,
                     GError **error) {
    g_autofree char *literal = pg_quote_literal(pg, sequence);
    g_autofree char *sql = g_strdup_printf(
        "SELECT setval(%s::regclass, top.value) FROM (SELECT max(%s)::bigint AS value FROM %s)"
        " AS top, %s AS at WHERE top.value > at.last_value OR top.value = at.last_value AND NOT"
        " at.is_called",
        literal, column->id, table->id, sequence);
    g_autoptr(Rows) rows = pg_query(pg, sql, 0, NULL, error);
    return rows;
}

bool sequences_catch_up(Pg *pg, const Table *table, GError **error) {
    for (guint i = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        const char *const values[] = {table->id, column->name};
        if (column->values != VALUES_INTEGER || (!column->identity && !column->has_default))
            continue;
        g_autoptr(Rows) rows =
            pg_ask(pg, PG_ONE_ROW("."), "SELECT pg_get_serial_sequence($1, $2)", 2, values, error);
        const char *sequence = rows ? rows_value(rows, 0, 0) : NULL;
        if (!rows || (sequence && !catch_up(pg, table, column, sequence, error)))
            return false;
    }
    return true;
}
