/* Starting the `git` program, kept on a short lead. */
#include "git/program.h"

#include "base/spawn.h"
#include "git/shape.h"

#include <stdarg.h>
#include <string.h>

void answer_clear(Answer *answer) {
    if (answer->out)
        g_string_free(answer->out, TRUE);
    if (answer->note)
        g_string_free(answer->note, TRUE);
}

char *program_path(void) {
    return spawn_find("git");
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

static bool exchange(const char *const *argv, char *const *environment, const GString *input,
                     Answer *answer, GError **error) {
    g_auto(Spawn) spawn = {.environment = environment, .input = input, .limit = answer->limit};
    bool fine = spawn_run(argv, &spawn, error);
    answer->status = spawn.status;
    answer->out = g_steal_pointer(&spawn.out);
    answer->note = g_steal_pointer(&spawn.note);
    return fine;
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
    return exchange((const char *const *)argv->pdata, environment, input, answer, error);
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
