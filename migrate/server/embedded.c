/* Starting, sharing and stopping the embedded server.
 *
 * Three lock files. `users` is held shared by every command that uses the server, and exclusively
 * by its keeper from the moment on when nobody does: whoever comes then waits until the server has
 * stopped. `starting` is held by the command that starts it. `server` is held by the keeper as long
 * as it lives; in the file are its process and the server's.
 *
 * The keeper is the server's parent and a process of its own session, so that the command that
 * started it may end before others. The kernel stops the server when the keeper is killed.
 */
#include "server/embedded.h"

#include "base/file.h"
#include "server/embedded_data.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    START_SECONDS = 300, /* after a crash the server reads its log first */
    STOP_SECONDS = 60,
    LEAVE_MILLISECONDS = 10000,
    PAUSE = 2000, /* microseconds */
    LOG_TAIL = 1500,
};

struct Embedded {
    Place place;
    int users;
    pid_t keeper; /* 0: another command started it */
    char *conninfo, *url;
    bool made;
};

static bool lock_wait(int lock, int how) {
    while (flock(lock, how) != 0)
        if (errno != EINTR)
            return false;
    return true;
}

/* --- in the keeper */

static pid_t start_server(const Place *place, char *const *argv) {
    g_autofree char *path = g_build_filename(place->folder, "log", NULL);
    int log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    pid_t server = fork();
    if (server == 0) {
        child_stdio(-1, log, log);
        child_exec(&place->user, SIGQUIT, NULL, (const char *const *)argv);
    }
    close(log);
    return server;
}

/* A process that ends when nobody uses the server any more. The lock is its parent's, too. */
static pid_t wait_for_users(int users) {
    pid_t parent = getpid();
    pid_t waiter = fork();
    if (waiter == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent)
            lock_wait(users, LOCK_EX);
        _exit(0);
    }
    return waiter;
}

static void stop_server(pid_t server) {
    gint64 deadline = g_get_monotonic_time() + STOP_SECONDS * G_USEC_PER_SEC;
    kill(server, SIGINT);
    while (waitpid(server, NULL, WNOHANG) == 0) {
        if (g_get_monotonic_time() > deadline)
            kill(server, SIGQUIT);
        g_usleep(PAUSE);
    }
}

static void keep(const Place *place, int lock, char *const *argv) {
    int users = place_lock(place, "users", NULL);
    pid_t server = start_server(place, argv);
    g_autofree char *text = g_strdup_printf("%d %d\n", (int)getpid(), (int)server);
    if (ftruncate(lock, 0) != 0 || pwrite(lock, text, strlen(text), 0) < 0)
        return;
    pid_t waiter = wait_for_users(users), ended;
    do
        ended = waitpid(-1, NULL, 0);
    while ((ended < 0 && errno == EINTR) || (ended > 0 && ended != waiter && ended != server));
    if (ended != server) {
        stop_server(server);
        return;
    }
    kill(waiter, SIGKILL);
    waitpid(waiter, NULL, 0);
}

G_NORETURN static void keeper_main(const Place *place, int lock, char *const *argv) {
    static const int ignored[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
                                  SIGPIPE, SIGTSTP, SIGUSR1, SIGUSR2};
    setsid(); /* away from the terminal's signals */
    for (guint i = 0; i < G_N_ELEMENTS(ignored); i++)
        signal(ignored[i], SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_NAME, "migrate-keeper");
    child_stdio(-1, -1, -1);
    int kept = fcntl(lock, F_DUPFD_CLOEXEC, 100);
    close_range(3, (unsigned)kept - 1, 0);
    close_range((unsigned)kept + 1, ~0U, 0);
    if (chdir("/") == 0)
        keep(place, kept, argv);
    if (strcmp(place->socket, place->folder) != 0)
        rmdir(place->socket);
    _exit(0);
}

/* --- in the command */

/* What the keeper wrote about itself. */
static bool read_pids(const Place *place, pid_t *keeper, pid_t *server) {
    g_autofree char *path = g_build_filename(place->folder, "server", NULL);
    g_autofree char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) &&
           sscanf(text, "%d %d", keeper, server) == 2;
}

/* The server writes its process into this file's first line and its state into the last. */
static bool is_ready(const Place *place, pid_t keeper) {
    pid_t its_keeper = 0, server = 0;
    g_autofree char *path = g_build_filename(place->folder, "data", "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    return read_pids(place, &its_keeper, &server) && its_keeper == keeper &&
           g_file_get_contents(path, &text, NULL, NULL) && strtol(text, NULL, 10) == server &&
           strstr(text, "\nready");
}

static void fail_start(const Place *place, bool ended, GError **error) {
    g_autofree char *path = g_build_filename(place->folder, "log", NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, NULL))
        text = g_strdup("it left no log");
    g_autofree char *tail =
        g_strchomp(g_utf8_make_valid(text + (length > LOG_TAIL ? length - LOG_TAIL : 0), -1));
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                "the development database in %s %s; the end of its log:\n%s", place->folder,
                ended ? "did not start" : "takes too long to start", tail);
}

static bool await(Embedded *embedded, GError **error) {
    gint64 deadline = g_get_monotonic_time() + START_SECONDS * G_USEC_PER_SEC;
    bool ended = false;
    while (!ended && g_get_monotonic_time() < deadline) {
        if (is_ready(&embedded->place, embedded->keeper))
            return true;
        ended = waitpid(embedded->keeper, NULL, WNOHANG) != 0;
        g_usleep(PAUSE);
    }
    fail_start(&embedded->place, ended, error);
    if (ended)
        embedded->keeper = 0;
    return false;
}

/* A server whose keeper was killed needs a moment to stop. */
static void await_leftover(const Place *place) {
    g_autofree char *data = g_build_filename(place->folder, "data", NULL);
    g_autofree char *file = g_build_filename(data, "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(file, &text, NULL, NULL))
        return;
    g_autofree char *link = g_strdup_printf("/proc/%ld/cwd", strtol(text, NULL, 10));
    for (guint i = 0; i < 5000; i++) {
        g_autofree char *folder = g_file_read_link(link, NULL);
        if (g_strcmp0(folder, data) != 0)
            return;
        g_usleep(PAUSE);
    }
}

static bool start(Embedded *embedded, const EmbeddedOptions *options, int lock, GError **error) {
    Place *place = &embedded->place;
    g_autoptr(Programs) programs = place_programs(place, options, error);
    embedded->made = !place->exists;
    if (!programs || (!place->exists && !place_fill(place, programs, error)))
        return false;
    await_leftover(place);
    g_auto(GStrv) argv = place_command(place, programs, error);
    if (!argv)
        return false;
    embedded->keeper = fork();
    if (embedded->keeper == 0)
        keeper_main(place, lock, argv);
    if (embedded->keeper > 0)
        return await(embedded, error);
    embedded->keeper = 0;
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot start a process: %s", g_strerror(errno));
    return false;
}

/* Whoever holds `starting` finds the server either running or not at all. */
static bool ensure(Embedded *embedded, const EmbeddedOptions *options, GError **error) {
    int starting = place_lock(&embedded->place, "starting", error);
    int lock = starting < 0 ? -1 : place_lock(&embedded->place, "server", error);
    bool fine = lock >= 0 && lock_wait(starting, LOCK_EX);
    if (fine && flock(lock, LOCK_EX | LOCK_NB) == 0) {
        /* Another command may have made the data since this one looked. */
        g_autofree char *data = g_build_filename(embedded->place.folder, "data", NULL);
        embedded->place.exists = g_file_test(data, G_FILE_TEST_IS_DIR);
        fine = start(embedded, options, lock, error);
    } else if (fine) {
        g_autoptr(Programs) programs = place_programs(&embedded->place, options, error);
        fine = programs != NULL;
    }
    if (lock >= 0)
        close(lock);
    if (starting >= 0)
        close(starting);
    return fine;
}

static void name_it(Embedded *embedded) {
    g_autofree char *host = g_uri_escape_string(embedded->place.socket, NULL, false);
    embedded->url = g_strdup_printf(
        "postgresql://" EMBEDDED_ROLE "@/" EMBEDDED_ROLE "?host=%s&port=5432", host);
    embedded->conninfo =
        g_strconcat(embedded->url,
                    "&hostaddr=&password=&options=&requirepeer=&sslmode=disable&gssencmode=disable"
                    "&channel_binding=disable&target_session_attrs=any",
                    NULL);
}

Embedded *embedded_open(const EmbeddedOptions *options, GError **error) {
    g_autoptr(Embedded) embedded = g_new0(Embedded, 1);
    embedded->users = -1;
    if (!place_find(&embedded->place, options->project, !options->existing, error))
        return NULL;
    if (options->existing && !embedded->place.exists) {
        g_set_error_literal(error, PG_ERROR, FAIL_USAGE,
                            "there is no development database yet; 'migrate apply' creates it");
        return NULL;
    }
    embedded->users = place_lock(&embedded->place, "users", error);
    if (embedded->users < 0 || !lock_wait(embedded->users, LOCK_SH) ||
        !ensure(embedded, options, error))
        return NULL;
    name_it(embedded);
    return g_steal_pointer(&embedded);
}

/* Waits for the end of a process that need not be a child. */
static void await_end(pid_t process) {
    int fd = (int)syscall(SYS_pidfd_open, process, 0);
    if (fd < 0)
        return;
    struct pollfd end = {.fd = fd, .events = POLLIN};
    poll(&end, 1, LEAVE_MILLISECONDS);
    close(fd);
}

void embedded_close(Embedded *embedded) {
    if (!embedded)
        return;
    pid_t keeper = 0, server;
    bool last = embedded->users >= 0 && flock(embedded->users, LOCK_EX | LOCK_NB) == 0;
    if (embedded->users >= 0)
        close(embedded->users);
    if (last && embedded->conninfo && read_pids(&embedded->place, &keeper, &server))
        await_end(keeper);
    if (embedded->keeper)
        waitpid(embedded->keeper, NULL, WNOHANG);
    place_clear(&embedded->place);
    g_free(embedded->conninfo);
    g_free(embedded->url);
    g_free(embedded);
}

const char *embedded_conninfo(const Embedded *embedded) {
    return embedded->conninfo;
}

const char *embedded_url(const Embedded *embedded) {
    return embedded->url;
}

const char *embedded_made(const Embedded *embedded) {
    return embedded->made ? embedded->place.folder : NULL;
}

void embedded_hand_on(Embedded *embedded) {
    fcntl(embedded->users, F_SETFD, 0);
}

/* Holds both locks when the last server has stopped. */
static bool lock_all(const int *locks) {
    gint64 deadline = g_get_monotonic_time() + (gint64)LEAVE_MILLISECONDS * 1000;
    while (g_get_monotonic_time() < deadline) {
        if (flock(locks[0], LOCK_EX | LOCK_NB) == 0 && flock(locks[1], LOCK_EX | LOCK_NB) == 0)
            return true;
        flock(locks[0], LOCK_UN);
        g_usleep(PAUSE);
    }
    return false;
}

bool embedded_remove(const char *project, GError **error) {
    g_auto(Place) place = {0};
    if (!place_find(&place, project, false, error))
        return false;
    if (!place.folder)
        return true;
    int locks[] = {place_lock(&place, "users", error), -1};
    locks[1] = locks[0] < 0 ? -1 : place_lock(&place, "server", error);
    bool fine = locks[1] >= 0;
    if (fine && !lock_all(locks)) {
        g_set_error(error, PG_ERROR, FAIL_LOCKED,
                    "the development database in %s is in use by another command", place.folder);
        fine = false;
    }
    g_autofree char *data = g_build_filename(place.folder, "data", NULL);
    fine = fine && file_remove_tree(data, error);
    for (guint i = 0; i < G_N_ELEMENTS(locks); i++)
        if (locks[i] >= 0)
            close(locks[i]);
    return fine;
}
