/* What is printed about several services: as each ends, and in the end one report, one table and
 * one answer. Inside cmd/services.c alone. */
#pragma once

#include "cmd/service_run.h"

/* A line for each thing that was done there. */
void services_view_ended(const Invocation *invocation, const ServiceRun *run);
/* `runs` are ServiceRun*, each ended, in the order to show them in. False with the failure of the
 * whole run, whose message is empty: it was told. */
bool services_view_end(const Invocation *invocation, const GPtrArray *runs, GError **error);
