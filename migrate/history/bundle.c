#include "history/bundle.h"
#include <string.h>

static Rows *take_all(Pg *pg, guint *done, GError **error) {
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
        *done += 1;
        rows_free(last);
        last = rows;
    }
    if (first != NULL) {
        g_propagate_error(error, g_steal_pointer(&first));
        return NULL;
    }
    return g_steal_pointer(&last);
}

Rows *bundle_last(Pg *pg, GError **error) {
    guint done = 0;
    return take_all(pg, &done, error);
}

Rows *bundle_count(Pg *pg, const char *sql, guint *done, GError **error) {
    *done = 0;
    return pg_send(pg, sql, error) ? take_all(pg, done, error) : NULL;
}

Rows *bundle_run(Pg *pg, const char *sql, GError **error) {
    return pg_send(pg, sql, error) ? bundle_last(pg, error) : NULL;
}

bool bundle_asserted(const GError *error) {
    const SqlFault *fault = pg_fault(error);
    return pg_fault_is(error, "22P02") && fault->message != NULL &&
           strstr(fault->message, BUNDLE_FAILED) != NULL;
}
