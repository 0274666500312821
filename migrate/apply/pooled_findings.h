/* What cannot be applied through a transaction pooler. Pure. Inside apply/ only. */
#pragma once

#include "apply/preflight.h"

/* Adds a finding for every migration that cannot, and for every statement. */
void pooled_findings(const GPtrArray *pending, Findings *findings);
/* The same for one file of the migration `label`, which holds these statements. */
void pooled_check(const char *label, const char *path, bool transactional, const GArray *statements,
                  Findings *findings);
