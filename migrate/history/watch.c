#include "history/run.h"
#include "history/signals.h"
#include "sql.h"
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { TICK = 200, LOOK_EVERY = 1000, LOOK_FIRST = 500, MAX_NOTICES = 1000, MAX_BLOCKERS = 16 };

typedef struct {
    char *severity, *text;
} Notice;

/* The thread that waits for the server. The session is its own from worker_start() until `done` is
 * readable. */
struct Worker {
    GThread *thread;
    GAsyncQueue *jobs;    /* the Worker itself: run `sql`; its queue: end */
    GAsyncQueue *notices; /* of Notice* */
    int done;
    Pg *pg;
    const char *sql;
    gsize length;
    bool fine;
    GError *error;
};

static void notice_free(gpointer data) {
    Notice *notice = data;
    g_free(notice->severity);
    g_free(notice->text);
    g_free(notice);
}

static void on_notice(const char *severity, const SqlFault *fault, void *data) {
    Worker *worker = data;
    if (g_async_queue_length(worker->notices) >= MAX_NOTICES)
        return;
    Notice *notice = g_new0(Notice, 1);
    notice->severity = g_strdup(severity);
    notice->text = g_strdup(fault->message);
    g_async_queue_push(worker->notices, notice);
}

static gpointer work(gpointer data) {
    Worker *worker = data;
    while (g_async_queue_pop(worker->jobs) == worker) {
        worker->fine = pg_run(worker->pg, worker->sql, worker->length, &worker->error);
        eventfd_write(worker->done, 1);
    }
    return NULL;
}

static Worker *worker_new(void) {
    Worker *worker = g_new0(Worker, 1);
    worker->jobs = g_async_queue_new();
    worker->notices = g_async_queue_new_full(notice_free);
    worker->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (worker->done < 0)
        g_error("eventfd: %s", g_strerror(errno));
    worker->thread = g_thread_new("statement", work, worker);
    return worker;
}

void watch_stop(Run *run) {
    Worker *worker = g_steal_pointer(&run->worker);
    if (worker == NULL)
        return;
    g_async_queue_push(worker->jobs, worker->jobs);
    g_thread_join(worker->thread);
    g_async_queue_unref(worker->jobs);
    g_async_queue_unref(worker->notices);
    close(worker->done);
    g_free(worker);
}

static void tell_notices(const Run *run) {
    Notice *notice;
    while ((notice = g_async_queue_try_pop(run->worker->notices)) != NULL) {
        run_emit(
            run,
            (ApplyEvent){.type = APPLY_NOTICE, .severity = notice->severity, .text = notice->text});
        notice_free(notice);
    }
}

static gint64 number_at(const Rows *rows, guint row, guint column) {
    const char *value = rows_value(rows, row, column);
    return value == NULL ? 0 : g_ascii_strtoll(value, NULL, 10);
}

void watch_tell_blockers(const Run *run, ApplyEventType type, const Rows *rows) {
    ApplyBlocker blockers[MAX_BLOCKERS];
    guint count = 0;
    for (guint i = 0; i < rows_count(rows) && count < MAX_BLOCKERS; i++) {
        if (strcmp(rows_value(rows, i, 0), "blocker") != 0)
            continue;
        blockers[count++] = (ApplyBlocker){
            .pid = (int)number_at(rows, i, 1),
            .user = rows_value(rows, i, 2),
            .application = rows_value(rows, i, 3),
            .client = rows_value(rows, i, 4),
            .state = rows_value(rows, i, 5),
            .query = rows_value(rows, i, 6),
            .age = number_at(rows, i, 7),
        };
    }
    if (count > 0)
        run_emit(run, (ApplyEvent){.type = type,
                                   .elapsed = run_elapsed(run),
                                   .blockers = blockers,
                                   .blocker_count = count});
}

static void tell_progress(const Run *run, const Rows *rows) {
    ApplyEvent event = {.type = APPLY_PROGRESS, .elapsed = run_elapsed(run), .fraction = -1};
    for (guint i = 0; rows != NULL && i < rows_count(rows); i++) {
        if (strcmp(rows_value(rows, i, 0), "progress") != 0)
            continue;
        gint64 done = number_at(rows, i, 3), total = number_at(rows, i, 4);
        event.text = rows_value(rows, i, 2);
        event.fraction = total > 0 ? (double)done / (double)total : -1;
    }
    run_emit(run, event);
}

/* Asks the server from a second session. It never keeps a transaction open, which a concurrent
 * index build would wait for. */
static void look(Run *run) {
    if (run->monitor == NULL)
        run->monitor = pg_connect(run->options->conninfo, run->application, NULL);
    g_autofree char *pid = g_strdup_printf("%d", run->guard.backend_pid);
    const char *const values[] = {pid};
    g_autoptr(Rows) rows =
        run->monitor == NULL ? NULL : pg_query(run->monitor, SQL_watch, 1, values, NULL);
    if (rows == NULL)
        g_clear_pointer(&run->monitor, pg_close);
    tell_progress(run, rows);
    if (rows != NULL)
        watch_tell_blockers(run, APPLY_BLOCKED, rows);
}

static bool worker_done(Worker *worker) {
    eventfd_t value;
    return eventfd_read(worker->done, &value) == 0;
}

static void wait_for(Run *run, Watch watch) {
    gint64 start = g_get_monotonic_time();
    guint seen = signals_count(), first = MAX(run->options->lock_timeout / 2, 1u);
    gint64 next_look = MIN(first, (guint)LOOK_FIRST);
    guint patience = watch.alone && !run->options->cancel_alone ? 1 : 0;
    bool cancelled = false;
    while (!worker_done(run->worker)) {
        gint64 elapsed = (g_get_monotonic_time() - start) / 1000;
        WaitResult woken =
            signals_wait(run->worker->done, seen, (guint)CLAMP(next_look - elapsed, 1, TICK));
        tell_notices(run);
        if (woken == WAIT_SIGNAL)
            seen = signals_count();
        elapsed = (g_get_monotonic_time() - start) / 1000;
        bool late = watch.timeout > 0 && elapsed >= watch.timeout;
        if (!cancelled && (late || (woken == WAIT_SIGNAL && seen > patience)))
            cancelled = pg_cancel(run->pg, NULL);
        if (woken == WAIT_TIME && elapsed >= next_look) {
            look(run);
            next_look = (g_get_monotonic_time() - start) / 1000 + LOOK_EVERY;
        }
    }
    tell_notices(run);
}

bool watch_run(Run *run, const Statement *statement, Watch watch, GError **error) {
    if (run->worker == NULL)
        run->worker = worker_new();
    Worker *worker = run->worker;
    worker->pg = run->pg;
    worker->sql = statement->text;
    worker->length = statement->length;
    pg_on_notice(run->pg, on_notice, worker);
    g_async_queue_push(worker->jobs, worker);
    wait_for(run, watch);
    pg_on_notice(run->pg, NULL, NULL);
    if (worker->error != NULL)
        g_propagate_error(error, g_steal_pointer(&worker->error));
    return worker->fine;
}
