/* A temporary folder in which a test builds git repositories with the git program, cut off from the
 * user's own configuration and from the environment of an action. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* For cmocka's setup and teardown: makes the folder, moves into it, sets HOME; removes it. */
int gitbox_setup(void **state);
int gitbox_teardown(void **state);

/* Absolute path of `name` in the folder. Caller frees. */
char *gitbox_path(const char *name);

/* Runs a shell script in the folder under `set -e`; git's author, date and default branch ("main")
 * are fixed. Fails the test when the script fails; gitbox_try() only says so. */
void gitbox_run(const char *script);
bool gitbox_try(const char *script);

/* The output of a script, without its last newline. Caller frees. */
char *gitbox_ask(const char *script);
