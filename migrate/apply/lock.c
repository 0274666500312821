#include "apply/lock.h"
#include "apply/blocker.h"
#include "apply/fault_point.h"
#include "apply/watch.h"
#include "sql.h"
#include <string.h>

enum { POLL_FIRST = 50, POLL_MAX = 2000, TELL_EVERY = 5000 };

/* A lock of the session: ours, or the one that another tool's runs hold. */
typedef struct {
    const char *key, *take;
    const char *holder; /* who has it, for people */
} Wanted;

static bool ask(Run *run, const char *sql, const char *key, bool *held, GError **error) {
    const char *const values[] = {key};
    g_autoptr(Rows) rows = pg_ask(run->pg, PG_ONE_ROW("!"), sql, 1, values, error);
    if (!rows)
        return false;
    *held = strcmp(rows_value(rows, 0, 0), "t") == 0;
    return true;
}

bool lock_ask(Run *run, const char *sql, bool *held, GError **error) {
    return ask(run, sql, ledger_lock(LOCK_OF_SESSION), held, error);
}

void lock_tell_holder(Run *run, const char *key) {
    g_autoptr(Rows) rows = pg_ask(run->pg, PG_ANY_ROWS(WATCH_SIGNS), SQL_holder, 1, &key, NULL);
    if (rows)
        run_tell_blockers(run, APPLY_LOCK_WAIT, rows);
}

static void give_up(Run *run, const Wanted *wanted, GError **error) {
    if (run->options->passes_by) {
        g_set_error(error, HISTORY_ERROR, FAIL_LOCKED, "%s holds the lock", wanted->holder);
        return;
    }
    run_forget_blockers(run);
    lock_tell_holder(run, wanted->key);
    g_autoptr(GError) late = g_error_new(
        HISTORY_ERROR, FAIL_LOCKED,
        "%s has been holding the lock for %u s. It is let go when that run ends or its session is "
        "gone; run the command again then",
        wanted->holder, run->options->lock_wait / 1000);
    run_name_blockers(run, NULL, 0, late);
    g_propagate_error(error, g_steal_pointer(&late));
}

/* Polled and never waited in: a session that waits for a lock holds a snapshot's place, and CREATE
 * INDEX CONCURRENTLY in the session that has the lock would wait for this one. */
static bool take(Run *run, const Wanted *wanted, GError **error) {
    gint64 start = g_get_monotonic_time(), told = start;
    for (guint pause = POLL_FIRST;; pause = MIN(pause * 2, (guint)POLL_MAX)) {
        bool held = false;
        if (!ask(run, wanted->take, wanted->key, &held, error))
            return false;
        if (held)
            return true;
        gint64 now = g_get_monotonic_time();
        if (run->options->passes_by || now - start >= (gint64)run->options->lock_wait * 1000) {
            give_up(run, wanted, error);
            return false;
        }
        if (pause > POLL_FIRST * 4 && (told == start || now - told >= TELL_EVERY * 1000)) {
            lock_tell_holder(run, wanted->key);
            told = now;
        }
        guint left = run->options->lock_wait - (guint)((now - start) / 1000);
        if (!run_sleep(run, MIN(run_jitter(pause), MAX(left, 1u)), error))
            return false;
    }
}

static const char *kept_lock(const Run *run) {
    return run->options->keep && run->foreign.tool ? run->foreign.tool->lock : NULL;
}

bool lock_take(Run *run, GError **error) {
    const Wanted ours = {ledger_lock(LOCK_OF_SESSION), SQL_lock_try, "another run"};
    const Wanted other = {kept_lock(run), "SELECT pg_catalog.pg_try_advisory_lock($1::bigint)",
                          run->foreign.tool ? run->foreign.tool->tool : NULL};
    if (!take(run, &ours, error) || (other.key && !take(run, &other, error)))
        return false;
    fault_point("lock");
    return true;
}

void lock_release(Run *run) {
    if (run->options->pooler)
        return;
    bool held = false;
    if (kept_lock(run))
        ask(run, "SELECT pg_catalog.pg_advisory_unlock($1::bigint)", kept_lock(run), &held, NULL);
    if (lock_ask(run, SQL_lock_release, &held, NULL) && !held)
        run_emit(run,
                 (ApplyEvent){.type = APPLY_WARNING,
                              .text = "the lock was not held any more when it was given back"});
}
