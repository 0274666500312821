#include "apply/signals.h"
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

enum { SIGNALS_MAX = 3 };

static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction before[G_N_ELEMENTS(caught)], before_pipe;
static int wake[2] = {-1, -1};
static gint depth = 0, spared = 0;
static volatile sig_atomic_t count = 0, last = 0;

static void handler(int number) {
    int saved = errno;
    count = count + 1;
    last = number;
    if (count >= SIGNALS_MAX)
        _exit(128 + number);
    ssize_t written = write(wake[1], "", 1);
    (void)written;
    errno = saved;
}

void signals_catch(void) {
    if (g_atomic_int_add(&depth, 1) > 0)
        return;
    count = 0;
    last = 0;
    if (wake[0] < 0 && !g_unix_open_pipe(wake, FD_CLOEXEC, NULL))
        g_error("no pipe for signals: %s", g_strerror(errno));
    g_unix_set_fd_nonblocking(wake[0], TRUE, NULL);
    g_unix_set_fd_nonblocking(wake[1], TRUE, NULL);
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (guint i = 0; i < G_N_ELEMENTS(caught); i++)
        sigaction(caught[i], &action, &before[i]);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, &before_pipe);
}

void signals_release(void) {
    if (!g_atomic_int_dec_and_test(&depth))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(caught); i++)
        sigaction(caught[i], &before[i], NULL);
    sigaction(SIGPIPE, &before_pipe, NULL);
}

void signals_spare(bool spare) {
    g_atomic_int_set(&spared, spare);
}

bool signals_are_spared(void) {
    return g_atomic_int_get(&spared) != 0;
}

guint signals_count(void) {
    return (guint)count;
}

int signals_last(void) {
    return last;
}

WaitResult signals_wait(int fd, guint seen, guint milliseconds) {
    gint64 end = g_get_monotonic_time() + (gint64)milliseconds * 1000;
    for (;;) {
        if (signals_count() > seen)
            return WAIT_SIGNAL;
        gint64 left = (end - g_get_monotonic_time() + 999) / 1000;
        struct pollfd polls[] = {{.fd = wake[0], .events = POLLIN}, {.fd = fd, .events = POLLIN}};
        int ready = poll(polls, 2, left > 0 ? (int)MIN(left, G_MAXINT) : 0);
        char drop[16];
        if (ready > 0 && polls[0].revents != 0)
            while (read(wake[0], drop, sizeof drop) > 0)
                continue;
        if (ready > 0 && polls[1].revents != 0)
            return WAIT_READY;
        if (ready == 0 && signals_count() <= seen)
            return WAIT_TIME;
    }
}
