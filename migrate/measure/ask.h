/* Ask: the questions that are put to the server around every statement, prepared once in a session,
 * because planning them takes longer than the answers do.
 *
 * A stranger's SQL can take prepared statements away (DEALLOCATE ALL). From then on the same is
 * asked in words; where the transaction is lost with it, it has to be begun again.
 */
#pragma once

#include "pg/pg.h"

typedef enum {
    ASK_RELATIONS, /* measure_relations.sql */
    ASK_LOCKS,     /* measure_locks.sql */
    ASKS,
} Ask;

typedef struct {
    const Pg *prepared; /* in this session they are; NULL: in none */
    bool in_words;      /* they were taken away once */
    guint number;       /* a part of their names: other askers were in the session, too */
    PgStatement along;  /* what is asked with a statement, see ask_along() … */
    char *name;         /* … and its name */
} Asker;

void asker_clear(Asker *asker);
/* The rows of an answer; NULL on error. Whether `asker` became `in_words` tells why. */
Rows *ask(Asker *asker, Pg *pg, Ask what, const char *const *values, GError **error);

/* What pg_run() runs from now on takes the question along, where that works. Inside a transaction
 * only; `values` have to last up to ask_alone(). */
void ask_along(Asker *asker, Pg *pg, Ask what, const char *const *values);
/* Ends that; `failed` (may be NULL) is the error of what was run. */
void ask_alone(Asker *asker, Pg *pg, const GError *failed);
