/* The picture of a report: the tables that two catalogs differ in. */
#pragma once

#include "catalog/catalog.h"

/* As SVG. NULL where no target of `targets` (of ReportTarget*) shows one, where nothing is to be
 * drawn, and where Graphviz is not there. Caller frees. */
char *picture_of(const GPtrArray *targets, const Catalog *old, const Catalog *new);
