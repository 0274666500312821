/* The rows of the statements of a migration or down file outside a transaction. Inside apply/ only.
 */
#pragma once

#include "apply/run.h"

typedef struct {
    Run *run;
    const Migration *migration;
    const char *path; /* of the file that the statements come from */
    bool idempotent;  /* every one of them may run twice */
    const Statement *statements;
    guint count, at;                 /* `at` from 0 */
    GPtrArray *directives;           /* of that file; NULL: none */
    char **states, **probes, **sums; /* of earlier attempts, by statement; NULL: none */
} Work;

/* Reads the rows of earlier attempts. */
bool work_load(Work *work, GError **error);
void work_clear(Work *work);
/* Of the statement's text, hexadecimal. Caller frees. */
char *work_sum(const Statement *statement);
/* Whether a statement in this state is done. */
bool work_is_done(const char *state);
/* Writes the row of the statement at `at`: `state`, what its kind's probe said before (NULL keeps
 * the first attempt's), and the error of one that failed. */
bool work_record(const Work *work, const char *state, const char *probe, const GError *failed,
                 GError **error);
/* The statement that does so, and then sets the transaction's search path. What it points to is the
 * arena's. */
PgStatement work_row(const Work *work, Arena *arena, const char *state, const char *probe,
                     const GError *failed, const char *path);
