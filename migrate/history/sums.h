/* Sums: what migrations say of their own text and of the one before, where the layout has that
 * (LayoutForm.broken). */
#pragma once

#include "base/finding.h"
#include "history/migrations.h"

/* A finding for each that is wrong. */
void sums_check(const History *history, Findings *findings);
