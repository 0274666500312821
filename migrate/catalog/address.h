/* Addresses: how the system catalogs say which object is meant (manual: pg_depend). */
#pragma once

#include "catalog/catalog.h"
#include "pg/pg.h"

/* For hash tables whose keys are addresses. */
guint address_hash(gconstpointer key);
gboolean address_equal(gconstpointer a, gconstpointer b);

/* The columns <prefix>classid, <prefix>objid, <prefix>objsubid; -1 for one that is missing. */
typedef struct {
    int part[3];
} AddressColumns;
AddressColumns address_columns(const Rows *rows, const char *prefix);

/* All zero when the row has none. */
Address address_at(const Rows *rows, guint row, const AddressColumns *columns);
