/* Other programs on the same database: psql, and whatever else uses libpq. They get the connection
 * in PG* variables, never in their arguments, which everybody on the machine can read.
 */
#pragma once

#include "pg/pg.h"

/* The process's environment, with PG* variables that lead to `conninfo`. FAIL_USAGE for a secret
 * that has no variable. Caller frees with g_strfreev(). */
char **shell_environment(const char *conninfo, GError **error);
/* Takes such an environment and adds a search_path to its options. Not every pooler takes them. */
char **shell_add_path(char **environment, const char *path);

/* The path of psql; `bin_dir` (may be NULL) is where the server's programs are. Caller frees. */
char *shell_find_psql(const char *bin_dir, GError **error);

/* Becomes the program. Returns only when that failed. */
void shell_exec(const char *const *argv, char *const *environment, GError **error);
/* What a command of the shell prints, for `seconds` at most; standard error is the tool's own. NULL
 * with FAIL_ENVIRONMENT when it fails or does not end; nothing of what it printed is in the error.
 * Caller frees. */
char *shell_capture(const char *command, char *const *environment, const char *folder,
                    guint seconds, GError **error);

/* Runs the program in `folder` to its end, with the tool's own input and output; its exit status in
 * `status`, 128 and the signal's number when it was killed. */
bool shell_run(const char *const *argv, char *const *environment, const char *folder, int *status,
               GError **error);
