#include "server/shell.h"

#include "base/spawn.h"
#include "pg/connection.h"
#include "server/server.h"
#include <errno.h>
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

char **shell_add_path(char **environment, const char *path) {
    g_autoptr(GString) options = g_string_new(g_environ_getenv(environment, "PGOPTIONS"));
    g_string_append(options, " -csearch_path=");
    for (; *path; path++)
        g_string_append_printf(options, strchr(" \t\n\\", *path) ? "\\%c" : "%c", *path);
    return g_environ_setenv(environment, "PGOPTIONS", options->str, TRUE);
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

char *shell_capture(const char *command, char *const *environment, const char *folder,
                    guint seconds, GError **error) {
    enum { MOST = 64 * 1024 }; /* a password is a line, or a few */
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    g_auto(Spawn) spawn = {.environment = environment,
                           .folder = folder,
                           .limit = MOST,
                           .seconds = seconds,
                           .shares_errors = true};
    if (!spawn_run(argv, &spawn, error))
        return NULL;
    if (spawn.status == 0)
        return g_strdup(spawn.out->str);
    g_set_error(error, PG_ERROR, FAIL_ENVIRONMENT, "it failed (exit status %d)", spawn.status);
    return NULL;
}
