/* Snapshot: one moment of a database, which other sessions can look at, too.
 *
 * A session that holds a transaction (REPEATABLE READ, READ ONLY) and has exported its snapshot:
 * what is read through `pg` and what a program prints that is given `id` (pg_dump --snapshot) is
 * the same moment. It blocks no one who reads or writes rows. It holds back VACUUM while it is
 * open. Starts as {0}.
 */
#pragma once

#include "apply/ledger.h"
#include "pg/pg.h"

typedef struct {
    Pg *pg;
    Guard guard;
    char *id;
} Snapshot;

typedef struct {
    const char *conninfo;
    const char *application;
    const char *owner; /* the role to act as where the login may; NULL: the login */
    bool session;      /* a pooler on the way keeps sessions apart: it is not asked */
} SnapshotOptions;

/* FAIL_ENVIRONMENT also behind a transaction pooler, where no program's session is its own. */
bool snapshot_open(Snapshot *snapshot, const SnapshotOptions *options, GError **error);
/* Ends the transaction: from now on the moment is gone. */
void snapshot_close(Snapshot *snapshot);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Snapshot, snapshot_close)
