#include "support/gitbox.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *top;

int gitbox_setup(void **state) {
    (void)state;
    g_autofree char *made = g_dir_make_tmp("migrate-git-XXXXXX", NULL);
    top = made ? realpath(made, NULL) : NULL;
    if (!top || chdir(top) != 0)
        return -1;
    g_autofree char *home = g_build_filename(top, "home", NULL);
    g_auto(GStrv) names = g_listenv();
    for (char **name = names; *name; name++)
        if (g_str_has_prefix(*name, "GIT") || g_str_has_prefix(*name, "XDG_"))
            g_unsetenv(*name);
    g_setenv("HOME", home, TRUE);
    g_setenv("GIT_CONFIG_NOSYSTEM", "1", TRUE);
    return file_mkdirs(home, NULL) ? 0 : -1;
}

int gitbox_teardown(void **state) {
    (void)state;
    bool ok = chdir("/") == 0 && file_remove_tree(top, NULL);
    g_free(top);
    return ok ? 0 : -1;
}

char *gitbox_path(const char *name) {
    return g_build_filename(top, name, NULL);
}

static char *execute(const char *script, int *status) {
    static const char *const prelude =
        "set -e; cd \"$BOX\"\n"
        "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A "
        "GIT_COMMITTER_EMAIL=a@example.org\n"
        "export GIT_AUTHOR_DATE='2024-01-01T00:00:00Z' GIT_COMMITTER_DATE='2024-01-01T00:00:00Z'\n"
        "git() { command git -c init.defaultBranch=main -c protocol.file.allow=always -c "
        "advice.detachedHead=false \"$@\"; }\n"
        "put() { mkdir -p \"$(dirname \"$1\")\"; printf '%s\\n' \"$2\" >\"$1\"; }\n"
        "commit() { git add -A; git commit -qm \"${1:-c}\"; }\n";
    g_autofree char *whole = g_strconcat(prelude, script, NULL);
    char *argv[] = {(char *)"/bin/sh", (char *)"-c", whole, NULL};
    g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "BOX", top, TRUE);
    char *out = NULL;
    if (!g_spawn_sync(NULL, argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, status,
                      NULL))
        *status = -1;
    return out;
}

bool gitbox_try(const char *script) {
    int status = 0;
    g_free(execute(script, &status));
    return status == 0;
}

void gitbox_run(const char *script) {
    int status = 0;
    g_free(execute(script, &status));
    if (status != 0)
        fail_msg("the script failed: %s", script);
}

char *gitbox_ask(const char *script) {
    int status = 0;
    char *out = execute(script, &status);
    if (status != 0)
        fail_msg("the script failed: %s", script);
    return g_strchomp(out);
}

GitRepo *gitbox_open(const char *name) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = gitbox_path(name);
    GitRepo *repo = git_open(path, &error);
    if (!repo)
        fail_msg("cannot open %s: %s", name, error ? error->message : "no repository");
    return repo;
}

void gitbox_assert_holds(const char *text, const char *part) {
    if (!strstr(text, part))
        fail_msg("\"%s\" does not hold \"%s\"", text, part);
}
