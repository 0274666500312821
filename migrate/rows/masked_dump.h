/* The rows of a masked dump. */
#pragma once

#include "backup/dump.h"
#include "rows/masked.h"

/* As DumpRows.write, whose `data` is the Project: the rows of all of its tables as masks leave
 * them, and where sequences are. What masks would break is found before the first of them. */
bool masked_dump_write(Pg *pg, Writer *writer, void *project, GError **error);
