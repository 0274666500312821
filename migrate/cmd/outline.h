/* Outlines of a draft: what changes, as a tree for people and as JSON for programs. */
#pragma once

#include "cmd/answer.h"
#include "compare/draft.h"

/* Prints a coloured tree to stdout: + comes, - goes, ~ changes, > is renamed. */
void outline_print(const Draft *draft);

/* Adds "version": 1, "renames": […], "changes": […], "hazards": […], "sql": […]. */
void outline_answer(Answer *answer, const Draft *draft);
