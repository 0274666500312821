/* The lock that keeps other runs out. Inside apply/ only. */
#pragma once

#include "apply/run.h"

#define LOCK_SESSION     "8269343926772183941"
#define LOCK_TRANSACTION "5941381922869339209"
bool lock_take(Run *run, GError **error);
/* Gives it back; what goes wrong here is only a warning. */
void lock_release(Run *run);
/* Asks one of lock_try.sql, lock_held.sql, lock_release.sql. */
bool lock_ask(Run *run, const char *sql, bool *held, GError **error);
