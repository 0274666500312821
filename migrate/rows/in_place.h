/* In place: masks the rows of a database itself, for ever.
 *
 * Each batch is a transaction that notes itself in a table beside the ledger, so that a run which
 * died is gone on with: a row that one of those transactions wrote is masked. Nobody else may write
 * meanwhile.
 */
#pragma once

#include "rows/masked.h"

typedef struct {
    guint tables, columns;
    gint64 rows; /* of this run */
    bool resumed, vacuumed;
} InPlace;

/* Afterwards materialized views are refreshed. The notes stay, so that the same again masks only
 * what is new; with another key, or other masks, it is refused. FAIL_LOCKED while another run is at
 * work. Of the environment in force, where `end` is connected to. FAIL_DECISION for what has to be
 * cleared up first. */
bool mask_in_place(End *end, const Project *project, InPlace *done, GError **error);
