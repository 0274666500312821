#include "server/folders.h"

#include <glob.h>

static void add_matches(GPtrArray *folders, const char *pattern) {
    glob_t matches;
    if (glob(pattern, 0, NULL, &matches) == 0) {
        for (size_t i = 0; i < matches.gl_pathc; i++)
            g_ptr_array_add(folders, g_strdup(matches.gl_pathv[i]));
    }
    globfree(&matches);
}

GPtrArray *folders_usual(void) {
    static const char *const patterns[] = {
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/lib64/pgsql/bin",
        "/usr/local/pgsql*/bin",
        "/usr/libexec/postgresql*",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    };
    GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(patterns); i++)
        add_matches(folders, patterns[i]);
    return folders;
}

GPtrArray *folders_of_path(void) {
    const char *path = g_getenv("PATH");
    g_auto(GStrv) parts = g_strsplit(path ? path : "", ":", -1);
    GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; parts[i]; i++) {
        if (*parts[i] == '/')
            g_ptr_array_add(folders, g_strdup(parts[i]));
    }
    return folders;
}
