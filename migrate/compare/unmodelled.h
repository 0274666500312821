/* Unmodelled objects: what no kind claims cannot be compared, so two sides that hold such objects
 * are never said to be the same.
 */
#pragma once

#include "base/finding.h"
#include "catalog/load.h"

/* True when `catalog` has none. Else names them, with what to do: FAIL_DECISION. `side`: "the
 * database". */
bool unmodelled_refuse(const Catalog *catalog, const char *side, GError **error);
/* A finding for each, with `fix`. `catalog` may be NULL. `side`: "database". */
void unmodelled_report(const Catalog *catalog, const char *side, const char *fix,
                       Findings *findings);
