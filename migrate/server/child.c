/* Running PostgreSQL's programs as a user that they accept. */
#include "server/nameless.h"
#include "server/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A backend can read its own environment, so nothing of the tool's gets there. TZ also keeps initdb
 * from searching for one. */
static const char *const environment[] = {
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG=C",
    "LC_ALL=C",
    "TZ=UTC",
    NULL,
};

static bool find_alias(ServerUser *user, GError **error) {
    const struct passwd *alias = nameless_alias();
    if (!alias) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                    "user ID %u has no name on this machine (no entry in /etc/passwd), and "
                    "PostgreSQL refuses to run without one; add an entry, let this user make user "
                    "namespaces, or give a server with --scratch URL",
                    (guint)geteuid());
        return false;
    }
    *user = (ServerUser){.uid = geteuid(), .gid = getegid(), .alias = alias->pw_uid};
    g_strlcpy(user->name, alias->pw_name, sizeof user->name);
    return true;
}

bool server_user_find(ServerUser *user, GError **error) {
    bool root = geteuid() == 0;
    const struct passwd *entry = root ? getpwnam("postgres") : getpwuid(geteuid());
    if (root && (!entry || entry->pw_uid == 0))
        entry = getpwnam("nobody");
    if (!entry && root) {
        g_set_error_literal(error, PG_ERROR, FAIL_ENVIRONMENT,
                            "PostgreSQL refuses to run as root and there is neither a user "
                            "'postgres' nor 'nobody' to run it as; run this tool as a normal user "
                            "or give a server with --scratch URL");
        return false;
    }
    if (!entry)
        return find_alias(user, error);
    *user = (ServerUser){.uid = entry->pw_uid, .gid = entry->pw_gid, .other = root};
    g_strlcpy(user->name, entry->pw_name, sizeof user->name);
    return true;
}

char *tool_user_name(void) {
    const struct passwd *entry = getpwuid(geteuid());
    if (!entry && geteuid() != 0)
        entry = nameless_alias();
    return g_strdup(entry ? entry->pw_name : "root");
}

G_NORETURN static void child_die(const char *what) {
    dprintf(STDERR_FILENO, "%s: %s\n", what, strerror(errno));
    _exit(126);
}

void child_stdio(int in, int out, int err) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int sources[] = {in, out, err};
    for (int i = 0; i < 3; i++) {
        if (dup2(sources[i] < 0 ? null : sources[i], i) < 0)
            _exit(126);
    }
}

static void become(const ServerUser *user) {
    if (user->alias != 0 && !nameless_enter(user->alias))
        child_die("cannot give the server's user a name");
    if (!user->other)
        return;
    if (setgroups(1, &user->gid) != 0 || setgid(user->gid) != 0 || setuid(user->uid) != 0)
        child_die("cannot become the user that the server runs as");
}

void child_exec(const ServerUser *user, int death_signal, const Sandbox *sandbox,
                const char *const *argv) {
    pid_t parent = getppid();
    become(user);
    /* Changing the user resets this, so it comes after; a parent that has died since is detected by
     * its absence. */
    prctl(PR_SET_PDEATHSIG, death_signal);
    if (getppid() != parent)
        _exit(126);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    umask(077);
    if (chdir("/") != 0)
        child_die("cannot change to /");
    close_range(3, ~0U, 0);
    guint64 ticket = 0;
    if (sandbox && !sandbox_enter(sandbox, &ticket))
        _exit(126);
    syscall(SYS_execve, argv[0], argv, environment, ticket);
    child_die(argv[0]);
}

int child_wait(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool child_can_write(const ServerUser *user, const char *folder) {
    if (!user->other)
        return access(folder, W_OK | X_OK) == 0;
    pid_t child = fork();
    if (child == 0) {
        child_stdio(-1, -1, -1);
        become(user);
        _exit(access(folder, W_OK | X_OK) == 0 ? 0 : 1);
    }
    return child > 0 && child_wait(child) == 0;
}

/* All that comes from `fd` until its other end is closed. */
static char *read_all(int fd) {
    GString *text = g_string_new(NULL);
    char buffer[4096];
    for (;;) {
        ssize_t count = read(fd, buffer, sizeof buffer);
        if (count > 0)
            g_string_append_len(text, buffer, count);
        else if (count == 0 || errno != EINTR)
            break;
    }
    return g_string_free(text, FALSE);
}

/* The lines of a program's output that say why it failed; all of it when none looks like that. */
static char *complaint(const char *output) {
    g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
    GString *text = g_string_new(NULL);
    for (guint i = 0; lines[i]; i++) {
        if (strstr(lines[i], "FATAL:") || strstr(lines[i], "ERROR:") ||
            strstr(lines[i], "PANIC:") || strstr(lines[i], "error:"))
            g_string_append_printf(text, "%s%s", text->len ? "\n" : "", lines[i]);
    }
    if (text->len == 0)
        g_string_append(text, output);
    return g_strchomp(g_string_free(text, FALSE));
}

static int input_file(const char *input) {
    if (!input)
        return -1;
    int fd = memfd_create("input", MFD_CLOEXEC);
    gsize length = strlen(input);
    if (fd >= 0 && (write(fd, input, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool fail(GError **error, const char *program) {
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot run %s: %s", program, g_strerror(errno));
    return false;
}

bool child_run(const ServerUser *user, const char *const *argv, const char *input, char **output,
               GError **error) {
    int stream[2];
    if (pipe2(stream, O_CLOEXEC) != 0)
        return fail(error, argv[0]);
    int in = input_file(input);
    pid_t child = fork();
    if (child == 0) {
        child_stdio(in, stream[1], stream[1]);
        child_exec(user, SIGKILL, NULL, argv);
    }
    if (in >= 0)
        close(in);
    close(stream[1]);
    g_autofree char *text = child < 0 ? NULL : read_all(stream[0]);
    close(stream[0]);
    if (child < 0)
        return fail(error, argv[0]);
    bool fine = child_wait(child) == 0;
    if (!fine) {
        g_autofree char *why = complaint(text);
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "%s failed: %s", argv[0], why);
    }
    if (output && fine)
        *output = g_steal_pointer(&text);
    return fine;
}
