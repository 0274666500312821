/* The hooks of `migrate apply`: files of SQL, which apply/ executes, and commands, which are run here.
 */
#pragma once

#include "cmd/apply_view.h"

/* Of an open view: reads the files, and has commands run. FAIL_USAGE for one that cannot be read. */
bool apply_hooks_open(ApplyView *view, GError **error);
