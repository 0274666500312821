/* Transactions through a pooler: each takes the lock, and makes sure of the ledger. */
#include "apply/blocker.h"
#include "apply/bundle.h"
#include "apply/entry.h"
#include "apply/lock.h"
#include "apply/pooled.h"
#include "apply/session.h"
#include "sql.h"
#include <string.h>

enum { POLL_FIRST = 50, POLL_MAX = 2000 };

/* Waits for the transaction's lock, in a transaction of its own each time; true with that open. */
static bool begin_locked(Run *run, GError **error) {
    gint64 end = g_get_monotonic_time() + (gint64)run->options->lock_wait * 1000;
    const char *key = ledger_lock(LOCK_OF_TRANSACTION);
    for (guint pause = POLL_FIRST;; pause = MIN(pause * 2, (guint)POLL_MAX)) {
        if (!pg_script(run->pg, "BEGIN", error))
            return false;
        g_autoptr(Rows) rows =
            pg_ask(run->pg, PG_ONE_ROW("!"),
                   "SELECT pg_catalog.pg_try_advisory_xact_lock($1::bigint)", 1, &key, error);
        if (!rows)
            return false;
        if (strcmp(rows_value(rows, 0, 0), "t") == 0)
            return true;
        if (!pg_script(run->pg, "ROLLBACK", error))
            return false;
        if (g_get_monotonic_time() >= end) {
            g_autoptr(GError) late = g_error_new(
                HISTORY_ERROR, FAIL_LOCKED,
                "another run has been inside a migration for %u s. Run the command again when it "
                "has finished",
                run->options->lock_wait / 1000);
            run_name_blockers(run, NULL, 0, late);
            g_propagate_error(error, g_steal_pointer(&late));
            return false;
        }
        if (!run_sleep(run, run_jitter(pause), error))
            return false;
    }
}

bool pooled_read_locked(Run *run, GError **error) {
    guard_clear(&run->guard);
    run->guard = (Guard){0};
    return begin_locked(run, error) && guard_read(run->pg, &run->guard, error) &&
           run_same_server(run, error) && run_take_role(run, error) && run_read_ledger(run, error);
}

bool pooled_read(Run *run, GError **error) {
    return pooled_read_locked(run, error) && pg_script(run->pg, "COMMIT", error);
}

bool pooled_begin(Run *run, GError **error) {
    g_autofree char *chain = sum_hex(&run->chain);
    const char *const values[] = {chain};
    if (!begin_locked(run, error))
        return false;
    g_autoptr(Rows) rows =
        pg_query(run->pg, ledger_sql(SQL_pooled_chain), G_N_ELEMENTS(values), values, error);
    if (rows)
        return true;
    if (error && bundle_asserted(*error)) {
        g_clear_error(error);
        g_set_error_literal(error, HISTORY_ERROR, FAIL_LOCKED,
                            "another run has just changed the ledger. Run the command again");
    }
    return false;
}
