#include "text/markup.h"

#include "text/highlight.h"

#include <stdbool.h>
#include <string.h>

/* Two colons, or "##", begin a command in the log of a pipeline. */
static bool is_special(gunichar code) {
    return code < 0x80 && code && strchr("&<>\"':#", (int)code);
}

static void append_character(GString *out, gunichar code) {
    if (is_special(code))
        g_string_append_printf(out, "&#%u;", code);
    else if (code < ' ' && code != '\n' && code != '\t')
        g_string_append_unichar(out, 0x2400 + code);
    else if ((code >= 0x7f && code < 0xa0) || (code & 0xfffe) == 0xfffe)
        g_string_append_unichar(out, 0xfffd);
    else
        g_string_append_unichar(out, code);
}

static void append_bytes(GString *out, const char *text, gsize length) {
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
    for (const char *at = valid; *at; at = g_utf8_next_char(at))
        append_character(out, g_utf8_get_char(at));
}

void markup_append(GString *out, const char *text) {
    append_bytes(out, text, strlen(text));
}

/* HighlightTake. */
static void append_paint(Paint paint, const char *text, gsize length, void *data) {
    static const char *const classes[] = {
        [PAINT_PLAIN] = NULL, [PAINT_KEYWORD] = "k", [PAINT_NAME] = "n",
        [PAINT_STRING] = "s", [PAINT_NUMBER] = "d",  [PAINT_COMMENT] = "c"};
    if (classes[paint])
        g_string_append_printf(data, "<span class=\"%s\">", classes[paint]);
    append_bytes(data, text, length);
    if (classes[paint])
        g_string_append(data, "</span>");
}

void markup_append_sql(GString *out, const char *sql) {
    highlight(sql, append_paint, out);
}
