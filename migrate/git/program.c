/* Starting the `git` program, kept on a short lead. */
#include "git/program.h"

#include "git/shape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

void answer_clear(Answer *answer) {
    if (answer->out)
        g_string_free(answer->out, TRUE);
    if (answer->note)
        g_string_free(answer->note, TRUE);
}
char *program_path(void) {
    g_autofree char *program = g_find_program_in_path("git");
    /* A relative entry in PATH would run whatever the checked-out tree calls git. */
    return program && g_path_is_absolute(program) ? g_steal_pointer(&program) : NULL;
}

static bool is_kept(const char *name) {
    static const char *const kept[] = {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
                                       "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", NULL};
    return !g_str_has_prefix(name, "GIT_") || g_strv_contains(kept, name) ||
           g_str_has_prefix(name, "GIT_CONFIG_KEY_") || g_str_has_prefix(name, "GIT_CONFIG_VALUE_");
}

/* Appends one setting the way that needs no quoting: GIT_CONFIG_KEY_n and GIT_CONFIG_VALUE_n. */
static char **with_config(char **environment, const char *key, const char *value) {
    const char *count = g_environ_getenv(environment, "GIT_CONFIG_COUNT");
    guint64 n = count ? g_ascii_strtoull(count, NULL, 10) : 0;
    g_autofree char *key_name = g_strdup_printf("GIT_CONFIG_KEY_%" G_GUINT64_FORMAT, n);
    g_autofree char *value_name = g_strdup_printf("GIT_CONFIG_VALUE_%" G_GUINT64_FORMAT, n);
    g_autofree char *next = g_strdup_printf("%" G_GUINT64_FORMAT, n + 1);
    environment = g_environ_setenv(environment, key_name, key, TRUE);
    environment = g_environ_setenv(environment, value_name, value, TRUE);
    return g_environ_setenv(environment, "GIT_CONFIG_COUNT", next, TRUE);
}

static char **child_environment(const char *where) {
    static const char *const fixed[][2] = {
        {"LC_ALL", "C"},
        {"GIT_TERMINAL_PROMPT", "0"},
        {"GIT_OPTIONAL_LOCKS", "0"},
        {"GIT_NO_LAZY_FETCH", "1"},
        {"GIT_ALLOW_PROTOCOL", ""},
        {"GIT_NO_REPLACE_OBJECTS", "1"},
        {"GIT_LITERAL_PATHSPECS", "1"},
    };
    /* A diff may write the index unless autoRefreshIndex is off: GIT_OPTIONAL_LOCKS is not for it.
     */
    static const char *const settings[][2] = {
        {"diff.autoRefreshIndex", "false"},
        {"core.fsmonitor", "false"},
        {"safe.bareRepository", "explicit"},
        {"core.hooksPath", "/dev/null"},
        {"core.quotePath", "false"},
        {"diff.external", ""},
        {"core.pager", "cat"},
        {"core.untrackedCache", "false"},
        {"diff.renameLimit", "1000"},
        {"diff.suppressBlankEmpty", "false"},
    };
    g_autofree char *above = g_path_get_dirname(where);
    char **environment = g_get_environ();
    g_auto(GStrv) names = g_listenv();
    for (char **name = names; *name; name++)
        if (!is_kept(*name))
            environment = g_environ_unsetenv(environment, *name);
    for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
        environment = g_environ_setenv(environment, fixed[i][0], fixed[i][1], TRUE);
    environment = g_environ_setenv(environment, "GIT_CEILING_DIRECTORIES", above, TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
        environment = with_config(environment, settings[i][0], settings[i][1]);
    return environment;
}

/* Reads `fd` to its end; false when more than `limit` bytes come. */
static bool drain(int fd, GString *into, gsize limit) {
    char buffer[65536];
    for (;;) {
        ssize_t got = read(fd, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return true;
        if (into->len + (gsize)got > limit)
            return false;
        g_string_append_len(into, buffer, got);
    }
}

/* A file without a name that holds `text`, at its beginning. */
static int memory_file(const GString *text, GError **error) {
    int fd = memfd_create("git", MFD_CLOEXEC);
    gsize done = 0;
    while (fd >= 0 && text && done < text->len) {
        ssize_t put = write(fd, text->str + done, text->len - done);
        if (put < 0 && errno != EINTR) {
            close(fd);
            fd = -1;
        } else if (put > 0)
            done += (gsize)put;
    }
    if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0)
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "no memory for git's input: %s",
                    g_strerror(errno));
    return fd;
}

static int wait_for(GPid child) {
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(child, &status, 0)) < 0 && errno == EINTR)
        ;
    return ended == child && WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static bool start(char **argv, char **environment, int in, int out, int note, GPid *child,
                  GError **error) {
    g_autoptr(GError) why = NULL;
    if (g_spawn_async_with_fds(NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                               child, in, out, note, &why))
        return true;
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "cannot run %s: %s", argv[0], why->message);
    return false;
}

/* Input and errors go through memory files and only the output through a pipe, so that nobody waits
 * for anybody. */
static bool exchange(char **argv, char **environment, const GString *input, Answer *answer,
                     GError **error) {
    int in = memory_file(input, error), note = -1, pipes[2] = {-1, -1};
    bool ok = in >= 0 && (note = memory_file(NULL, error)) >= 0;
    if (ok && pipe2(pipes, O_CLOEXEC) != 0) {
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "cannot open a pipe: %s",
                    g_strerror(errno));
        ok = false;
    }
    GPid child = 0;
    ok = ok && start(argv, environment, in, pipes[1], note, &child, error);
    if (pipes[1] >= 0)
        close(pipes[1]);
    if (ok) {
        bool all = drain(pipes[0], answer->out, answer->limit);
        close(pipes[0]);
        pipes[0] = -1;
        answer->status = wait_for(child);
        if (!all) {
            g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT,
                        "git printed more than %u MiB; that is not read",
                        (guint)(answer->limit >> 20));
            ok = false;
        } else if (lseek(note, 0, SEEK_SET) == 0)
            drain(note, answer->note, 65536);
    }
    if (pipes[0] >= 0)
        close(pipes[0]);
    if (in >= 0)
        close(in);
    if (note >= 0)
        close(note);
    return ok;
}

bool program_ask_with(const char *where, const char *const *arguments, GPtrArray *extra,
                      const GString *input, Answer *answer, GError **error) {
    g_autofree char *program = program_path();
    if (!program) {
        g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "the git program is not installed");
        return false;
    }
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_ptr_array_add(argv, program);
    g_ptr_array_add(argv, (gpointer) "-C");
    g_ptr_array_add(argv, (gpointer)where);
    g_ptr_array_add(argv, (gpointer) "--no-pager");
    for (; *arguments; arguments++)
        g_ptr_array_add(argv, (gpointer)*arguments);
    g_ptr_array_add(argv, NULL);
    g_auto(GStrv) environment = child_environment(where);
    for (guint i = 0; extra && i + 1 < extra->len; i += 2)
        environment = with_config(environment, extra->pdata[i], extra->pdata[i + 1]);
    for (const char *const *name = answer->variables; name && *name; name += 2)
        environment = g_environ_setenv(environment, name[0], name[1], TRUE);
    answer->limit = answer->limit ? answer->limit : GIT_MAX_LISTING;
    answer->out = g_string_new(NULL);
    answer->note = g_string_new(NULL);
    return exchange((char **)argv->pdata, environment, input, answer, error);
}

bool program_ask(const char *where, Answer *answer, GError **error, ...) {
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    va_list words;
    va_start(words, error);
    for (const char *word; (word = va_arg(words, const char *));)
        g_ptr_array_add(arguments, (gpointer)word);
    va_end(words);
    g_ptr_array_add(arguments, NULL);
    return program_ask_with(where, (const char *const *)arguments->pdata, NULL, NULL, answer,
                            error);
}

char *answer_line(const Answer *answer) {
    if (answer->status != 0 || answer->out->len == 0)
        return NULL;
    gsize length = answer->out->len;
    if (answer->out->str[length - 1] == '\n')
        length--;
    return g_strndup(answer->out->str, length);
}

void answer_refuse(const char *top, const Answer *answer, GError **error) {
    g_autofree char *note = g_strdup(answer->note->str);
    g_strstrip(note);
    const char *text = g_str_has_prefix(note, "fatal: ") ? note + strlen("fatal: ") : note;
    g_set_error(error, GIT_ERROR, FAIL_ENVIRONMENT, "git cannot read the repository %s: %s", top,
                *text ? text : "it gives no reason");
}
