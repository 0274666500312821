/* The tool's own view of a scratch database, for tests that compare it with the user's. */
#pragma once

#include "server/scratch_data.h"

/* A second connection to the database of `pg`: a superuser's; on a given server that of the same
 * role as the user's. */
Pg *tool_connection(Scratch *scratch, const Pg *pg, GError **error);
