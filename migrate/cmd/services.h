/* Several services at once: a verb, run in the folder of each by this very program, side by side.
 *
 * A service is a project of its own, so each gets a process of its own, with its configuration, its
 * connections and its scratch server; the processes answer in JSON, from which one report, one
 * table and one exit status are made. Where a verb changes or awaits databases, a service is begun
 * when those that it comes after have succeeded, and not at all when one of them has not.
 */
#pragma once

#include "cmd/cmd.h"

/* Verb.run_services. Runs the verb in each of them. The run's failure is the first of 4, 3, 2, 75
 * and 1 that one of them ended with; its error is empty, because all was told. */
bool services_run(const Invocation *invocation, GError **error);
