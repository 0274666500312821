/* The options of `migrate apply`, and its hooks, as whoever applies gets them. */
#pragma once

#include "cmd/apply_view.h"

/* Takes them into an open view. FAIL_USAGE for what does not go together, and for a version that
 * the history lacks. */
bool apply_options_take(ApplyView *view, GError **error);
