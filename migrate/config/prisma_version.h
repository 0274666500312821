/* Prisma: which version of it a project uses. */
#pragma once

#include "config/config.h"

/* The major version: [prisma] version, else what package.json or a lock file says, the nearest one
 * from the schema's folder up to the project's root. 0 when nobody says it. `schema`: see
 * base/paths.h. */
guint prisma_version(const Config *config, const char *schema);
