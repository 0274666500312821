#include "apply/watch.h"
#include "apply/blocker.h"
#include "apply/fault_point.h"
#include "apply/signals.h"
#include "sql.h"
#include <string.h>

enum {
    TICK = 200,
    LOOK_EVERY = 1000,
    LOOK_FIRST = 500,
    CANCEL_EVERY = 1000,
    MAX_NOTICES = 1000,
    PATIENCE = 300 /* with a pooler that may have no session left for looking */
};

/* Where the notices of what was sent go. */
typedef struct {
    const Run *run;
    Watch watch;
    guint told;
} Notices;

static void tell_through(const Run *run, Watch watch) {
    if (watch.through)
        watch.through(pg_batch_done(run->pg), watch.data);
}

/* In the middle of a batch it belongs to the statement behind those that are through. */
static void on_notice(const char *severity, const SqlFault *fault, void *data) {
    Notices *notices = data;
    tell_through(notices->run, notices->watch);
    if (notices->told++ < MAX_NOTICES)
        run_emit(notices->run,
                 (ApplyEvent){.type = APPLY_NOTICE, .severity = severity, .text = fault->message});
}

static void tell_progress(const Run *run, const Rows *rows) {
    ApplyEvent event = {.type = APPLY_PROGRESS, .elapsed = run_elapsed(run), .fraction = -1};
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        if (strcmp(rows_value(rows, i, 0), "progress") != 0)
            continue;
        gint64 done = rows_number(rows, i, 3), total = rows_number(rows, i, 4);
        event.text = rows_value(rows, i, 2);
        event.fraction = total > 0 ? (double)done / (double)total : -1;
    }
    run_emit(run, event);
}

void watch_prepare(Run *run) {
    if (run->monitor)
        return;
    run->monitor = run->reach == PG_DIRECT && !run->options->pooler
                       ? pg_connect(run_conninfo(run), run->application, NULL)
                       : pg_connect_within(run_conninfo(run), run->application, PATIENCE, NULL);
}

/* Asks the server from a second session. It never keeps a transaction open, which a concurrent
 * index build would wait for. */
static void look(Run *run) {
    watch_prepare(run);
    g_autofree char *pid = g_strdup_printf("%d", run->guard.backend_pid);
    const char *const values[] = {pid};
    g_autoptr(Rows) rows =
        run->monitor ? pg_ask(run->monitor, PG_ANY_ROWS(WATCH_SIGNS), SQL_watch, 1, values, NULL)
                     : NULL;
    if (!rows)
        g_clear_pointer(&run->monitor, pg_close);
    tell_progress(run, rows);
    if (rows)
        run_tell_blockers(run, APPLY_BLOCKED, rows);
}

/* Until the server has answered; the answer's error is `error`. */
static bool wait_for(Run *run, Watch watch, GError **error) {
    gint64 start = g_get_monotonic_time();
    guint seen = signals_count(), first = MAX(run->options->lock_timeout / 2, 1u);
    gint64 next_look = run->look_first > 0 ? run->look_first : MIN(first, (guint)LOOK_FIRST);
    guint patience = watch.alone || signals_are_spared() ? 1 : 0;
    /* Again and again: the server passes over one that comes between two statements of a batch. */
    bool unwanted = false;
    gint64 next_cancel = 0;
    for (;;) {
        gint64 elapsed = (g_get_monotonic_time() - start) / 1000;
        WaitResult woken =
            signals_wait(pg_socket(run->pg), seen, (guint)CLAMP(next_look - elapsed, 1, TICK));
        bool done, fine = pg_run_take(run->pg, &done, error);
        tell_through(run, watch);
        if (done)
            return fine;
        if (woken == WAIT_SIGNAL)
            seen = signals_count();
        elapsed = (g_get_monotonic_time() - start) / 1000;
        unwanted = unwanted || (woken == WAIT_SIGNAL && seen > patience);
        if (unwanted && elapsed >= next_cancel) {
            pg_cancel(run->pg, NULL);
            next_cancel = elapsed + CANCEL_EVERY;
        }
        if (elapsed >= next_look) {
            look(run);
            next_look = (g_get_monotonic_time() - start) / 1000 + LOOK_EVERY;
        }
    }
}

bool watch_run(Run *run, const Statement *statement, Watch watch, GError **error) {
    Notices notices = {.run = run, .watch = watch};
    run->clean = false;
    pg_on_notice(run->pg, on_notice, &notices);
    pg_offer_rows(run->pg, statement->rows, statement->rows_length);
    bool fine = pg_run_send(run->pg, statement->text, statement->length, error) &&
                wait_for(run, watch, error);
    pg_offer_rows(run->pg, NULL, 0);
    pg_on_notice(run->pg, NULL, NULL);
    return fine;
}

bool watch_batch(Run *run, const GArray *statements, Watch watch, GError **error) {
    Notices notices = {.run = run, .watch = watch};
    run->clean = false;
    pg_on_notice(run->pg, on_notice, &notices);
    const PgStatement *all = (const PgStatement *)(const void *)statements->data;
    bool fine = pg_batch_send(run->pg, all, statements->len, error);
    fault_point("sent");
    fine = fine && wait_for(run, watch, error);
    pg_on_notice(run->pg, NULL, NULL);
    return fine;
}
