/* Executing what is repeated (apply/repeats.h). Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* Executes what is in `run->repeats`, each in a transaction of its own, in which that is noted. */
bool repeats_run(Run *run, GError **error);
/* Tells the ends of those that were executed in one transaction with others, which were `index`. */
void repeats_end(Run *run, guint index);
