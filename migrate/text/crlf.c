#include "text/crlf.h"

#include "text/lex.h"
#include <stdbool.h>
#include <string.h>

/* What stands between the quotes, as E'…' has it. `escaped`: it is E'…' already. `quoted`: its
 * quotes are doubled. */
static void append_escaped(GString *out, const char *text, gsize length, bool escaped,
                           bool quoted) {
    for (gsize i = 0; i < length; i++) {
        bool pair = escaped && text[i] == '\\' && i + 1 < length;
        if (pair && text[i + 1] != '\r')
            g_string_append_c(out, text[i++]);
        else if (pair)
            i++;
        if (text[i] == '\r')
            g_string_append(out, "\\r");
        else if ((text[i] == '\\' && !escaped) || (text[i] == '\'' && !quoted))
            g_string_append_printf(out, "%c%c", text[i], text[i]);
        else
            g_string_append_c(out, text[i]);
    }
}

/* '…', E'…' and $tag$…$tag$; others cannot hold one, or keep it. */
static void append_string(GString *out, const char *text, gsize length) {
    bool dollar = *text == '$', escaped = *text == 'E' || *text == 'e';
    gsize open = dollar ? (gsize)(strchr(text + 1, '$') - text) + 1 : escaped ? 2 : 1;
    gsize close = dollar ? open : 1;
    if (!g_strstr_len(text, (gssize)length, "\r\n") || (!dollar && text[open - 1] != '\'')) {
        g_string_append_len(out, text, (gssize)length);
        return;
    }
    g_string_append(out, "E'");
    append_escaped(out, text + open, length - open - close, escaped, !dollar);
    g_string_append_c(out, '\'');
}

char *crlf_escape(const char *sql) {
    gsize length = strlen(sql);
    if (!strstr(sql, "\r\n"))
        return g_strdup(sql);
    GString *out = g_string_new(NULL);
    for (Token token = lex_token(sql, length, 0); token.kind != TOKEN_END;
         token = lex_token(sql, length, token.end)) {
        const char *text = sql + token.start;
        if (token.kind == TOKEN_STRING)
            append_string(out, text, token.end - token.start);
        else
            g_string_append_len(out, text, (gssize)(token.end - token.start));
    }
    return g_string_free(out, FALSE);
}
