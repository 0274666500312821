#include "history/bundle.h"

Rows *bundle_last(Pg *pg, GError **error) {
    g_autoptr(Rows) last = NULL;
    g_autoptr(GError) first = NULL;
    for (;;) {
        g_autoptr(GError) failed = NULL;
        Rows *rows = pg_next(pg, &failed);
        if (rows == NULL && failed == NULL)
            break;
        if (failed != NULL && first == NULL)
            first = g_steal_pointer(&failed);
        if (rows == NULL)
            continue;
        rows_free(last);
        last = rows;
    }
    if (first != NULL) {
        g_propagate_error(error, g_steal_pointer(&first));
        return NULL;
    }
    return g_steal_pointer(&last);
}

Rows *bundle_run(Pg *pg, const char *sql, GError **error) {
    return pg_send(pg, sql, error) ? bundle_last(pg, error) : NULL;
}
