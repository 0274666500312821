/* What a run will execute, as a reviewer reads it: every statement as it will be sent, with nothing
 * but passwords left out. */
#pragma once

#include "cmd/apply_view.h"

/* Prints `migrations` in their order, for people or into the answer; with `view->statements` also
 * the SQL, of the down migrations where `down`. */
void plan_view_show(const ApplyView *view, const GPtrArray *migrations, bool down);
