/* The files of configuration: which of them there are, and which may be obeyed.
 *
 * Used by config.c alone.
 */
#pragma once

#include "config/config.h"

/* Finds migrate.ini (`request->file`, or the nearest one) and lays what it says over `config`,
 * whose file and root are set; reads .env beside it. In an untrusted run that is the migrate.ini of
 * the base branch, and what the work tree's says is only looked at for mistakes. */
bool config_read_files(Config *config, const ConfigRequest *request, GError **error);

/* In an untrusted run, once all is filled: a relative path under [scratch] would lead back into the
 * work tree, and one of the project's must not lead out of it. FAIL_USAGE. */
bool config_check_paths(const Config *config, GError **error);

/* Then reads the files that CONFIG_PATHS name from the base branch, and notes those that the change
 * has otherwise. */
bool config_read_named(Config *config, GError **error);
