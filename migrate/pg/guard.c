/* The guard: a process between the tool and the private server.
 *
 * It is the server's parent and holds one end of a socket whose other end only the tool has. When
 * that end closes, however the tool ended, the guard stops the server and removes the folder. The
 * kernel stops the server when the guard itself is killed; the folder then goes at the next run.
 * One byte starts the server; one byte back says that it ended.
 */
#include "pg/server.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    START = 'S',
    ENDED = 'E',
    START_SECONDS = 60,
    STOP_MILLISECONDS = 6000, /* the server itself gives its children five seconds */
    LOG_TAIL = 1500,
};

struct Guard {
    pid_t pid;
    int socket;
    char *rundir;
};

/* --- in the guard */

static pid_t start_server(const ServerUser *user, const char *rundir, const char *const *argv) {
    g_autofree char *path = g_build_filename(rundir, "log", NULL);
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    pid_t server = fork();
    if (server == 0) {
        child_stdio(-1, log, log);
        child_exec(user, SIGQUIT, argv);
    }
    close(log);
    return server;
}

/* Collects ended children; true when the server is one of them. */
static bool collect(pid_t server) {
    bool ended = false;
    for (pid_t child; (child = waitpid(-1, NULL, WNOHANG)) > 0;)
        ended = ended || child == server;
    return ended;
}

/* Backends whose server was killed become the guard's children; they would see it only at their
 * next wait. */
static void kill_orphans(void) {
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return;
    g_auto(GStrv) pids = g_strsplit(text, " ", -1);
    for (guint i = 0; pids[i]; i++) {
        long pid = strtol(pids[i], NULL, 10);
        if (pid > 1)
            kill((pid_t)pid, SIGKILL);
    }
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        ;
}

static void stop_server(pid_t server, int signals) {
    gint64 deadline = g_get_monotonic_time() + STOP_MILLISECONDS * 1000;
    kill(server, SIGQUIT);
    while (!collect(server)) {
        gint64 left = (deadline - g_get_monotonic_time()) / 1000;
        if (left <= 0)
            break;
        struct pollfd wait = {.fd = signals, .events = POLLIN};
        struct signalfd_siginfo info;
        if (poll(&wait, 1, (int)left) > 0 && read(signals, &info, sizeof info) < 0)
            break;
    }
    kill_orphans();
}

/* An initdb that its tool left may still be writing for a moment. */
static void remove_folder(const char *rundir) {
    for (int i = 0; i < 20 && !rundir_remove(rundir); i++)
        g_usleep(100000);
}

static void serve(int fd, int signals, const ServerUser *user, const char *rundir,
                  const char *const *argv) {
    pid_t server = 0;
    for (;;) {
        struct pollfd waits[] = {{.fd = fd, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
        if (poll(waits, 2, -1) < 0)
            continue;
        struct signalfd_siginfo info;
        if (waits[1].revents && read(signals, &info, sizeof info) > 0 && collect(server)) {
            server = 0;
            send(fd, &(char){ENDED}, 1, MSG_NOSIGNAL);
        }
        char command;
        if (!waits[0].revents)
            continue;
        if (recv(fd, &command, 1, 0) != 1)
            break;
        server = start_server(user, rundir, argv);
    }
    if (server > 0)
        stop_server(server, signals);
    remove_folder(rundir);
}

G_NORETURN static void guard_main(int fd, int lock, const ServerUser *user, const char *rundir,
                                  const char *const *argv) {
    static const int ignored[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
                                  SIGPIPE, SIGTSTP, SIGUSR1, SIGUSR2};
    setsid(); /* away from the terminal's signals */
    for (guint i = 0; i < G_N_ELEMENTS(ignored); i++)
        signal(ignored[i], SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    prctl(PR_SET_NAME, "migrate-guard");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    child_stdio(-1, -1, -1);
    /* Only the two descriptors stay, so that nobody waits for the end of a pipe of the tool's
     * because of the guard. */
    int first = fcntl(fd, F_DUPFD_CLOEXEC, 100), second = fcntl(lock, F_DUPFD_CLOEXEC, first + 1);
    close_range(3, (unsigned)first - 1, 0);
    close_range((unsigned)first + 1, (unsigned)second - 1, 0);
    close_range((unsigned)second + 1, ~0U, 0);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_SETMASK, &children, NULL);
    int signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    if (chdir("/") == 0)
        serve(first, signals, user, rundir, argv);
    _exit(0);
}

/* --- in the tool */

Guard *guard_new(const ServerUser *user, const char *rundir, const char *const *argv, int lock,
                 GError **error) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot make a socket: %s",
                    g_strerror(errno));
        return NULL;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        guard_main(ends[1], lock, user, rundir, argv);
    }
    close(ends[1]);
    if (pid < 0) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot start a process: %s",
                    g_strerror(errno));
        close(ends[0]);
        return NULL;
    }
    Guard *guard = g_new0(Guard, 1);
    *guard = (Guard){.pid = pid, .socket = ends[0], .rundir = g_strdup(rundir)};
    return guard;
}

/* The server writes its state into this file's last line, padded with blanks. */
static bool is_ready(const char *file) {
    g_autofree char *text = NULL;
    return g_file_get_contents(file, &text, NULL, NULL) && strstr(text, "\nready");
}

/* Whether the guard said that the server ended, or is gone itself. */
static bool has_ended(const Guard *guard) {
    char byte;
    ssize_t count = recv(guard->socket, &byte, 1, MSG_DONTWAIT);
    return count >= 0 || (errno != EAGAIN && errno != EINTR);
}

static char *log_tail(const char *rundir) {
    g_autofree char *path = g_build_filename(rundir, "log", NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, NULL))
        return g_strdup("it left no log");
    const char *tail = text + (length > LOG_TAIL ? length - LOG_TAIL : 0);
    return g_strchomp(g_utf8_make_valid(tail, -1));
}

bool guard_launch(Guard *guard, GError **error) {
    g_autofree char *file = g_build_filename(guard->rundir, "data", "postmaster.pid", NULL);
    gint64 deadline = g_get_monotonic_time() + START_SECONDS * G_USEC_PER_SEC;
    bool ended = send(guard->socket, &(char){START}, 1, MSG_NOSIGNAL) != 1;
    while (!ended && g_get_monotonic_time() < deadline) {
        if (is_ready(file))
            return true;
        ended = has_ended(guard);
        g_usleep(1000);
    }
    g_autofree char *tail = log_tail(guard->rundir);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "the scratch server %s; the end of its log:\n%s",
                ended ? "did not start" : "was not ready within a minute", tail);
    return false;
}

void guard_free(Guard *guard) {
    if (!guard)
        return;
    close(guard->socket);
    child_wait(guard->pid);
    g_free(guard->rundir);
    g_free(guard);
}
