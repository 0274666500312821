/* A temporary folder in which a test builds git repositories with the git program, cut off from the
 * user's own configuration and from the environment of an action. */
#pragma once

#include "git/repo.h"
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

/* A script: the repository "r" of two commits, each with a migration. */
#define GITBOX_ORDINARY                                                                            \
    "git init -q r; cd r; put migrations/1/migration.sql one; put schema/a.sql a; commit first; "  \
    "put migrations/2/migration.sql two; commit second; "

/* Opens the repository `name`; fails the test when there is none. */
GitRepo *gitbox_open(const char *name);
void gitbox_assert_holds(const char *text, const char *part);
