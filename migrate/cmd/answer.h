/* Answer: what a verb says to the program that gave --format json.
 *
 * A run has one answer, whatever becomes of it: the members that all answers have (report/json.h)
 * and the verb's own, printed when its status is known. Meanwhile what the verb prints for people
 * goes to standard error. migrate/report/VERB.schema.json describes the answer of each verb. Every
 * function takes NULL for "no program asked" and does nothing then.
 */
#pragma once

#include "base/finding.h"
#include "cmd/cmd.h"
#include <jansson.h>

/* The answer to `invocation`; NULL where none was asked for. Borrowed. */
Answer *invocation_answer(const Invocation *invocation);

/* Runs what was invoked, and gives the answer where one was asked for. */
bool answer_invocation(Invocation *invocation, GError **error);

/* Sets a member; takes `value`. */
void answer_set(Answer *answer, const char *member, json_t *value);
/* Appends to the list that is a member; takes `value`. */
void answer_append(Answer *answer, const char *member, json_t *value);
/* A file was written; char*, borrowed, NULL where no program asked. */
void answer_wrote(Answer *answer, const char *path);
const GPtrArray *answer_written(const Answer *answer);
/* Copies of what was found. */
void answer_add_findings(Answer *answer, const Findings *findings);

/* Prints it, once. `reason`: the error that the run ends with, or NULL. */
void answer_print(Answer *answer, int status, const char *reason);
/* The verb has answered by itself, by its report. */
void answer_given(Answer *answer);
