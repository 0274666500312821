/* Lines in columns, as gofmt lays them out. */
#include "types/align.h"

#include <string.h>

static gsize line_length(const char *line) {
    return strcspn(line, "\n");
}

/* Where the cell ends; at the end of the line for the last. */
static const char *cell_end(const char *cell) {
    return cell + strcspn(cell, "\v\n");
}

/* The widest of each cell in the lines from `at` on that have some. */
static void measure(const char *at, glong widths[ALIGN_CELLS]) {
    memset(widths, 0, ALIGN_CELLS * sizeof(*widths));
    for (; memchr(at, '\v', line_length(at)); at += line_length(at) + 1) {
        const char *end = cell_end(at);
        for (guint i = 0; *end == '\v' && i < ALIGN_CELLS; end = cell_end(at), i++) {
            widths[i] = MAX(widths[i], g_utf8_strlen(at, end - at));
            at = end + 1;
        }
    }
}

/* Writes the lines that measure() looked at; returns what follows. */
static const char *write_block(const char *at, const glong widths[ALIGN_CELLS], GString *out) {
    for (; memchr(at, '\v', line_length(at)); at += *at == '\n') {
        const char *end = cell_end(at);
        for (guint i = 0; *end == '\v'; end = cell_end(at), i++) {
            glong blanks = i < ALIGN_CELLS ? widths[i] - g_utf8_strlen(at, end - at) + 1 : 1;
            g_string_append_printf(out, "%.*s%*s", (int)(end - at), at, (int)blanks, "");
            at = end + 1;
        }
        g_string_append_len(out, at, end - at + (*end == '\n'));
        at = end;
    }
    return at;
}

char *align(char *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    glong widths[ALIGN_CELLS];
    for (const char *at = text; *at;) {
        measure(at, widths);
        at = write_block(at, widths, out);
        gsize length = line_length(at);
        length += at[length] == '\n';
        g_string_append_len(out, at, (gssize)length);
        at += length;
    }
    g_free(text);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
