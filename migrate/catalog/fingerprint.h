/* Fingerprint: one checksum over all that a comparison of catalogs looks at.
 *
 * Two catalogs between which nothing differs have the same one, on any server of the same major
 * version; one in which anything differs has another. What a comparison passes over (attributes
 * with ATTR_IGNORE, oids, the order of siblings whose order means nothing) does not count, and what
 * was left out when the catalog was loaded is not in it.
 */
#pragma once

#include "catalog/catalog.h"
#include "text/sum.h"

/* Objects that no kind claims count by their identity, since nothing else is known of them. */
Sum catalog_fingerprint(const Catalog *catalog);
/* That of each schema: what lies in it, with its own name left out, so that two schemas which
 * differ in nothing else have the same. What lies in none does not count, nor does what no kind
 * claims. Schema, as the server quotes it → hexadecimal, both owned. Caller unrefs. */
GHashTable *catalog_fingerprint_schemas(const Catalog *catalog);
