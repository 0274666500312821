/* Comparison: two sides and what leads from one to the other – opened, executed on scratch, found
 * whole, and drafted. Every command that compares anything holds one.
 */
#pragma once

#include "compare/draft.h"
#include "config/endpoint.h"
#include "config/project.h"

struct Comparison {
    Project *project;      /* borrowed */
    Endpoint endpoints[2]; /* of the sides that are an embedded database: as long as it runs */
    Source *from, *to;     /* owned; NULL for a side that is loaded by other means */
    Loaded old, new;
    Draft draft;
    bool without_ledgers; /* set before: those of other tools are left out of files, too */
};

/* Opens `from` and `to`, sources as users write them. */
bool comparison_open(Comparison *comparison, Project *project, const char *from, const char *to,
                     GError **error);
/* Executes both on scratch and reads their catalogs. Two databases are only read, without a scratch
 * server. */
bool comparison_load(Comparison *comparison, GError **error);
/* Both sides' gate; see unmodelled_refuse(). */
bool comparison_gate(const Comparison *comparison, GError **error);
/* Whether the two, which are loaded, are the same; the draft goes on from what was compared. */
bool comparison_is_same(Comparison *comparison);
/* Opens, loads and drafts; refuses what is not whole. See draft_make(). */
bool comparison_draft(Comparison *comparison, Project *project, const char *from, const char *to,
                      const DraftOptions *options, GError **error);
void comparison_clear(Comparison *comparison);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Comparison, comparison_clear)
