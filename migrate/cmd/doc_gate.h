/* The rules about documentation, which `migrate check` looks at where [check] asks for them. */
#pragma once

#include "base/finding.h"
#include "cmd/cmd.h"
#include "compare/comparison.h"
#include "lint/lint.h"

/* Adds findings `undocumented` and `doc-outdated` about two sides that are the same. */
bool doc_gate(const Invocation *invocation, const LintInput *input, Comparison *sides,
              Findings *findings, GError **error);
