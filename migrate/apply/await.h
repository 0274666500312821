/* Await: whether a database answers, and whether it has what a release needs. Only reads.
 *
 * What a release needs is all of its history, each migration applied with the statements that it
 * has here; or one version, which the ledger is asked for without a history, as of an application
 * whose image has no migrations.
 */
#pragma once

#include "apply/ledger.h"

typedef struct {
    const char *conninfo, *owner; /* `owner` as guard_connect() has it */
    const History *history;       /* all of it is needed; NULL: it is not */
    const char *version;          /* it is needed: a version, label or key; NULL: none is */
} AwaitWish;

typedef struct {
    bool answers;
    GPtrArray *missing; /* char*: what is needed and not there */
    char *why;          /* what is waited for, for people; NULL: nothing, all is there */
} Awaited;

/* Looks once, for about as long as `patience` milliseconds at most. What may become better by
 * waiting is `why`; false for what does not: FAIL_USAGE, a connection string that is none.
 * `awaited` is to be cleared, whatever the result. */
bool await_look(const AwaitWish *wish, guint patience, Awaited *awaited, GError **error);
void await_clear(Awaited *awaited);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Awaited, await_clear)
