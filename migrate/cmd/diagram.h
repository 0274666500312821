/* Diagram: the tables that a difference changes, and those that they refer to, as a report draws
 * them. */
#pragma once

#include "diff/diff.h"
#include "report/report.h"

/* Owns its arrays; names are borrowed from the diff's catalogs. */
typedef struct {
    GPtrArray *tables; /* ReportTable*, by name */
    GPtrArray *links;  /* ReportLink*, by the table that refers */
} Diagram;

/* What `diff`, which must outlive the diagram, changes. */
void diagram_make(Diagram *diagram, const Diff *diff);
void diagram_clear(Diagram *diagram);
