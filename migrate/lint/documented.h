/* Documented: which tables and columns have no comment. Pure. */
#pragma once

#include "base/finding.h"
#include "catalog/catalog.h"

/* Adds a finding `undocumented` for each table of `catalog` that lacks a comment, itself or a
 * column of it. `patterns`: regular expressions for the identities that count, NULL-terminated;
 * empty: all do. Partitions do not count: they are as the table that they are of. FAIL_USAGE for a
 * wrong pattern. */
bool lint_undocumented(const Catalog *catalog, const char *const *patterns, Findings *findings,
                       GError **error);
