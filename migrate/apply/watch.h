/* Runs statements of a migration and, while they run, watches signals, the clock, and what the
 * server says about it. Inside apply/ only. */
#pragma once

#include "apply/run.h"

typedef struct {
    bool alone; /* outside a transaction: the first signal lets it finish */
    /* Told now and then how many statements of a batch have succeeded; NULL: nobody asks. */
    void (*through)(guint done, void *data);
    void *data;
} Watch;
/* Opens the session that looks, where there is little time to do it later. */
void watch_prepare(Run *run);
bool watch_run(Run *run, const Statement *statement, Watch watch, GError **error);
/* The same for an array of PgStatement that pg_batch_send() gets. */
bool watch_batch(Run *run, const GArray *statements, Watch watch, GError **error);
/* The columns of watch.sql: what $1 = pid waits for, or how far it is. */
#define WATCH_SIGNS "!......."
