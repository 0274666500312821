/* What was measured of a history, for a report. */
#pragma once

#include "measure/sizes.h"
#include "report/report.h"
#include "source/source.h"

/* The statements of `history` that do something to relations that were there before; NULL where
 * nothing was measured. `sizes` (may be NULL) says how large those are. Array of ReportStatement*,
 * which borrows from `history`. Caller unrefs. */
GPtrArray *effects_of(const Source *history, const Sizes *sizes);
