#include "rows/recordset.h"

#include <string.h>

static bool is_json(const TableColumn *column) {
    return column->values == VALUES_JSON && !column->array;
}

/* A string of json. */
static void put_string(GString *out, const char *text, gsize length) {
    g_string_append_c(out, '"');
    for (gsize i = 0; i < length; i++) {
        char c = text[i];
        if ((guchar)c < ' ')
            g_string_append_printf(out, "\\u%04x", (guint)c);
        else
            g_string_append_printf(out, c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
    g_string_append_c(out, '"');
}

char *recordset_row(const Table *table, const FileRow *row) {
    g_autoptr(GString) out = g_string_new("{");
    for (guint i = 0; i < row->values->len; i++) {
        const FileValue *value = &g_array_index(row->values, FileValue, i);
        g_string_append(out, i ? "," : "");
        put_string(out, value->name, strlen(value->name));
        g_string_append_c(out, ':');
        if (!value->text)
            g_string_append(out, "null");
        else if (!row->json || is_json(table_column(table, value->name)))
            put_string(out, value->text, value->length);
        else
            g_string_append_len(out, value->text, (gssize)value->length);
    }
    g_string_append_c(out, '}');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *recordset_of(const GPtrArray *rows) {
    g_autoptr(GString) out = g_string_new("[");
    for (guint i = 0; i < rows->len; i++)
        g_string_append_printf(out, "%s%s", i ? "," : "", (const char *)rows->pdata[i]);
    g_string_append_c(out, ']');
    return g_string_free(g_steal_pointer(&out), FALSE);
}

void recordset_put_values(GString *sql, const GPtrArray *columns) {
    for (guint i = 0; i < columns->len; i++) {
        const TableColumn *column = columns->pdata[i];
        g_string_append_printf(sql, "%smigrate_row.%s", i ? ", " : "", column->id);
        if (is_json(column))
            g_string_append_printf(sql, "::%s", column->declared);
    }
}

void recordset_put_source(GString *sql, const GPtrArray *columns) {
    g_string_append(sql, columns->len ? " FROM json_to_recordset($1::json) AS migrate_row ("
                                      : " FROM json_array_elements($1::json)");
    for (guint i = 0; i < columns->len; i++) {
        const TableColumn *column = columns->pdata[i];
        g_string_append_printf(sql, "%s%s %s", i ? ", " : "", column->id,
                               is_json(column) ? "text" : column->declared);
    }
    g_string_append(sql, columns->len ? ")" : "");
}
