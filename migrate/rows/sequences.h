/* Sequences that give columns their values, after rows came in that brought their own. */
#pragma once

#include "mask/tables.h"

/* The sequences of the columns of `table` go on behind its rows, and never back. */
bool sequences_catch_up(Pg *pg, const Table *table, GError **error);
