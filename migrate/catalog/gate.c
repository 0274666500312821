/* The completeness gate: it enumerates the system catalogs, so that objects of an unknown kind are
 * named and not missed; so are properties of objects that no kind claims. */
#include "catalog/gate.h"

#include "catalog/link.h"

#include "sql.h"

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

static bool is_ignored(const Loader *loader, const Unmodelled *object) {
    const LoadOptions *options = loader->options;
    return options && options->ignore &&
           options->ignore(object->type, object->identity, options->ignore_data);
}

/* Asks the server for the name of `address`, and adds it to what is not modelled; `property` is the
 * kind of a property that was found on it, NULL for the object itself. */
static bool name_one(Loader *loader, Pg *pg, const Address *address, const char *property,
                     GError **error) {
    Catalog *catalog = loader->catalog;
    char numbers[3][16];
    const char *values[] = {numbers[0], numbers[1], numbers[2]};
    g_snprintf(numbers[0], sizeof numbers[0], "%u", address->classid);
    g_snprintf(numbers[1], sizeof numbers[1], "%u", address->objid);
    g_snprintf(numbers[2], sizeof numbers[2], "%d", MAX(address->objsubid, 0));
    g_autoptr(Rows) rows = pg_query(pg, SQL_unclaimed, 3, values, error);
    if (!rows)
        return false;
    if (rows_count(rows) == 0)
        return true;
    const char *type = rows_value(rows, 0, 0);
    Unmodelled found = {property ? arena_printf(catalog->arena, "%s on %s", property, type)
                                 : arena_strdup(catalog->arena, type),
                        arena_strdup(catalog->arena, rows_value(rows, 0, 1))};
    if (!is_ignored(loader, &found))
        catalog->unmodelled[catalog->unmodelled_count++] = found;
    return true;
}

static bool name_orphans(Loader *loader, Pg *pg, GError **error) {
    for (guint i = 0; i < loader->orphans->len; i++) {
        const Pending *orphan = loader->orphans->pdata[i];
        if (!loader_is_foreign(loader, orphan->parent) &&
            !name_one(loader, pg, &orphan->parent, orphan->object->kind->name, error))
            return false;
    }
    return true;
}

bool loader_count(Loader *loader, Pg *pg, const Rows *census, GError **error) {
    Catalog *catalog = loader->catalog;
    g_autoptr(GArray) unclaimed = find_unclaimed(loader, census);
    guint most = unclaimed->len + loader->orphans->len;
    catalog->unmodelled = arena_alloc(catalog->arena, (most + 1) * sizeof(Unmodelled));
    for (guint i = 0; i < unclaimed->len; i++)
        if (!name_one(loader, pg, &g_array_index(unclaimed, Address, i), NULL, error))
            return false;
    return name_orphans(loader, pg, error);
}
