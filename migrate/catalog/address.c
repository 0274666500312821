#include "catalog/address.h"

#include <stdlib.h>
#include <string.h>

guint address_hash(gconstpointer key) {
    const Address *address = key;
    return address->objid * 2654435761u ^ address->classid * 40503u ^ (guint)address->objsubid;
}

gboolean address_equal(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, sizeof(Address)) == 0;
}

AddressColumns address_columns(const Rows *rows, const char *prefix) {
    static const char *const parts[] = {"classid", "objid", "objsubid"};
    AddressColumns columns;
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *name = g_strconcat(prefix, parts[i], NULL);
        columns.part[i] = rows_column(rows, name);
    }
    return columns;
}

static const char *text_at(const Rows *rows, guint row, int column) {
    return column < 0 ? NULL : rows_value(rows, row, (guint)column);
}

Address address_at(const Rows *rows, guint row, const AddressColumns *columns) {
    const char *classid = text_at(rows, row, columns->part[0]);
    const char *objid = text_at(rows, row, columns->part[1]);
    const char *objsubid = text_at(rows, row, columns->part[2]);
    if (!classid || !objid)
        return (Address){0};
    return (Address){(guint32)strtoul(classid, NULL, 10), (guint32)strtoul(objid, NULL, 10),
                     objsubid ? (gint32)strtol(objsubid, NULL, 10) : 0};
}
