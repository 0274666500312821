/* Drafting: two sources, opened, executed on scratch and turned into a draft. */
#pragma once

#include "compare/draft.h"
#include "config/endpoint.h"
#include "config/project.h"

/* Two sources opened, executed and turned into a draft. */
typedef struct {
    Endpoint endpoints[2];
    Source *from, *to;
    Loaded old, new;
    Draft draft;
} Drafting;

/* `from` and `to` are sources as users write them. `fault` may be NULL. */
bool drafting_make(Drafting *drafting, Project *project, const char *from, const char *to,
                   const DraftOptions *options, ReplayFault *fault, GError **error);
void drafting_clear(Drafting *drafting);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drafting, drafting_clear)

/* Refuses, by name and with the flag for each, what no database can be asked to do: objects that no
 * kind claims. */
bool drafting_is_complete(const Loaded *loaded, const char *side, GError **error);
