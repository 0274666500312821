/* Other programs on the same database: psql, and whatever else uses libpq. They get the connection
 * in PG* variables, never in their arguments, which everybody on the machine can read.
 */
#pragma once

#include "pg/pg.h"

/* The process's environment, with PG* variables that lead to `conninfo`. FAIL_USAGE for a secret
 * that has no variable. Caller frees with g_strfreev(). */
char **shell_environment(const char *conninfo, GError **error);

/* The path of psql; `bin_dir` (may be NULL) is where the server's programs are. Caller frees. */
char *shell_find_psql(const char *bin_dir, GError **error);

/* Becomes the program. Returns only when that failed. */
void shell_exec(const char *const *argv, char *const *environment, GError **error);
/* Runs the program in `folder` to its end, with the tool's own input and output; its exit status in
 * `status`, 128 and the signal's number when it was killed. */
bool shell_run(const char *const *argv, char *const *environment, const char *folder, int *status,
               GError **error);
