/* Trying an export: the files are executed on scratch before anybody gets them. */
#pragma once

#include "compare/comparison.h"
#include "compare/export.h"

/* The files (of GitFile, to be written below `path`, a folder or the one file) that make what
 * `sides` is drafted for, from nothing to a source. `*layout` is what was asked for; where its
 * order does not work, it becomes the first one. What they come to when they are executed is the
 * source's catalog; else FAIL_DECISION. Caller unrefs. */
GPtrArray *export_tried(Comparison *sides, const char *path, const ExportLayout **layout,
                        GError **error);

/* The statements of a history that change rows, as "file:line: INSERT INTO t …". Array of char*;
 * caller unrefs. */
GPtrArray *export_rows(const Source *source);

/* How many objects belong to extensions there, which nobody has to state. */
bool export_members(const Source *source, const Loaded *loaded, guint *count, GError **error);
