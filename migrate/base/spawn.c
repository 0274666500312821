#include "base/spawn.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_NOTES = 64 * 1024 };

void spawn_clear(Spawn *spawn) {
    if (spawn->out)
        g_string_free(spawn->out, TRUE);
    if (spawn->note)
        g_string_free(spawn->note, TRUE);
    spawn->out = spawn->note = NULL;
}

char *spawn_find(const char *program) {
    g_autofree char *path = g_find_program_in_path(program);
    return path && g_path_is_absolute(path) ? g_steal_pointer(&path) : NULL;
}

static bool fail(GError **error, const char *what) {
    g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT, "%s: %s", what, g_strerror(errno));
    return false;
}

/* A file without a name that holds `text`, at its beginning; -1 with errno set. */
static int memory_file(const GString *text) {
    int fd = memfd_create("migrate", MFD_CLOEXEC);
    bool fine =
        fd >= 0 && (!text || fd_write_all(fd, text->str, text->len)) && lseek(fd, 0, SEEK_SET) == 0;
    if (fine || fd < 0)
        return fd;
    close(fd);
    return -1;
}

/* Milliseconds that are left until `end`, as poll() takes them; 0: none. */
static int time_left(gint64 end) {
    gint64 left = (end - g_get_monotonic_time()) / 1000;
    return end == 0 ? -1 : (int)CLAMP(left, 0, G_MAXINT);
}

/* Reads `fd` to its end; false when more than `limit` bytes come, or it does not end before `end`
 * (0: any time), which `late` says. */
static bool drain(int fd, GString *into, gsize limit, gint64 end, bool *late) {
    char buffer[65536];
    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int woken = poll(&ready, 1, time_left(end));
        *late = woken == 0;
        if (woken == 0)
            return false;
        ssize_t got = woken > 0 ? read(fd, buffer, sizeof buffer) : -1;
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return true;
        if (into->len + (gsize)got > limit)
            return false;
        g_string_append_len(into, buffer, got);
    }
}

static int reap(GPid child) {
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(child, &status, 0)) < 0 && errno == EINTR)
        ;
    if (ended != child)
        return 255;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Reads what the started program prints, and waits for its end. */
static bool follow(const char *program, GPid child, int out, int note, Spawn *spawn,
                   GError **error) {
    gint64 end =
        spawn->seconds ? g_get_monotonic_time() + (gint64)spawn->seconds * G_USEC_PER_SEC : 0;
    bool late = false, dull;
    bool all = drain(out, spawn->out, spawn->limit, end, &late);
    if (!all)
        kill(child, SIGKILL);
    spawn->status = reap(child);
    g_atomic_int_set(&spawn->child, 0);
    if (note >= 0 && lseek(note, 0, SEEK_SET) == 0)
        drain(note, spawn->note, MOST_NOTES, 0, &dull);
    if (late)
        g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT, "%s did not end within %u s", program,
                    spawn->seconds);
    else if (!all)
        g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT,
                    "%s printed more than %" G_GSIZE_FORMAT " bytes; that is not read", program,
                    spawn->limit);
    return all;
}

static bool start(const char *const *argv, int in, int out, int note, Spawn *spawn, GPid *child,
                  GError **error) {
    g_autoptr(GError) why = NULL;
    GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD;
    if (spawn->shares_errors)
        note = STDERR_FILENO;
    if (g_spawn_async_with_fds(spawn->folder, (char **)argv, (char **)spawn->environment, flags,
                               NULL, NULL, child, in, out, note, &why))
        return true;
    g_set_error(error, BASE_ERROR, FAIL_ENVIRONMENT, "cannot run %s: %s", argv[0], why->message);
    return false;
}

static void close_all(int *fds, guint count) {
    for (guint i = 0; i < count; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

void spawn_signal(const Spawn *spawn, int number) {
    GPid child = g_atomic_int_get(&spawn->child);
    if (child > 0)
        kill(child, number);
}

bool spawn_run(const char *const *argv, Spawn *spawn, GError **error) {
    enum { IN, NOTE, OUT, OUT_END, COUNT };
    int fds[COUNT] = {-1, -1, -1, -1};
    spawn->out = g_string_new(NULL);
    spawn->note = g_string_new(NULL);
    fds[IN] = memory_file(spawn->input);
    fds[NOTE] = spawn->shares_errors ? -1 : memory_file(NULL);
    bool fine = fds[IN] >= 0 && (spawn->shares_errors || fds[NOTE] >= 0);
    if (!fine)
        fail(error, "no memory for another program's input");
    if (fine && pipe2(&fds[OUT], O_CLOEXEC) != 0)
        fine = fail(error, "cannot open a pipe");
    fine = fine && start(argv, fds[IN], fds[OUT_END], fds[NOTE], spawn, &spawn->child, error);
    if (fds[OUT_END] >= 0)
        close(fds[OUT_END]);
    fds[OUT_END] = -1;
    fine = fine && follow(argv[0], spawn->child, fds[OUT], fds[NOTE], spawn, error);
    close_all(fds, COUNT);
    return fine;
}
