/* A migration or down file outside a transaction, statement by statement. Inside apply/ only:
 * nontransactional.c leads through it, alone.c runs what no transaction can hold. */
#pragma once

#include "apply/run.h"

typedef struct {
    Run *run;
    const Migration *migration;
    const char *path; /* of the file that the statements come from */
    bool idempotent;  /* every one of them may run twice */
    const Statement *statements;
    guint count, at;                 /* `at` from 0 */
    char *version;                   /* a quoted literal */
    char **states, **probes, **sums; /* of earlier attempts, by statement; NULL: none */
} Work;

/* Writes the row of the statement at `at`: `state`, what its kind's probe said before (NULL keeps
 * the first attempt's), and the error of one that failed. */
bool work_record(const Work *work, const char *state, const char *probe, const GError *failed,
                 GError **error);
/* alone.c: the statement at `at` on its own, unless an earlier attempt got it done. */
bool alone_run(const Work *work, GError **error);
