#include "rows/order.h"

typedef struct {
    const GPtrArray *tables;
    GPtrArray *ordered;
    GHashTable *seen;
} Ordering;

static void visit(Ordering *ordering, Table *table) {
    if (!g_hash_table_add(ordering->seen, table))
        return;
    for (guint i = 0; i < table->references->len; i++)
        visit(ordering, ((const ForeignKey *)table->references->pdata[i])->to);
    if (g_ptr_array_find((GPtrArray *)ordering->tables, table, NULL))
        g_ptr_array_add(ordering->ordered, table);
}

GPtrArray *tables_in_order(const GPtrArray *tables) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
    Ordering ordering = {tables, g_ptr_array_new(), seen};
    for (guint i = 0; i < tables->len; i++)
        visit(&ordering, tables->pdata[i]);
    return ordering.ordered;
}
