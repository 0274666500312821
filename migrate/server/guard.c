/* The guard: a process between the tool and the private server.
 *
 * It is the server's parent and holds one end of a socket whose other end only the tool has. When
 * that end closes, however the tool ended, the guard stops the server and removes the folder. The
 * kernel stops the server when the guard itself is killed; the folder then goes at the next run.
 * One byte starts the server or stops it; one byte back says that it ended. The guard enforces
 * limits of time and size: it kills a server that passed its deadline (SIGKILL: the server's lexer
 * does not listen to anything else) or whose files grew too much. A page of memory that both see
 * holds the texts about it.
 */
#include "server/server.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
    PLAIN = 'P', /* as START, without sandbox */
    PAUSE = 'Q', /* the server is to end as one that is started again */
    WATCH_MILLISECONDS = 250,
    WATCH_SHARE = 20, /* at most this part of the time goes into looking at sizes */
};

typedef struct {
    SandboxReport sandbox;
    char death[256];
} Page;

struct ServerGuard {
    pid_t pid;
    int socket;
    char *rundir;
    SandboxMode sandbox;
    bool plain; /* it did not start in the sandbox */
    GBytes *page;
};

/* --- in the guard */

typedef struct {
    const GuardTask *task;
    Page *page;
    int socket, signals;
    pid_t server;
    gint64 deadline; /* 0: none */
    gint64 look;     /* when its files' sizes are looked at next */
} GuardWatch;

static pid_t start_server(const GuardWatch *watch, bool plain) {
    const GuardTask *task = watch->task;
    const Sandbox sandbox = {task->sandbox, task->programs, task->rundir, geteuid(),
                             &watch->page->sandbox};
    g_autofree char *path = g_build_filename(task->rundir, "log", NULL);
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    pid_t server = fork();
    if (server == 0) {
        child_stdio(-1, log, log);
        child_exec(task->user, SIGQUIT, plain ? NULL : &sandbox, task->argv);
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
 * next wait. Each round may bring their children in turn. */
static void kill_orphans(void) {
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int)getpid());
    for (;;) {
        g_autofree char *text = NULL;
        if (!g_file_get_contents(path, &text, NULL, NULL))
            return;
        g_auto(GStrv) pids = g_strsplit(g_strchomp(text), " ", -1);
        for (guint i = 0; pids[i]; i++) {
            long pid = strtol(pids[i], NULL, 10);
            if (pid > 1)
                kill((pid_t)pid, SIGKILL);
        }
        if (waitpid(-1, NULL, 0) < 0 && errno != EINTR)
            return;
    }
}

static void stop_server(pid_t server, int signals, int signal_number) {
    gint64 deadline = g_get_monotonic_time() + STOP_MILLISECONDS * 1000;
    kill(server, signal_number);
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

/* For nftw(3), which hands nothing on. */
static guint64 bytes_seen, most_bytes;

static int add_file(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)path;
    (void)place;
    if (type == FTW_F)
        bytes_seen += (guint64)status->st_blocks * 512;
    return bytes_seen > most_bytes;
}

/* A server with thousands of tables has so many files that looking at them all the time would cost
 * as much as a session of its. */
static bool is_too_big(GuardWatch *watch) {
    gint64 start = g_get_monotonic_time();
    if (start < watch->look)
        return false;
    bytes_seen = 0;
    most_bytes = (guint64)watch->task->disk_mb << 20;
    bool too_big = nftw(watch->task->rundir, add_file, 16, FTW_PHYS) == 1;
    gint64 end = g_get_monotonic_time();
    watch->look = end + MAX((end - start) * WATCH_SHARE, WATCH_MILLISECONDS * 1000);
    return too_big;
}

/* Says why the server has to be killed; false when it need not be. */
static bool is_due(GuardWatch *watch) {
    const GuardTask *task = watch->task;
    if (watch->deadline && g_get_monotonic_time() >= watch->deadline)
        g_snprintf(watch->page->death, sizeof watch->page->death,
                   "the scratch server was stopped because its time was up (%u ms)",
                   task->deadline_ms);
    else if (task->sandbox != SANDBOX_OFF && is_too_big(watch))
        g_snprintf(watch->page->death, sizeof watch->page->death,
                   "the scratch server was stopped because its files grew beyond %u MB",
                   task->disk_mb);
    return *watch->page->death;
}

static int milliseconds_to_wait(const GuardWatch *watch) {
    gint64 left =
        watch->deadline ? (watch->deadline - g_get_monotonic_time()) / 1000 + 1 : G_MAXINT;
    if (!watch->server)
        return -1;
    if (watch->task->sandbox != SANDBOX_OFF)
        left = MIN(left, WATCH_MILLISECONDS);
    return left == G_MAXINT ? -1 : (int)MAX(left, 0);
}

static void tell_end(GuardWatch *watch) {
    watch->server = 0;
    send(watch->socket, &(char){ENDED}, 1, MSG_NOSIGNAL);
}

/* Obeys one byte of the tool's; false when the tool is gone. */
static bool obey(GuardWatch *watch) {
    char command;
    if (recv(watch->socket, &command, 1, 0) != 1)
        return false;
    if (command == PAUSE) {
        if (watch->server > 0)
            stop_server(watch->server, watch->signals, SIGINT);
        tell_end(watch);
        return true;
    }
    if (!watch->deadline && watch->task->deadline_ms)
        watch->deadline = g_get_monotonic_time() + (gint64)watch->task->deadline_ms * 1000;
    watch->server = start_server(watch, command == PLAIN);
    return true;
}

static void serve(GuardWatch *watch) {
    for (;;) {
        struct pollfd waits[] = {{.fd = watch->socket, .events = POLLIN},
                                 {.fd = watch->signals, .events = POLLIN}};
        int found = poll(waits, 2, milliseconds_to_wait(watch));
        struct signalfd_siginfo info;
        if (watch->server > 0 && is_due(watch)) {
            stop_server(watch->server, watch->signals, SIGKILL);
            tell_end(watch);
        }
        if (found <= 0)
            continue;
        if (waits[1].revents && read(watch->signals, &info, sizeof info) > 0 &&
            collect(watch->server))
            tell_end(watch);
        if (waits[0].revents && !obey(watch))
            break;
    }
    if (watch->server > 0)
        stop_server(watch->server, watch->signals, SIGQUIT);
    remove_folder(watch->task->rundir);
}

G_NORETURN static void guard_main(const GuardTask *task, Page *page, int fd, int lock) {
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
    GuardWatch watch = {.task = task,
                        .page = page,
                        .socket = first,
                        .signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK)};
    if (chdir("/") == 0)
        serve(&watch);
    _exit(0);
}

/* --- in the tool */

static void page_free(gpointer page) {
    munmap(page, sizeof(Page));
}

static GBytes *page_new(void) {
    void *page =
        mmap(NULL, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? NULL
                              : g_bytes_new_with_free_func(page, sizeof(Page), page_free, page);
}

static Page *page_of(const ServerGuard *guard) {
    return (Page *)g_bytes_get_data(guard->page, NULL);
}

ServerGuard *guard_new(const GuardTask *task, int lock, GError **error) {
    int ends[2] = {-1, -1};
    g_autoptr(GBytes) page = page_new();
    if (!page || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot make a socket: %s",
                    g_strerror(errno));
        return NULL;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        guard_main(task, (Page *)g_bytes_get_data(page, NULL), ends[1], lock);
    }
    close(ends[1]);
    if (pid < 0) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot start a process: %s",
                    g_strerror(errno));
        close(ends[0]);
        return NULL;
    }
    ServerGuard *guard = g_new0(ServerGuard, 1);
    *guard = (ServerGuard){.pid = pid,
                           .socket = ends[0],
                           .rundir = g_strdup(task->rundir),
                           .sandbox = task->sandbox,
                           .page = g_steal_pointer(&page)};
    return guard;
}

/* The server writes its state into this file's last line, padded with blanks. */
static bool is_ready(const char *file) {
    g_autofree char *text = NULL;
    return g_file_get_contents(file, &text, NULL, NULL) && strstr(text, "\nready");
}

/* Whether the guard said that the server ended, or is gone itself. */
static bool has_ended(const ServerGuard *guard) {
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

/* Whether the server takes connections. `ended`: it will not any more. */
static bool launch(ServerGuard *guard, char command, bool *ended) {
    g_autofree char *file = g_build_filename(guard->rundir, "data", "postmaster.pid", NULL);
    gint64 deadline = g_get_monotonic_time() + START_SECONDS * G_USEC_PER_SEC;
    *ended = send(guard->socket, &command, 1, MSG_NOSIGNAL) != 1;
    while (!*ended && g_get_monotonic_time() < deadline) {
        if (is_ready(file))
            return true;
        *ended = has_ended(guard);
        g_usleep(1000);
    }
    return false;
}

/* What PostgreSQL is linked with may lie where the sandbox does not expect it. */
static bool launch_plain(ServerGuard *guard, bool *ended) {
    if (!launch(guard, PLAIN, ended))
        return false;
    SandboxReport *report = &page_of(guard)->sandbox;
    report->whole = false;
    g_strlcpy(report->text, "none: the server does not start in it", sizeof report->text);
    guard->plain = true;
    return true;
}

bool guard_launch(ServerGuard *guard, GError **error) {
    bool ended;
    bool sandboxed = guard->sandbox != SANDBOX_OFF && !guard->plain;
    if (launch(guard, sandboxed ? START : PLAIN, &ended))
        return true;
    if (ended && guard->sandbox == SANDBOX_PREFER && !*page_of(guard)->death &&
        launch_plain(guard, &ended))
        return true;
    g_autofree char *tail = log_tail(guard->rundir);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "the scratch server %s; the end of its log:\n%s",
                ended ? "did not start" : "was not ready within a minute", tail);
    return false;
}

bool guard_pause(ServerGuard *guard) {
    g_autofree char *file = g_build_filename(guard->rundir, "data", "postmaster.pid", NULL);
    char byte;
    ssize_t count = send(guard->socket, &(char){PAUSE}, 1, MSG_NOSIGNAL);
    while (count == 1 && (count = recv(guard->socket, &byte, 1, 0)) < 0 && errno == EINTR)
        count = 1;
    return count == 1 && !g_file_test(file, G_FILE_TEST_EXISTS);
}

const char *guard_sandbox(const ServerGuard *guard) {
    return guard->sandbox == SANDBOX_OFF ? "none: switched off" : page_of(guard)->sandbox.text;
}

bool guard_is_sandboxed(const ServerGuard *guard) {
    return page_of(guard)->sandbox.whole;
}

GBytes *guard_death(const ServerGuard *guard) {
    return g_bytes_new_with_free_func(page_of(guard)->death, sizeof(((Page *)NULL)->death),
                                      (GDestroyNotify)g_bytes_unref, g_bytes_ref(guard->page));
}

void guard_free(ServerGuard *guard) {
    if (!guard)
        return;
    close(guard->socket);
    child_wait(guard->pid);
    g_bytes_unref(guard->page);
    g_free(guard->rundir);
    g_free(guard);
}
