#include "text/mermaid_words.h"

#include <stdbool.h>
#include <string.h>

void mermaid_append_name(GString *out, const char *name) {
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    for (const char *c = valid; *c; c = g_utf8_next_char(c)) {
        gunichar code = g_utf8_get_char(c);
        bool plain = code < 0x80 ? g_ascii_isalnum((char)code) || strchr("_.- ", (int)code) != NULL
                                 : g_unichar_isalnum(code);
        g_string_append_unichar(out, plain ? code : '_');
    }
}

void mermaid_append_word(GString *out, const char *name) {
    gsize start = out->len;
    for (const char *c = name; *c; c++)
        if (g_ascii_isalnum(*c))
            g_string_append_c(out, *c);
        else if (out->len == start || out->str[out->len - 1] != '_')
            g_string_append_c(out, '_');
    if (out->len == start || !g_ascii_isalpha(out->str[start]))
        g_string_insert(out, (gssize)start, "x_");
}
