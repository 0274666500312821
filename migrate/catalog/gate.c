/* The completeness gate: it enumerates the system catalogs, so that a new kind of object is named
 * and not missed. */
#include "catalog/loader.h"

static GArray *find_unclaimed(const Loader *loader, const Rows *census) {
    GArray *unclaimed = g_array_new(FALSE, FALSE, sizeof(Address));
    AddressColumns columns = address_columns(census, "");
    for (guint row = 0; row < rows_count(census); row++) {
        Address address = address_at(census, row, &columns);
        if (!loader_resolve(loader, address, true) && !loader_is_foreign(loader, address))
            g_array_append_val(unclaimed, address);
    }
    return unclaimed;
}

static bool name_unclaimed(Loader *loader, Pg *pg, const GArray *unclaimed, GError **error) {
    Catalog *catalog = loader->catalog;
    catalog->unmodelled = arena_alloc(catalog->arena, (unclaimed->len + 1) * sizeof(Unmodelled));
    for (guint i = 0; i < unclaimed->len; i++) {
        const Address *address = &g_array_index(unclaimed, Address, i);
        char classid[16], objid[16];
        g_snprintf(classid, sizeof classid, "%u", address->classid);
        g_snprintf(objid, sizeof objid, "%u", address->objid);
        const char *values[] = {classid, objid};
        g_autoptr(Rows) rows =
            pg_query(pg,
                     "SELECT type, identity FROM pg_catalog.pg_identify_object($1::pg_catalog.oid, "
                     "$2::pg_catalog.oid, 0)",
                     2, values, error);
        if (!rows)
            return false;
        if (rows_count(rows) == 0 || !rows_value(rows, 0, 0) || !rows_value(rows, 0, 1))
            continue;
        catalog->unmodelled[catalog->unmodelled_count++] =
            (Unmodelled){arena_strdup(catalog->arena, rows_value(rows, 0, 0)),
                         arena_strdup(catalog->arena, rows_value(rows, 0, 1))};
    }
    return true;
}

bool loader_count(Loader *loader, Pg *pg, const Rows *census, GError **error) {
    g_autoptr(GArray) unclaimed = find_unclaimed(loader, census);
    return name_unclaimed(loader, pg, unclaimed, error);
}
