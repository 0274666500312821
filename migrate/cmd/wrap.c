#include "cmd/wrap.h"

#include "base/term.h"
#include <stdbool.h>

guint wrap_width(FILE *stream) {
    enum { USUAL = 80, LEAST = 40, MOST = 100 };
    guint columns = term_columns(stream);
    return CLAMP(columns ? columns : USUAL, LEAST, MOST);
}

/* How many columns a word takes. */
static guint word_width(const char *word) {
    guint width = 0;

    for (bool colour = false; *word != '\0'; word = g_utf8_next_char(word)) {
        colour = colour || *word == '\033';
        width += !colour;
        colour = colour && *word != 'm';
    }
    return width;
}

void wrap_text(GString *out, const char *text, guint indent, guint column, guint width) {
    g_auto(GStrv) words = g_strsplit(text, " ", -1);

    for (char **word = words; *word != NULL; word++) {
        guint length = word_width(*word);
        if (column > indent && column + 1 + length > width) {
            g_string_append_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, *word);
        column += length;
    }
    g_string_append_c(out, '\n');
}
