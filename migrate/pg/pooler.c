/* Poolers: finding out whether the session is ours.
 *
 * Every pooler answers with its own pid when a session opens: a pid that differs from the server's
 * only shows that there is a pooler. How it shares sessions takes two connections to see. While the
 * first is idle outside a transaction, the second gets another session or has to wait for one (a
 * session pool), or it gets the first one's (a transaction pool).
 */
#include "pg/connection.h"

/* Milliseconds; how often; and how many times what an answer took. */
enum { TO_CONNECT = 1000, PATIENCE = 500, ROUNDS = 4, BUSY = 20 };

static bool ask_session(Pg *pg) {
    pg->ours = 0;
    return PQsendQuery(pg->conn, "SELECT pg_catalog.pg_backend_pid()");
}

/* The pid of the session that was given; 0: none yet, after `patience` milliseconds (0: any); below
 * 0: none ever. */
static gint64 given_session(Pg *pg, guint patience) {
    guint done, before = pg->patience;
    pg->patience = patience;
    bool waits = !pg_await_answer(pg);
    pg->patience = before;
    if (waits)
        return 0;
    g_autoptr(Rows) rows = pg_last(pg, &done, NULL);
    bool fits = rows && rows_fit(rows, PG_ONE_ROW("!"), NULL);
    return fits ? g_ascii_strtoll(rows_value(rows, 0, 0), NULL, 10) : -1;
}

static gint64 next_session(Pg *pg) {
    return ask_session(pg) ? given_session(pg, 0) : -1;
}

/* Asked while the other one waits: when both wait for a session, that one comes first in the queue.
 * So it is given time once more, on a busy machine many times what this answer took. */
static gint64 next_session_before(Pg *pg, Pg *other, gint64 *theirs) {
    gint64 start = g_get_monotonic_time();
    gint64 mine = next_session(pg);
    gint64 took = (g_get_monotonic_time() - start) / 1000;
    *theirs = given_session(other, (guint)MAX(PATIENCE, took * BUSY));
    return mine;
}

/* A pooler that has other clients need not give both the same session at first: so it is asked
 * several times. One that hands out two in turn would always give each the same: so the first asks
 * twice. */
static PgReach compare(Pg *pg, Pg *other) {
    gint64 first = next_session(pg);
    for (guint i = 0; i < ROUNDS; i++) {
        gint64 theirs = ask_session(other) ? given_session(other, PATIENCE) : -1;
        gint64 mine = theirs < 0    ? -1
                      : theirs == 0 ? next_session_before(pg, other, &theirs)
                                    : next_session(pg);
        gint64 again = mine <= 0 ? -1 : next_session(pg);
        if (first <= 0 || again <= 0 || theirs < 0)
            return PG_UNDECIDED;
        if (theirs == mine || theirs == first || mine != first || again != first)
            return PG_TRANSACTION;
        if (theirs == 0)
            return PG_SESSION;
    }
    return PG_SESSION;
}

/* From now on the settings are the session's. */
static bool borrow(Pg *pg, GError **error) {
    pg->guest = false;
    pg->borrowed = true;
    return pg_script(pg, pg->settings, error);
}

bool pg_take_session(Pg *pg, GError **error) {
    return !pg->guest || borrow(pg, error);
}

bool pg_reach(Pg *pg, const char *conninfo, const char *application, PgReach *reach,
              GError **error) {
    *reach = PG_DIRECT;
    if (!pg->guest)
        return true;
    /* A pooler in statement mode refuses BEGIN. */
    if (!pg_script(pg, "BEGIN", error) || !pg_script(pg, "ROLLBACK", error))
        return false;
    g_autoptr(Pg) other = pg_connect_unpinned(conninfo, application, TO_CONNECT, NULL);
    *reach = other ? compare(pg, other) : PG_UNDECIDED;
    return *reach != PG_SESSION || borrow(pg, error);
}
