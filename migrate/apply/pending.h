/* What both ways of applying share: the plan, and one migration after the other. Inside apply/
 * only.
 */
#pragma once

#include "apply/run.h"

/* What is pending for the ledger that was read, and what is wrong with it. Caller unrefs. */
GPtrArray *run_pending(const Run *run, Findings *findings);
/* Whether there is something to write, if nothing is wrong. */
bool run_writes(const Run *run, const GPtrArray *pending);
/* Tells and confirms what will be applied, once. */
bool apply_plan(Run *run, const GPtrArray *pending, Findings *findings, GError **error);
bool apply_pending(Run *run, GPtrArray *pending, GError **error);
/* What became of the migration in flight, and of those that were done before, after the ledger was
 * read again. */
void apply_read_verdict(Run *run);
