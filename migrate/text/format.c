#include "text/format.h"

#include "text/scan.h"
#include "text/tidy.h"
#include <string.h>

/* The blanks and comments between two statements, without blanks at the end of lines and with one
 * empty line at most. */
static void append_between(GString *out, const char *text, gsize length) {
    guint newlines = 0;
    for (gsize i = 0, blanks; i < length; i += blanks + 1) {
        blanks = MIN(strspn(text + i, " \t\r"), length - i);
        bool at_end = i + blanks < length && text[i + blanks] == '\n';
        if (!at_end && blanks)
            g_string_append_len(out, text + i, (gssize)blanks);
        newlines = at_end ? newlines + 1 : 0;
        if (i + blanks < length && newlines <= 2)
            g_string_append_c(out, text[i + blanks]);
    }
}

static void append_statement(GString *out, const Statement *statement) {
    g_autofree char *sql = g_strndup(statement->text, statement->length);
    g_autofree char *tidy = tidy_sql(sql);
    g_string_append(out, tidy);
}

static void end_with_newline(GString *out) {
    while (out->len && g_ascii_isspace(out->str[out->len - 1]))
        g_string_truncate(out, out->len - 1);
    if (out->len)
        g_string_append_c(out, '\n');
}

char *format_sql(const char *file, const char *text, gsize length, GError **error) {
    Scanner scanner;
    Statement statement;
    if (!scanner_init(&scanner, file, text, length, error))
        return NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    gsize at = 0;
    ScanResult result;
    while ((result = scanner_next(&scanner, &statement, error)) == SCAN_STATEMENT) {
        append_between(out, text + at, statement.offset - at);
        append_statement(out, &statement);
        at = statement.offset + statement.length;
        if (statement.rows)
            g_string_append_len(out, text + at, (gssize)(statement.end - at));
        at = statement.end;
    }
    if (result == SCAN_ERROR)
        return NULL;
    append_between(out, text + at, length - at);
    end_with_newline(out);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
