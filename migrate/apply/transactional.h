/* A migration in one transaction. Inside apply/ only. */
#pragma once

#include "apply/batch.h"

bool unit_run(const Unit *unit, GError **error);
bool transactional_run(Run *run, const Migration *migration, GError **error);
