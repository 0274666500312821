/* Hooks: SQL of the project that runs beside the migrations, and is in no ledger. Inside apply/
 * only.
 */
#pragma once

#include "apply/batch.h"

/* Each of `hooks` (of Hook*; NULL: none) in a transaction of its own; `migration` is the one that
 * they belong to, NULL: the whole run. */
bool hooks_run(Run *run, const GPtrArray *hooks, const Migration *migration, GError **error);
/* What is once for a run, before its first migration and after its last one; each is noted. */
bool hooks_before(Run *run, GError **error);
bool hooks_after(Run *run, GError **error);
/* Adds a finding for every statement of a hook that may not be in one. */
void hooks_findings(const Run *run, Findings *findings);
