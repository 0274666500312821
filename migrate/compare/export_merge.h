/* Merging an export into files that are there: what they do not state is added, and nothing else in
 * them changes – not a blank, not a comment.
 */
#pragma once

#include "compare/comparison.h"

typedef struct {
    GPtrArray *files;   /* of Script*, borrowed: the source's, with their new text */
    GPtrArray *added;   /* of char*: labels of what was added, outermost objects only */
    GPtrArray *kept;    /* of char*: labels of what is stated differently, and stays as it is */
    GPtrArray *foreign; /* of char*: statements that belong to a file in another language */
} ExportMerge;

ExportMerge export_merge_new(void);
void export_merge_clear(ExportMerge *merge);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ExportMerge, export_merge_clear)

/* Gives the scripts of `sides->from`, a schema, what only `sides->to` has; the draft between them
 * is made. `last`: the file for what belongs nowhere, one of the scripts or a new one. The result
 * has been executed on scratch and lacks nothing; else FAIL_DECISION, and the caller writes
 * nothing. */
bool export_merge(Comparison *sides, const char *last, ExportMerge *merge, GError **error);
