/* What cannot be applied through a transaction pooler. Pure. Inside apply/ only. */
#pragma once

#include "apply/preflight.h"

/* Adds a finding for every migration that cannot, and for every statement. */
void pooled_findings(const GPtrArray *pending, Findings *findings);
