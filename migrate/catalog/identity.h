/* What an object's identity says, as pg_identify_object() writes it. */
#pragma once

#include "catalog/catalog.h"

/* The schema, as the server quotes it, that an identity begins with; that of a property of what an
 * extension brought begins with what this is ("function x.f()"). NULL: it lies in none. Caller
 * frees. */
char *identity_schema(const char *kind, const char *identity);
