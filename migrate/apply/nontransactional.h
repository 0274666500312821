/* A migration or down file outside a transaction, statement by statement. Inside apply/ only. */
#pragma once

#include "apply/run.h"

bool nontransactional_run(Run *run, const Migration *migration, GError **error);
/* Runs the down file, or the rest of it, and then removes the migration's row, which is in state
 * `reverting` while it runs. */
bool nontransactional_revert(Run *run, const Migration *migration, GError **error);
