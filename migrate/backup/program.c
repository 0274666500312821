#include "backup/program.h"

#include "apply/signals.h"
#include "server/shell.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIPE_SIZE = 1024 * 1024, IDLE = 200, MOST_SAID = 64 * 1024 };

static bool fail(GError **error, const char *what, const char *name) {
    int code = errno;
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "cannot %s %s: %s", what, name,
                g_strerror(code));
    return false;
}

char **program_environment(const char *conninfo, GError **error) {
    char **environment = shell_environment(conninfo, error);
    if (environment)
        environment = g_environ_unsetenv(environment, "LANGUAGE");
    return environment ? g_environ_setenv(environment, "LC_ALL", "C", TRUE) : NULL;
}

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* In the child. Its parent may be gone before the signal of that was asked for. */
G_NORETURN static void become(const ProgramStart *start, const int fds[3], pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    bool fine = getppid() == parent;
    for (int i = 0; i < 3; i++)
        fine = fine && dup2(fds[i], i) == i;
    if (fine)
        execve(start->argv[0], (char *const *)start->argv, start->environment);
    _exit(127);
}

/* The ends of a pipe, or of nothing where it is not wanted. */
static bool make_pipe(int ends[2], bool wanted) {
    ends[1] = -1;
    ends[0] = wanted ? -1 : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (!wanted)
        return ends[0] >= 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    /* Not every user may have it as large; then it is as it is. */
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE);
    return true;
}

bool program_start(Program *program, const ProgramStart *start, GError **error) {
    const char *slash = strrchr(start->argv[0], '/');
    program->name = slash ? slash + 1 : start->argv[0];
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    program->note = memfd_create("migrate", MFD_CLOEXEC);
    bool fine = program->note >= 0 && make_pipe(in, start->input) && make_pipe(out, true);
    pid_t self = getpid();
    signals_catch();
    program->pid = fine ? fork() : -1;
    if (program->pid == 0)
        become(start, (const int[]){in[0], out[1], program->note}, self);
    if (program->pid < 0)
        fail(error, "run", program->name);
    close_fd(&in[0]);
    close_fd(&out[1]);
    program->in = in[1];
    program->out = out[0];
    if (program->in >= 0)
        fcntl(program->in, F_SETFL, O_NONBLOCK);
    if (program->pid < 0) {
        program->pid = 0;
        signals_release();
        return false;
    }
    return true;
}

static bool go_on(GError **error) {
    if (signals_count() == 0)
        return true;
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "stopped by %s",
                g_strsignal(signals_last()));
    return false;
}

gssize program_read(Program *program, void *bytes, gsize length, void (*idle)(void *data),
                    void *data, GError **error) {
    for (;;) {
        WaitResult result = signals_wait(program->out, 0, IDLE);
        if (!go_on(error))
            return -1;
        if (result == WAIT_TIME && idle)
            idle(data);
        if (result != WAIT_READY)
            continue;
        ssize_t got = read(program->out, bytes, length);
        if (got >= 0)
            return got;
        if (errno != EINTR && !fail(error, "read from", program->name))
            return -1;
    }
}

bool program_feed(Program *program, const char *bytes, gsize length, GError **error) {
    while (length > 0) {
        ssize_t put = write(program->in, bytes, length);
        struct pollfd ready = {.fd = program->in, .events = POLLOUT};
        if (put < 0 && errno != EAGAIN && errno != EINTR)
            return fail(error, "write to", program->name);
        if (put < 0)
            poll(&ready, 1, IDLE);
        else
            bytes += put, length -= (gsize)put;
        if (!go_on(error))
            return false;
    }
    return true;
}

void program_feed_end(Program *program) {
    close_fd(&program->in);
}

static void hear(Program *program, const char *line) {
    static const char *const signs[] = {": dumping contents of table ",
                                        ": processing data for table "};
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (strstr(line, signs[i]))
            program->tables++;
}

void program_listen(Program *program) {
    char part[4096];
    ssize_t got;
    if (!program->rest)
        program->rest = g_string_new(NULL);
    while ((got = pread(program->note, part, sizeof part, program->heard)) > 0) {
        program->heard += got;
        g_string_append_len(program->rest, part, got);
        for (char *end; (end = strchr(program->rest->str, '\n'));) {
            *end = '\0';
            hear(program, program->rest->str);
            g_string_erase(program->rest, 0, end + 1 - program->rest->str);
        }
    }
}

/* The part of a line that says what is wrong, and whether it begins with that: "pg_dump: error: …",
 * "psql:<stdin>:12: ERROR:  …". NULL: it tells of progress. */
static const char *matter_of(const char *line, bool *begins) {
    static const struct {
        const char *sign;
        bool begins;
    } signs[] = {{": error: ", true},   {"ERROR:  ", true},   {"FATAL:  ", true},
                 {": detail: ", false}, {"DETAIL:  ", false}, {": hint: ", false},
                 {"HINT:  ", false}};
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++) {
        const char *found = strstr(line, signs[i].sign);
        if (!found)
            continue;
        *begins = signs[i].begins;
        const char *matter = found + strlen(signs[i].sign);
        return g_str_has_prefix(matter, "error: ") ? matter + strlen("error: ") : matter;
    }
    return NULL;
}

/* The first thing that it said to be wrong, with what belongs to it; else its last line. Caller
 * frees. */
static char *what_is_wrong(const Program *program) {
    off_t size = lseek(program->note, 0, SEEK_END);
    gsize length = (gsize)CLAMP(size, 0, MOST_SAID);
    g_autofree char *said = g_malloc0(length + 1);
    if (pread(program->note, said, length, size - (off_t)length) < 0)
        *said = '\0';
    g_auto(GStrv) lines = g_strsplit(g_strchomp(said), "\n", -1);
    GString *text = g_string_new(NULL);
    const char *last = "";
    for (guint i = 0; lines[i]; i++) {
        bool begins = false;
        const char *matter = matter_of(lines[i], &begins);
        last = lines[i];
        if (matter && begins && text->len > 0)
            break;
        if (matter)
            g_string_append_printf(text, "%s%s", text->len ? "; " : "", matter);
    }
    if (text->len == 0)
        g_string_assign(text, last);
    return g_string_free(text, FALSE);
}

/* Its exit status; 128 and the signal's number when it was killed. */
static int reap(Program *program) {
    int status = 0;
    while (waitpid(program->pid, &status, 0) < 0 && errno == EINTR)
        ;
    program->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool program_end(Program *program, GError **error) {
    program_feed_end(program);
    int status = reap(program);
    bool stopped = !go_on(error);
    signals_release();
    if (stopped)
        return false;
    program_listen(program);
    if (status == 0)
        return true;
    g_autofree char *why = what_is_wrong(program);
    g_set_error(error, BACKUP_ERROR, FAIL_ENVIRONMENT, "%s failed (status %d): %s", program->name,
                status, *why ? why : "it did not say why");
    return false;
}

void program_clear(Program *program) {
    if (program->pid > 0) {
        kill(program->pid, SIGTERM);
        close_fd(&program->in);
        close_fd(&program->out);
        reap(program);
        signals_release();
    }
    close_fd(&program->in);
    close_fd(&program->out);
    close_fd(&program->note);
    if (program->rest)
        g_string_free(program->rest, TRUE);
    program->rest = NULL;
}
