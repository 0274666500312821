/* Configuration that came with a change nobody has looked at.
 *
 * A pull request brings its own migrate.ini and .env, and what they say under [scratch] would
 * decide which programs run and with which rights. In an untrusted run they are taken from the base
 * branch instead. Used by config.c alone.
 */
#pragma once

#include "base/error.h"

/* Whether the process runs for a pull request, by the variables of GitHub's and GitLab's. */
bool distrust_is_due(char **environment);

/* The text of `file` (of the work tree; it need not exist there) in `base` (a revision; NULL: the
 * branch that the change is meant for), and its `place` for people: "migrate.ini of origin/main".
 * NULL, with the reason in `why`, when there is none. Caller frees all. */
char *distrust_read_base(const char *file, const char *base, char **place, char **why);

/* Whether `path`, symbolic links resolved, is `folder` or below it. What is not there is judged by
 * the nearest folder that is. */
bool distrust_is_below(const char *path, const char *folder);
