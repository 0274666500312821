#include "types/filters.h"

#include <string.h>

void filter_string(const char *text, const char *argument, GString *out) {
    (void)argument;
    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_printf(out, "\\%c", *text);
        else if (*text == '\n')
            g_string_append(out, "\\n");
        else if ((guchar)*text < 0x20 || *text == 0x7F)
            g_string_append_printf(out, "\\u%04x", (guint)*text);
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

void filter_property(const char *text, const char *argument, GString *out) {
    if (is_identifier(text))
        g_string_append(out, text);
    else
        filter_string(text, argument, out);
}

/* The text without what could end a line or a comment. */
static GStrv comment_lines(const char *text, const char *forbidden, const char *instead) {
    g_autoptr(GString) safe = g_string_new(text);
    g_string_replace(safe, "\r\n", "\n", 0);
    if (forbidden)
        g_string_replace(safe, forbidden, instead, 0);
    for (char *at = safe->str; *at; at++)
        if (((guchar)*at < 0x20 && *at != '\n') || *at == 0x7F)
            *at = ' ';
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
