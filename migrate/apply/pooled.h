/* Applying through a transaction pooler. Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* One session of apply_run() through a transaction pooler. */
bool pooled_session(Run *run, GError **error);
/* run_open() through one: afterwards nothing is held. */
bool pooled_open(Run *run, GError **error);
/* pooled_begin.c: begins a transaction that has the lock, and in which the ledger ends with what
 * this run has read; FAIL_LOCKED where another run was faster. */
bool pooled_begin(Run *run, GError **error);
/* Reads the ledger again, as it is while nobody is inside a migration; the former leaves the
 * transaction open, with the lock. */
bool pooled_read_locked(Run *run, GError **error);
bool pooled_read(Run *run, GError **error);
