/* Applying through a transaction pooler. Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* One session of apply_run() through a transaction pooler. */
bool pooled_session(Run *run, GError **error);
