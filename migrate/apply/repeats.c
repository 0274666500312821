#include "apply/repeats.h"

#include "apply/ledger_place.h"
#include "sql.h"
#include <string.h>

GHashTable *repeats_done(Pg *pg, const History *history, bool has_ledger, GError **error) {
    g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!has_ledger || !history->repeats || history->repeats->len == 0)
        return g_steal_pointer(&done);
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!!"), ledger_sql(SQL_repeats), 0, NULL, error);
    if (!rows)
        return NULL;
    for (guint i = 0; i < rows_count(rows); i++)
        g_hash_table_insert(done, g_strdup(rows_value(rows, i, 0)),
                            g_strdup(rows_value(rows, i, 1)));
    return g_steal_pointer(&done);
}

GPtrArray *repeats_due(const History *history, GHashTable *done) {
    GPtrArray *due = g_ptr_array_new();
    for (guint i = 0; history->repeats && i < history->repeats->len; i++) {
        const Migration *migration = history->repeats->pdata[i];
        g_autofree char *sum = sum_hex(&migration->lf);
        if (g_strcmp0(g_hash_table_lookup(done, migration->label), sum) != 0)
            g_ptr_array_add(due, (gpointer)migration);
    }
    return due;
}

guint repeats_count(const Run *run) {
    return run->repeats ? run->repeats->len : 0;
}

bool repeats_read(Run *run, GError **error) {
    g_clear_pointer(&run->repeats, g_ptr_array_unref);
    if (!run->history || !run->history->repeats || run->options->to)
        return true;
    g_autoptr(GHashTable) done = repeats_done(run->pg, run->history, run->guard.format > 0, error);
    run->repeats = done ? repeats_due(run->history, done) : NULL;
    return done;
}
