#include "rows/masked_dump.h"

#include "pg/copy.h"
#include "rows/stream.h"
#include <string.h>

enum { PIECE = 64 * 1024 };

/* Writing them. */
typedef struct {
    End end; /* whose connection is the dump's */
    Masks *masks;
    Writer *writer;
} MaskedDump;

static void masked_dump_clear(MaskedDump *dump) {
    masks_free(dump->masks);
    dump->end.pg = NULL;
    end_clear(&dump->end);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MaskedDump, masked_dump_clear)

static bool put(const MaskedDump *dump, const char *text, GError **error) {
    return writer_add(dump->writer, text, strlen(text), error);
}

static bool pump(const MaskedDump *dump, const char *sql, GError **error) {
    g_autoptr(GString) piece = g_string_sized_new(2 * PIECE);
    if (!pg_copy_out(dump->end.pg, sql, error))
        return false;
    for (bool done = false; !done;) {
        g_string_truncate(piece, 0);
        if (!pg_copy_take(dump->end.pg, piece, PIECE, &done, NULL, error))
            return false;
        if (!writer_add(dump->writer, piece->str, piece->len, error)) {
            if (!done)
                pg_copy_stop(dump->end.pg);
            return false;
        }
    }
    return true;
}

static bool put_table(const MaskedDump *dump, const Table *table, GError **error) {
    g_autofree char *columns = table_column_list(table);
    g_autofree char *head = g_strdup_printf("COPY %s (%s) FROM stdin;\n", table->id, columns);
    g_autofree char *sql = stream_source(dump->end.pg, table, dump->masks, NULL);
    GError *local = NULL;
    if (!put(dump, head, error))
        return false;
    if (pump(dump, sql, &local))
        return put(dump, "\\.\n\n", error);
    if (masks_touch(dump->masks, table))
        masks_censor(table, &local);
    g_propagate_prefixed_error(error, local, "while dumping %s: ", table->id);
    return false;
}

static bool put_sequence(const MaskedDump *dump, const char *id, GError **error) {
    g_autofree char *literal = pg_quote_literal(dump->end.pg, id);
    g_autofree char *sql = g_strdup_printf("SELECT last_value, is_called FROM %s", id);
    g_autoptr(Rows) rows = pg_ask(dump->end.pg, PG_ONE_ROW("!!"), sql, 0, NULL, error);
    if (!rows)
        return false;
    g_autofree char *set =
        g_strdup_printf("SELECT pg_catalog.setval(%s, %s, %s);\n", literal, rows_value(rows, 0, 0),
                        *rows_value(rows, 0, 1) == 't' ? "true" : "false");
    return put(dump, set, error);
}

static bool put_all(const MaskedDump *dump, GError **error) {
    const Tables *tables = dump->end.tables;
    for (guint i = 0; i < tables->tables->len; i++)
        if (!put_table(dump, tables->tables->pdata[i], error))
            return false;
    for (guint i = 0; i < tables->sequences->len; i++)
        if (!put_sequence(dump, tables->sequences->pdata[i], error))
            return false;
    return put(dump, "\n", error);
}

bool masked_dump_write(Pg *pg, Writer *writer, void *project, GError **error) {
    g_auto(MaskedDump)
        dump = {.end = {.pg = pg, .name = g_strdup("the database")}, .writer = writer};
    if (!end_read(&dump.end, project, error))
        return false;
    dump.masks = masked_open(&dump.end, project, error);
    return dump.masks && masks_verify(dump.masks, pg, NULL, NULL, error) && put_all(&dump, error);
}
