/* The database's catalog as a run finds it and as it leaves it. Inside apply/ only.
 *
 * What goes wrong with a fingerprint is no reason to fail: the ledger then has none.
 */
#pragma once

#include "apply/run.h"

void drift_before(Run *run);
/* For the ledger's last row. */
void drift_after(Run *run);
/* With options->check_drift: adds findings when the catalog is not what the applied migrations
 * make. A fingerprint would not do: a run may have begun on a catalog that had drifted. */
bool drift_check(Run *run, Findings *findings, GError **error);
