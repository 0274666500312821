#include "apply/bundle.h"
#include <string.h>

Rows *bundle_run(Pg *pg, const char *sql, GError **error) {
    guint done;
    return pg_send(pg, sql, error) ? pg_last(pg, &done, error) : NULL;
}

bool bundle_asserted(const GError *error) {
    const SqlFault *fault = pg_fault(error);
    return pg_fault_is(error, "22P02") && fault->message && strstr(fault->message, BUNDLE_FAILED);
}
