/* Classified: whether a schema says of its columns who their values are about. */
#pragma once

#include "base/finding.h"
#include "catalog/catalog.h"
#include "source/source.h"

/* Adds a finding `wrong-mask` for each mask that `schema` (its files) states and no copy could
 * carry out. Where `strict`, it adds `unclassified-column` for each table of `catalog`, which is
 * that of the schema, with columns that nothing is said of although their values may be about
 * persons; those of `base` (the schema of the base branch; NULL: none) had their time. */
bool lint_classified(const Source *schema, const Catalog *catalog, const Source *base, bool strict,
                     Findings *findings, GError **error);
