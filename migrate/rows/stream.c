#include "rows/stream.h"

#include "pg/copy.h"

enum { PIECE = 64 * 1024 };

char *stream_source(Pg *from, const Table *table, const Masks *masks, const char *condition) {
    bool masked = masks_touch(masks, table);
    g_autofree char *columns = table_column_list(table);
    if (!masked && !condition && !table->partitioned && *columns)
        return g_strdup_printf("COPY %s (%s) TO STDOUT", table->id, columns);
    g_autofree char *query = masks_query(masked ? masks : NULL, from, table, condition);
    return g_strdup_printf("COPY (%s) TO STDOUT", query);
}

/* Until the source ends or the target is gone. */
static bool pump(Pg *from, Pg *to, bool *source_failed, GError **error) {
    g_autoptr(GString) piece = g_string_sized_new(2 * PIECE);
    for (bool done = false; !done;) {
        g_string_truncate(piece, 0);
        if (!pg_copy_take(from, piece, PIECE, &done, NULL, error)) {
            *source_failed = true;
            return false;
        }
        if (piece->len > 0 && !pg_copy_put(to, piece, error)) {
            if (!done)
                pg_copy_stop(from);
            return false;
        }
    }
    return true;
}

bool stream_table(Pg *from, const Table *table, const Masks *masks, const char *condition, Pg *to,
                  const Table *table_there, gint64 *rows, GError **error) {
    g_autofree char *source = stream_source(from, table, masks, condition);
    g_autofree char *columns = table_column_list(table);
    g_autofree char *sink = g_strdup_printf("COPY %s (%s) FROM STDIN", table_there->id, columns);
    GError *local = NULL;
    bool source_failed = false;
    if (!pg_copy_in(to, sink, error))
        return false;
    bool done = pg_copy_out(from, source, &local);
    source_failed = !done;
    done = done && pump(from, to, &source_failed, &local);
    if (source_failed && masks_touch(masks, table))
        masks_censor(table, &local);
    /* What the target says comes with the end, also where sending has failed because of it. */
    GError *ended = NULL;
    bool taken =
        pg_copy_end(to, done || !source_failed ? NULL : "the source has failed", rows, &ended);
    if (ended && !source_failed) {
        g_clear_error(&local);
        local = g_steal_pointer(&ended);
    }
    g_clear_error(&ended);
    if (local)
        g_propagate_prefixed_error(error, local, "while copying %s: ", table->id);
    return done && taken;
}
