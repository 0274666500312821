#include "base/limits.h"

#include "base/error.h"
#include "base/term.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static struct {
    GMutex mutex;
    GCond changed;
    GThread *thread;
    gint64 start, end; /* of g_get_monotonic_time(); an end of 0: none */
    guint milliseconds;
    void (*tell)(const char *why, void *data);
    void *data;
} run;

static struct {
    GMutex mutex;
    gsize file, total, taken; /* 0: no limit */
} reading;

void limits_start(void) {
    run.start = g_get_monotonic_time();
}

static void print(const char *why, void *data) {
    (void)data;
    term_print(stderr, "migrate: %s\n", why);
}

/* With the mutex held, so that whoever is about to finish waits for the end. */
G_NORETURN static void end_run(void) {
    g_autofree char *why =
        g_strdup_printf("the run was stopped because its time was up (%u ms, scratch.time_limit)",
                        run.milliseconds);
    (run.tell ? run.tell : print)(why, run.data);
    fflush(NULL);
    _exit(FAIL_ENVIRONMENT);
}

static void *watch(void *data) {
    (void)data;
    g_mutex_lock(&run.mutex);
    for (;;) {
        if (!run.end)
            g_cond_wait(&run.changed, &run.mutex);
        else if (!g_cond_wait_until(&run.changed, &run.mutex, run.end) && run.end &&
                 g_get_monotonic_time() >= run.end)
            end_run();
    }
    return NULL;
}

/* Signals are for the thread that works. */
static GThread *start_watch(void) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    GThread *thread = g_thread_new("time", watch, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return thread;
}

void limits_time(guint milliseconds) {
    g_mutex_lock(&run.mutex);
    run.milliseconds = milliseconds;
    run.end = (run.start ? run.start : g_get_monotonic_time()) + (gint64)milliseconds * 1000;
    g_cond_signal(&run.changed);
    g_mutex_unlock(&run.mutex);
    if (!run.thread)
        run.thread = start_watch();
}

void limits_on_end(void (*tell)(const char *why, void *data), void *data) {
    g_mutex_lock(&run.mutex);
    run.tell = tell;
    run.data = data;
    g_mutex_unlock(&run.mutex);
}

void limits_finish(void) {
    g_mutex_lock(&run.mutex);
    run.end = 0;
    g_mutex_unlock(&run.mutex);
}

void limits_reading(gsize file, gsize total) {
    reading.file = file;
    reading.total = total;
}

bool limits_read(gsize bytes, const char *path, GError **error) {
    g_mutex_lock(&reading.mutex);
    bool large = reading.file && bytes > reading.file;
    bool full = reading.total && bytes > reading.total - MIN(reading.taken, reading.total);
    if (reading.total && !large && !full)
        reading.taken += bytes;
    g_mutex_unlock(&reading.mutex);
    if (large)
        g_set_error(error, BASE_ERROR, FAIL_USAGE,
                    "%s has %zu bytes, and in an untrusted run a file may have %zu", path, bytes,
                    reading.file);
    else if (full)
        g_set_error(error, BASE_ERROR, FAIL_USAGE,
                    "with %s, more than %zu bytes would be read, which an untrusted run does not",
                    path, reading.total);
    return !large && !full;
}
