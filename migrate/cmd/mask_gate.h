/* The part of `migrate check` that is about whose values the columns hold. */
#pragma once

#include "compare/comparison.h"
#include "lint/lint.h"

/* Adds what the rules wrong-mask and, under [mask] strict, unclassified-column find in the schema,
 * which is `sides->to`. `base` may have no base branch. */
bool mask_gate(Comparison *sides, const LintBase *base, Findings *findings, GError **error);
