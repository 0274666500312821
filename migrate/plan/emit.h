/* Emit: turning one change into statements. What hooks of kinds see of the planner. */
#pragma once

#include "diff/diff.h"
#include "plan/template.h"

typedef struct Emit Emit;

/* Appends the statements of `template`, filled from `new` (and `old` for {old.…}); `argument` is
 * {1}. */
void emit_sql(Emit *emit, const char *template, const Object *old, const Object *new,
              const char *argument);

/* Says that the hook has taken care of an attribute, so that its template is not due. */
void emit_handled(Emit *emit, const char *attribute);

/* Whether an attribute changes and nobody has taken care of it yet. */
bool emit_is_due(const Emit *emit, const char *attribute);

/* Whether an object of the new catalog was in the old one. */
bool emit_was_there(const Emit *emit, const Object *new);
