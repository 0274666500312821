/* What applying has to know about a kind of statement, as rows of data: whether it may run inside a
 * transaction, and, for those that cannot, how to see afterwards whether it happened.
 *
 * A pattern is matched against the head of a statement, word by word:
 *   create         that keyword, in any case          a|b        one of them
 *   [only]         may be missing                     PARENS     a balanced (…)
 *   NAME           a name, qualified or not           STRING     a string literal
 *   END            nothing more
 * The first row that matches holds.
 */
#pragma once

#include "text/scan.h"

typedef enum {
    RUN_INSIDE, /* can run inside a transaction */
    RUN_ALONE,  /* the server refuses it inside a transaction */
    RUN_NEVER,  /* would take the transaction or the lock out of our hands */
} RunMode;

typedef struct {
    const char *pattern;
    const char *name; /* for people and for the ledger */
    RunMode mode;
    const char *advice; /* RUN_NEVER: what to write instead */
    /* One row, one column, from $1 and $2, the first and second NAME as written: 'todo' (not
     * happened), 'done', or 'leftover' (the remains of an attempt that died). NULL: it cannot be
     * seen. */
    const char *probe;
    const char *cleanup; /* rows of one statement each that turn 'leftover' into 'todo' or 'done';
                            parameters as for `probe` */
    bool repeatable;     /* running it twice is the same as once */
    guint table; /* which NAME is the table whose readers or writers wait for it, from 1; 0: none */
    guint builds; /* which NAME is the table that it builds an index of, or the index that it builds
                     again, from 1; 0: none */
    bool may_rewrite; /* it can rewrite a table: its facts (text/facts.h) tell */
    bool session;     /* sets something in the session: is run again when a session resumes */
} StatementKind;

typedef struct {
    const StatementKind *kind; /* never NULL: the last row matches everything */
    char *names[2];            /* as written; NULL when the pattern has fewer */
} StatementClass;

StatementClass statement_classify(const Statement *statement);
void statement_class_clear(StatementClass *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StatementClass, statement_class_clear)

/* Whether the server refuses it inside a transaction. A file that holds nothing else needs no
 * directive to be run outside one. */
bool statement_runs_alone(const Statement *statement);

/* Whether the statement's head is as `pattern` says. */
bool statement_matches(const Statement *statement, const char *pattern);

/* Why the migration may not contain this statement, as a sentence; NULL when it may. Caller frees.
 */
char *statement_objection(const Statement *statement, const StatementClass *found);

/* The first line of the statement, at most 120 bytes, for people; literals are blanked, because
 * they may be secrets. Caller frees. */
char *statement_preview(const Statement *statement);
