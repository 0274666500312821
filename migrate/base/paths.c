#include "base/paths.h"

#include <stdbool.h>
#include <string.h>

static void add(GPtrArray *paths, GString *path, bool quoted) {
    if (!quoted)
        g_strchomp(path->str);
    if (*path->str != '\0')
        g_ptr_array_add(paths, g_strdup(path->str));
    g_string_truncate(path, 0);
}

static GStrv split(const char *text, const char *separators, bool escapes) {
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    g_autoptr(GString) path = g_string_new(NULL);
    bool inside = false, quoted = false;
    for (const char *at = text; *at; at++) {
        if (*at == '"' && inside && at[1] == '"') {
            g_string_append_c(path, *at++);
        } else if (*at == '"' && (inside || path->len == 0)) {
            inside = !inside;
            quoted = true;
        } else if (escapes && *at == '\\' && at[1] && strchr(separators, at[1])) {
            g_string_append_c(path, *++at);
        } else if (strchr(separators, *at) && !inside) {
            add(paths, path, quoted);
            quoted = false;
        } else if (inside || (!quoted && (path->len > 0 || !g_ascii_isspace(*at)))) {
            g_string_append_c(path, *at);
        }
    }
    add(paths, path, quoted);
    g_ptr_array_add(paths, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&paths), FALSE);
}

GStrv paths_split(const char *text) {
    return split(text, ",", false);
}

GStrv paths_list(const char *text) {
    return split(text, ",;", true);
}

static void append(GString *text, const char *path) {
    if (!strpbrk(path, ",\"")) {
        g_string_append(text, path);
        return;
    }
    g_string_append_c(text, '"');
    for (; *path; path++)
        g_string_append_printf(text, "%s%c", *path == '"' ? "\"" : "", *path);
    g_string_append_c(text, '"');
}

char *paths_join(const char *const *paths) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; paths[i]; i++) {
        g_string_append(text, i ? ", " : "");
        append(text, paths[i]);
    }
    return g_string_free(text, FALSE);
}
