/* The lock that keeps other runs out. Inside apply/ only. */
#pragma once

#include "apply/run.h"

/* Tells as an event who holds the lock `key`. */
void lock_tell_holder(Run *run, const char *key);
/* Also that of the tool whose ledger is kept up to date. */
bool lock_take(Run *run, GError **error);
/* Gives it back; what goes wrong here is only a warning. */
void lock_release(Run *run);
/* Asks one of lock_try.sql, lock_held.sql, lock_release.sql. */
bool lock_ask(Run *run, const char *sql, bool *held, GError **error);
