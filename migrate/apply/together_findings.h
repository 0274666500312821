/* What cannot be in one transaction with other migrations. Inside apply/ only. */
#pragma once

#include "apply/preflight.h"

/* Adds a finding for every migration of `pending` that runs outside a transaction, and for every
 * label of an enum that one of them adds and a statement after it uses: the server lets nobody use
 * it before the transaction is committed (manual: ALTER TYPE). */
void together_findings(const GPtrArray *pending, Findings *findings);
