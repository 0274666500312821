/* The sizes that a project judges its migrations by: those of an environment's database, or of a
 * file. */
#pragma once

#include "config/project.h"
#include "measure/sizes.h"

/* `sizes` becomes those that [check] sizes (--sizes) asks for, NULL where it asks for none. Of an
 * untrusted run a file is the base branch's. `connects`: an environment is asked, too; else only
 * files count. Caller frees. */
bool sized_open(const Project *project, bool connects, Sizes **sizes, GError **error);
/* Those of the database of `environment`; NULL: of the one in force. NULL on error. Caller frees.
 */
Sizes *sized_ask(const Config *config, const char *environment, GError **error);
