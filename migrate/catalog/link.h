/* Linking: objects with identities, parents, children and dependencies. Only for load.c and gate.c.
 */
#pragma once

#include "catalog/loader.h"

/* Leaves out these addresses, text as in `depends` of kind.h or NULL, before anything is read. */
void loader_leave_out(Loader *loader, const char *addresses);

/* Reads the dependencies, which needs no object yet. */
void loader_read_dependencies(Loader *loader, const Rows *depend);

/* With all objects pending, says what belongs where. FAIL_ENVIRONMENT when the catalog contradicts
 * itself. */
bool loader_link(Loader *loader, GError **error);

/* Follows an address to the nearest known object: itself, its whole, its owner along an internal
 * edge, else an automatic one. */
Object *loader_resolve(const Loader *loader, Address address, bool internal_only);

/* Whether an address belongs to an extension, or to something the user ignores. */
bool loader_is_foreign(const Loader *loader, Address address);
