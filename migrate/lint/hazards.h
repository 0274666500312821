/* Hazards: what a statement of a new migration does to relations that are in use.
 *
 * What a statement says is a fact (text/facts.h). What it does is measured where the migration was
 * executed on scratch (measure/): then that decides whether a fact is dangerous here, and finds
 * what no fact tells. Where a statement was not executed, its facts alone are judged, and a table
 * counts as new when a new migration creates one of that name. What only rows can show (NULLs,
 * duplicates, conditions that are missing) is a fact's to say in either case.
 */
#pragma once

#include "lint/rule.h"

/* A rule's `check`. */
void hazards_check(Lint *lint, const Rule *rule);

/* Whether the fact says that its statement does such work. */
bool hazard_explains(const LintFact *found, Work work);
/* measured_rules.c: finds work that no fact of its statement explains, under the codes of all rules
 * that such work belongs to. */
void hazards_unexplained(Lint *lint);
