/* Repositories with migrations, built by a test in its gitbox, and what the rules say of them. */
#pragma once

#include "lint/lint.h"

/* Runs a script as gitbox_run() does, with two more functions: `migration LABEL SQL` writes
 * migrations/LABEL/migration.sql, `start` makes a repository whose branch main has the migration
 * 20240101000000_first and a schema, and moves to a branch called work. */
void lintbox_run(const char *script);

/* What [check] says: "code=word" pairs separated by blanks, for all calls that follow; NULL:
 * nothing.
 */
void lintbox_configure(const char *settings);

/* The search_path of unqualified names, for all calls that follow; NULL: public. */
void lintbox_path(const char *path);

/* The findings of lint_run() against `base` (NULL: the default), a line each without a last
 * newline: "error code file:line:column", unknown parts left out. Caller frees. */
char *lintbox_findings(const char *base);

/* Fails unless the findings against main, those of rule `code` only when it is not NULL, are
 * `expected`. */
void lintbox_expect(const char *code, const char *expected);

/* The message of the first finding of `code` against main with its reason and its fix, a line each;
 * fails when there is none. Caller frees. */
char *lintbox_words(const char *code);
