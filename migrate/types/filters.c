#include "types/filters.h"

#include <string.h>

gsize filter_unseen(const char *text, gunichar *one) {
    *one = (guchar)*text < 0x80 ? (guchar)*text : g_utf8_get_char_validated(text, -1);
    bool bidi = (*one >= 0x202A && *one <= 0x202E) || (*one >= 0x2066 && *one <= 0x2069);
    bool mark = *one == 0x200E || *one == 0x200F || *one == 0xFEFF;
    bool line = *one == 0x85 || *one == 0x2028 || *one == 0x2029;
    if (*one < 0x20 || *one == 0x7F)
        return 1;
    return bidi || mark || line ? (gsize)(g_utf8_next_char(text) - text) : 0;
}

void filter_string(const char *text, const char *argument, GString *out) {
    (void)argument;
    g_string_append_c(out, '"');
    for (gsize bytes; *text; text += MAX(bytes, 1)) {
        gunichar one;
        bytes = filter_unseen(text, &one);
        if (*text == '"' || *text == '\\')
            g_string_append_printf(out, "\\%c", *text);
        else if (*text == '\n')
            g_string_append(out, "\\n");
        else if (bytes)
            g_string_append_printf(out, "\\u%04x", one);
        else
            g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static bool is_identifier(const char *text) {
    if (!g_ascii_isalpha(*text) && *text != '_' && *text != '$')
        return false;
    for (; *text; text++)
        if (!g_ascii_isalnum(*text) && *text != '_' && *text != '$')
            return false;
    return true;
}

/* In a value, the name of an object's prototype would be no property of its own. */
void filter_property(const char *text, const char *argument, GString *out) {
    if (strcmp(text, "__proto__") == 0)
        g_string_append(out, "[\"__proto__\"]");
    else if (is_identifier(text))
        g_string_append(out, text);
    else
        filter_string(text, argument, out);
}

/* The text without what could end a line or a comment, or show another one than there is. */
static GStrv comment_lines(const char *text, const char *forbidden, const char *instead) {
    g_autoptr(GString) safe = g_string_new(text);
    g_string_replace(safe, "\r\n", "\n", 0);
    if (forbidden)
        g_string_replace(safe, forbidden, instead, 0);
    for (char *at = safe->str; *at; at++) {
        gunichar one;
        gsize bytes = *at == '\n' ? 0 : filter_unseen(at, &one);
        for (; bytes > 0; bytes--)
            at[bytes - 1] = ' ';
    }
    return g_strsplit(g_strchomp(safe->str), "\n", -1);
}

void filter_doc(const char *text, const char *argument, GString *out) {
    g_auto(GStrv) lines = comment_lines(text, "*/", "*\\/");
    g_string_append_printf(out, "%s/**\n", argument);
    for (char **line = lines; *line; line++)
        g_string_append_printf(out, "%s *%s%s\n", argument, **line ? " " : "", *line);
    g_string_append_printf(out, "%s */\n", argument);
}

void filter_lines(const char *text, const char *argument, GString *out) {
    g_auto(GStrv) lines = comment_lines(text, NULL, NULL);
    for (char **line = lines; *line; line++) {
        gsize start = out->len;
        g_string_append_printf(out, "%s%s", argument, *line);
        while (out->len > start && out->str[out->len - 1] == ' ')
            g_string_truncate(out, out->len - 1);
        g_string_append_c(out, '\n');
    }
}
