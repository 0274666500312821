/* Candidates: expressions that could be the values of a column, of the row's number, which they
 * call n. Pure, but for quoting. Inside rows/ only. */
#pragma once

#include "mask/tables.h"

/* The best one first; of a column that may be null, NULL last. `unique`: different for each n.
 * `checks` (of TableCheck*) name constants that are tried, too. Array of char*; empty: of a type
 * that nobody can make up. Caller unrefs. */
GPtrArray *candidates_of(const TableColumn *column, bool unique, const GPtrArray *checks);
