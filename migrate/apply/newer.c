#include "apply/newer.h"

#include <string.h>

static bool comes_after(const LedgerRow *row, const Migration *migration) {
    int order = version_compare(row->version, migration->version);
    return order > 0 || (order == 0 && strcmp(row->label, migration->label) > 0);
}

const LedgerRow *ledger_newer(const History *history, const Ledger *ledger, guint *count) {
    g_autoptr(GHashTable) known = history_labels(history);
    guint ours = history_count(history), found = 0;
    const LedgerRow *newest = NULL;
    *count = 0;
    for (guint i = 0; ours > 0 && i < ledger->rows->len; i++) {
        const LedgerRow *row = ledger->rows->pdata[i];
        if (!ledger_is_applied(row))
            return NULL;
        if (g_hash_table_contains(known, row->label)) {
            found++;
            continue;
        }
        if (!comes_after(row, history_at(history, ours - 1)))
            return NULL;
        newest = row;
        ++*count;
    }
    return found == ours ? newest : NULL;
}
