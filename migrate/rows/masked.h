/* Masked: the masks that a project has for the tables of a database. */
#pragma once

#include "mask/masks.h"
#include "rows/end.h"

/* Reads what the schema's files say (in an untrusted run, those of the base branch), and gives the
 * key to the transaction that is open there. Caller frees, before the end is cleared. */
Masks *masked_open(End *end, const Project *project, GError **error);
