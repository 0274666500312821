/* How much disk the pending migrations will need. Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* The tables that statements rewrite or build an index of. */
typedef struct Needs Needs;
Needs *needs_new(void);
void needs_free(Needs *needs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Needs, needs_free)
void needs_add(Needs *needs, const Statement *statement, const StatementClass *found);
/* A warning for every large one; once for a Needs. */
void run_space_ahead(const Run *run, Needs *needs, Findings *findings);
