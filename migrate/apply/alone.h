/* What no transaction can hold. Inside apply/ only. */
#pragma once

#include "apply/work.h"

/* The statement at `at` on its own, unless an earlier attempt got it done. */
bool alone_run(const Work *work, GError **error);
