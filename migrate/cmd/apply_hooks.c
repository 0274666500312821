#include "cmd/apply_hooks.h"

#include "base/term.h"
#include "server/shell.h"

static void hook_free(gpointer data) {
    Hook *hook = data;
    g_free(hook->path);
    g_bytes_unref(hook->text);
    g_free(hook);
}

static GPtrArray *read_hooks(const Config *config, const char *key, GError **error) {
    g_autoptr(GPtrArray) hooks = g_ptr_array_new_with_free_func(hook_free);
    for (const char *const *path = config_list(config, key); *path; path++) {
        GBytes *text = config_read(config, *path, error);
        if (!text) {
            g_prefix_error(error, "[apply] %s: ", key + sizeof "apply." - 1);
            return NULL;
        }
        Hook *hook = g_new(Hook, 1);
        *hook = (Hook){g_strdup(*path), text};
        g_ptr_array_add(hooks, hook);
    }
    return g_steal_pointer(&hooks);
}

/* Standard output is the answer's. */
static bool run_command(const ApplyView *view, const char *when, const char *command,
                        GError **error) {
    g_autofree char *text = g_strconcat("exec 1>&2\n", command, NULL);
    const char *const argv[] = {"/bin/sh", "-c", text, NULL};
    g_auto(GStrv) environment = shell_environment(view->endpoint.conninfo, error);
    int status = 0;
    if (!environment)
        return false;
    environment = g_environ_setenv(environment, "DATABASE_URL", view->endpoint.conninfo, TRUE);
    environment = g_environ_setenv(environment, "MIGRATE_HOOK", when, TRUE);
    if (!shell_run(argv, environment, config_root(view->project.config), &status, error))
        return false;
    if (status == 0)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_FINDINGS,
                "the command of [apply] %s_command failed (exit "
                "status %d)",
                when, status);
    return false;
}

/* ApplyEvents.command. Nobody has reviewed what an untrusted run is about. */
static bool on_command(const char *when, void *data, GError **error) {
    const ApplyView *view = data;
    const Config *config = view->project.config;
    g_autofree char *key = g_strdup_printf("apply.%s_command", when);
    const char *command = config_string(config, key);
    if (!command || *command == '\0')
        return true;
    if (!config_untrusted(config))
        return run_command(view, when, command, error);
    term_print(stderr, "note: %s_command is not executed in an untrusted run\n", when);
    return true;
}

bool apply_hooks_open(ApplyView *view, GError **error) {
    static const char *const keys[] = {"apply.before", "apply.after_each", "apply.after"};
    const GPtrArray **hooks[] = {&view->options.before, &view->options.after_each,
                                 &view->options.after};
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        view->hooks[i] = read_hooks(view->project.config, keys[i], error);
        if (!view->hooks[i])
            return false;
        *hooks[i] = view->hooks[i]->len > 0 ? view->hooks[i] : NULL;
    }
    view->events.command = on_command;
    return true;
}
