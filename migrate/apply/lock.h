/* The lock that keeps other runs out. Inside apply/ only. */
#pragma once

#include "apply/run.h"

#define LOCK_SESSION     "8269343926772183941"
#define LOCK_TRANSACTION "5941381922869339209"
/* Whether this session holds its lock, which it does twice from lock_take() on: much quicker than a
 * look into pg_locks. Where something gave it back meanwhile and it can be had again, nobody else
 * had it. */
#define LOCK_STILL_HELD                                                                            \
    "(CASE WHEN pg_catalog.pg_advisory_unlock(" LOCK_SESSION ")"                                   \
    " THEN pg_catalog.pg_try_advisory_lock(" LOCK_SESSION ") ELSE false END)"
bool lock_take(Run *run, GError **error);
/* Gives it back; what goes wrong here is only a warning. */
void lock_release(Run *run);
