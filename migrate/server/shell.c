#include "server/shell.h"

#include "pg/connection.h"
#include "server/server.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

char **shell_environment(const char *conninfo, GError **error) {
    g_autoptr(PQconninfoOption) options = conninfo_parse(conninfo, error);
    char **environment = options ? g_get_environ() : NULL;
    for (const PQconninfoOption *option = options; option && option->keyword; option++) {
        if (!option->val)
            continue;
        if (option->envvar) {
            environment = g_environ_setenv(environment, option->envvar, option->val, TRUE);
        } else if (*option->dispchar == '*') {
            g_set_error(error, PG_ERROR, FAIL_USAGE,
                        "%s of the connection string cannot be handed on to another program "
                        "without showing it to "
                        "everybody; use a key without a password, or a service file",
                        option->keyword);
            g_strfreev(environment);
            return NULL;
        }
    }
    return environment;
}

char *shell_find_psql(const char *bin_dir, GError **error) {
    g_autofree char *path = g_find_program_in_path("psql");
    g_autoptr(Programs) programs = path ? NULL : programs_find(bin_dir, 0, NULL);
    if (programs)
        path = g_build_filename(programs->folder, "psql", NULL);
    if (path && access(path, X_OK) == 0)
        return g_steal_pointer(&path);
    g_set_error_literal(
        error, PG_ERROR, FAIL_ENVIRONMENT,
        "psql is not installed (Debian, Ubuntu: apt-get install postgresql-client)");
    return NULL;
}

static void become(const char *const *argv, char *const *environment) {
    signal(SIGPIPE, SIG_DFL);
    execve(argv[0], (char *const *)argv, environment);
}

void shell_exec(const char *const *argv, char *const *environment, GError **error) {
    become(argv, environment);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot run %s: %s", argv[0], g_strerror(errno));
}

bool shell_run(const char *const *argv, char *const *environment, const char *folder, int *status,
               GError **error) {
    int ended = 0;
    pid_t child = fork();
    if (child == 0) {
        if (chdir(folder) == 0)
            become(argv, environment);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &ended, 0) < 0 && errno == EINTR)
        ;
    if (child < 0) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "cannot run %s: %s", argv[0],
                    g_strerror(errno));
        return false;
    }
    *status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    return true;
}

/* Until the end of what comes, which is no more than a line or a few. */
static bool read_all(int fd, guint seconds, GString *text) {
    enum { MOST = 64 * 1024 };
    gint64 end = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    for (;;) {
        char buffer[4096];
        gint64 left = (end - g_get_monotonic_time()) / 1000;
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int woken = left > 0 && text->len < MOST ? poll(&ready, 1, (int)left) : 0;
        if (woken == 0)
            return false;
        gssize got = woken > 0 ? read(fd, buffer, sizeof buffer) : -1;
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0)
            g_string_append_len(text, buffer, got);
    }
}

/* Its exit status as shell_run() has it. */
static int reap(GPid child, bool ended) {
    int status = 0;
    if (!ended)
        kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

char *shell_capture(const char *command, char *const *environment, const char *folder,
                    guint seconds, GError **error) {
    char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)command, NULL};
    g_autoptr(GError) failed = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    GPid child;
    int out;
    if (!g_spawn_async_with_pipes(folder, argv, (char **)environment, G_SPAWN_DO_NOT_REAP_CHILD,
                                  NULL, NULL, &child, NULL, &out, NULL, &failed)) {
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "it cannot be run: %s", failed->message);
        return NULL;
    }
    bool ended = read_all(out, seconds, text);
    close(out);
    int status = reap(child, ended);
    if (ended && status == 0)
        return g_strdup(text->str);
    if (ended)
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "it failed (exit status %d)", status);
    else
        g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT,
                    "it did not end within %u s, or printed far "
                    "more than a password",
                    seconds);
    return NULL;
}
