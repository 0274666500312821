/* Statements are slices of the text, in order, that lose nothing but blank space, comments,
 * semicolons and the lines that a dump has for psql; each, scanned again, is one statement. */
#include "text/lex.h"
#include "text/scan.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The end of the line at `at` that only psql reads; `at`: there is none. */
static gsize psql_line_end(const char *text, gsize at, gsize to) {
    static const char *const lines[] = {"\\restrict", "\\unrestrict", "\\c",    "\\set",
                                        "\\echo",     "\\qecho",      "\\warn", NULL};
    guint i = 0;
    while (lines[i] && !g_str_has_prefix(text + at, lines[i]))
        i++;
    if (!lines[i])
        return at;
    const char *end = memchr(text + at, '\n', to - at);
    return end ? (gsize)(end - text) : to;
}

static void check_gap(const char *text, gsize from, gsize to) {
    for (gsize at = from; at < to;) {
        gsize passed = psql_line_end(text, at, to);
        if (passed > at) {
            at = passed;
            continue;
        }
        Token token = lex_token(text, to, at);
        g_assert(token.start == at && token.end > at);
        g_assert(lex_is_blank(token.kind) ||
                 (token.kind == TOKEN_SYMBOL && text[token.start] == ';'));
        at = token.end;
    }
}

static void check_alone(const Statement *statement) {
    /* At the top of a text this would be a byte order mark; COPY's rows are not in its text. */
    if (g_str_has_prefix(statement->text, "\uFEFF") || statement->rows)
        return;
    Scanner scanner;
    Statement again, more;
    g_assert(scanner_init(&scanner, NULL, statement->text, statement->length, NULL));
    g_assert(scanner_next(&scanner, &again, NULL) == SCAN_STATEMENT);
    g_assert(again.text == statement->text && again.length == statement->length);
    g_assert(scanner_next(&scanner, &more, NULL) == SCAN_END);
}

static void check_place(const Scanner *scanner, const Statement *statement) {
    Location place = {scanner->file, 1, 1};
    gsize start = g_str_has_prefix(scanner->text, "\xEF\xBB\xBF") ? 3 : 0;
    location_advance(&place, scanner->text + start, statement->offset - start);
    g_assert(place.line == statement->line && place.column == statement->column);
    scanner_locate(scanner, statement, G_MAXUINT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text = g_strndup((const char *)data, size);
    Scanner scanner;
    g_autoptr(GError) error = NULL;
    if (!scanner_init(&scanner, "f", (const char *)data, size, &error))
        return 0;
    gsize end = scanner.offset;
    Statement statement;
    ScanResult result;
    scanner.text = text;
    while ((result = scanner_next(&scanner, &statement, &error)) == SCAN_STATEMENT) {
        g_assert(statement.lead_offset >= end && statement.offset >= statement.lead_offset);
        check_gap(text, end, statement.offset);
        check_alone(&statement);
        check_place(&scanner, &statement);
        g_free(statement_head(&statement, 5));
        g_assert(statement.end >= statement.offset + statement.length && statement.end <= size);
        end = statement.end;
    }
    if (result == SCAN_END)
        check_gap(text, end, size);
    g_assert((result == SCAN_ERROR) == (error != NULL));
    return 0;
}
