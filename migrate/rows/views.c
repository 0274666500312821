#include "rows/views.h"

bool views_refresh(Pg *pg, const Tables *tables, GError **error) {
    for (guint i = 0; i < tables->views->len; i++) {
        g_autofree char *sql =
            g_strconcat("REFRESH MATERIALIZED VIEW ", (char *)tables->views->pdata[i], NULL);
        if (!pg_script(pg, sql, error))
            return false;
    }
    return true;
}
