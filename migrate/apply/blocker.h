/* Blockers: the sessions that are in the way, for events and for the error with which a run gives
 * up. Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* Tells `rows` (as watch.sql has them) as an event, and remembers them for run_name_blockers(). */
void run_tell_blockers(Run *run, ApplyEventType type, const Rows *rows);
void run_forget_blockers(Run *run);

/* Adds to the error of a lock that was not to be had who was in the way: whoever was seen while it
 * was waited for; else whoever holds locks that may be it: on what the statements name, on the
 * ledger, those that keep other runs out, or any that is more than reading. No transaction is open.
 */
void run_name_blockers(Run *run, const Statement *statements, guint count, GError *error);
/* The same for what a run ends with, if that is a lock timeout outside of a migration's
 * transaction, where nothing is tried again; `error` may be NULL. */
void run_name_lock(Run *run, GError *error);
