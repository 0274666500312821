/* Export: a catalog as declarative files, for people.
 *
 * The statements are those of a plan that was tried, which makes the catalog from nothing. What
 * belongs to a table stands with it: its indexes, triggers, policies, comments, the sequences that
 * it owns and its partitions. What that cannot do without stands before it; what waits for a later
 * table (a foreign key in a circle) stands at the end, and so does who owns what.
 *
 * Files are executed in the order of their names. The same catalog gives the same bytes.
 */
#pragma once

#include "catalog/catalog.h"
#include "plan/plan.h"

/* How the statements are spread over files. */
typedef struct {
    const char *name;
    const char *meaning; /* as Option.help */
    /* What the file of such an object is called, without number and ending; NULL: one file holds
     * all. Caller frees. */
    char *(*stem)(const Object *root);
} ExportLayout;

/* The layouts, by index; NULL behind the last. */
const char *export_layout_name(guint index, const char **meaning);
/* One by its name; NULL: the first. */
const ExportLayout *export_layout(const char *name);

/* One statement of the plan. */
typedef struct {
    const char *sql;    /* borrowed */
    const Object *root; /* what it belongs to: see export_root() */
    const char *chunk;  /* of which file; equal ones that follow each other share it; borrowed */
} ExportUnit;

/* The plan's statements (plan_statements(), which must outlive the result) in the order of the
 * files. Array of ExportUnit; caller unrefs. `names` owns the chunks. */
GArray *export_units(const Plan *plan, const GPtrArray *statements, const GArray *steps,
                     const Catalog *catalog, const ExportLayout *layout, GPtrArray *names);

/* The same in the plan's own order, which always works. */
GArray *export_units_as_planned(const Plan *plan, const GPtrArray *statements, const GArray *steps);

/* The table, type, function, … with which an object is written: for a partition, the outermost
 * partitioned table; for a sequence that a table owns, that table. */
const Object *export_root(const Object *object);

/* The units as files: array of GitFile*, by path; caller unrefs. `only`: the name of the one file
 * of a layout that has one. */
GPtrArray *export_files(const GArray *units, const ExportLayout *layout, const char *only);
