#include "prisma/names.h"

#include <string.h>

enum { MAX_NAME = 63 };

const char *name_of_key(Arena *arena, const char *table, const char *const *columns, guint count,
                        const char *suffix) {
    g_autoptr(GString) name = g_string_new(table);
    gsize room = MAX_NAME - strlen(suffix);
    for (guint i = 0; i < count; i++) {
        g_string_append_c(name, '_');
        g_string_append(name, columns[i]);
    }
    while (name->len > room) {
        const char *last = g_utf8_find_prev_char(name->str, name->str + name->len);
        g_string_truncate(name, (gsize)(last - name->str));
    }
    g_string_append(name, suffix);
    return arena_strdup(arena, name->str);
}

const char *name_of_join(Arena *arena, const char *relation) {
    g_autofree char *whole = g_strconcat("_", relation, NULL);
    g_autofree char *cut =
        g_utf8_substring(whole, 0, MIN(g_utf8_strlen(whole, -1), (glong)MAX_NAME));
    return arena_strdup(arena, cut);
}

bool is_identifier(const char *name) {
    return g_unichar_isalpha(g_utf8_get_char(name)) && !strchr(name, '-');
}

static void append_quoted(GString *out, const char *text, char quote) {
    g_string_append_c(out, quote);
    for (; *text; text++) {
        if (*text == quote)
            g_string_append_c(out, quote);
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, quote);
}

void append_name(GString *out, const char *name) {
    append_quoted(out, name, '"');
}

void append_text(GString *out, const char *text) {
    append_quoted(out, text, '\'');
}
