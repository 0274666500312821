#include "backup/snapshot.h"

#include "backup/format.h"

/* PostgreSQL's programs set what they need in their session and leave it there. */
static bool take_session(Pg *pg, const SnapshotOptions *options, GError **error) {
    PgReach reach = PG_SESSION;
    if (options->session)
        return pg_take_session(pg, error);
    if (!pg_reach(pg, options->conninfo, options->application, &reach, error))
        return false;
    if (reach == PG_DIRECT || reach == PG_SESSION)
        return true;
    g_set_error_literal(error, BACKUP_ERROR, FAIL_ENVIRONMENT,
                        "this address leads through a pooler that gives each transaction another "
                        "session, and PostgreSQL's programs for dumping and loading need one of "
                        "their own; use the server's own address");
    return false;
}

bool snapshot_open(Snapshot *snapshot, const SnapshotOptions *options, GError **error) {
    static const char begin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    snapshot->pg = guard_connect(options->conninfo, options->application, NULL, options->owner, 0,
                                 &snapshot->guard, error);
    if (!snapshot->pg || !take_session(snapshot->pg, options, error) ||
        !pg_script(snapshot->pg, begin, error))
        return false;
    g_autoptr(Rows) rows = pg_ask(snapshot->pg, PG_ONE_ROW("!"),
                                  "SELECT pg_catalog.pg_export_snapshot()", 0, NULL, error);
    snapshot->id = rows ? g_strdup(rows_value(rows, 0, 0)) : NULL;
    return rows && guard_read(snapshot->pg, &snapshot->guard, error);
}

void snapshot_close(Snapshot *snapshot) {
    if (snapshot->pg && pg_in_transaction(snapshot->pg))
        pg_script(snapshot->pg, "ROLLBACK", NULL);
    g_clear_pointer(&snapshot->pg, pg_close);
    guard_clear(&snapshot->guard);
    g_clear_pointer(&snapshot->id, g_free);
}
