#include "text/scan.h"

#include "text/copy.h"
#include "text/lex.h"
#include <string.h>

static Location scanner_place(const Scanner *scanner) {
    return (Location){scanner->file, scanner->line, scanner->column};
}

/* Moves the scanner to the byte `offset`, which lies ahead. */
static void scanner_move(Scanner *scanner, gsize offset) {
    Location place = scanner_place(scanner);
    location_advance(&place, scanner->text + scanner->offset, offset - scanner->offset);
    scanner->line = place.line;
    scanner->column = place.column;
    scanner->offset = offset;
}

static bool has_prefix(const char *text, gsize length, const char *prefix, gsize size) {
    return length >= size && memcmp(text, prefix, size) == 0;
}

static bool reject_bytes(const Scanner *scanner, GError **error) {
    guchar byte = (guchar)scanner->text[scanner->offset];
    if (byte == 0)
        text_fail(error, scanner_place(scanner),
                  "there is a NUL byte; is this a binary file, or UTF-16? SQL files must be "
                  "UTF-8 text");
    else
        text_fail(error, scanner_place(scanner),
                  "byte 0x%02X (at offset %" G_GSIZE_FORMAT
                  ") is not valid UTF-8; convert the file, for example with iconv -t UTF-8",
                  byte, scanner->offset);
    return false;
}

bool scanner_init(Scanner *scanner, const char *file, const char *text, gsize length,
                  GError **error) {
    *scanner = (Scanner){.file = file, .text = text, .length = length, .line = 1, .column = 1};
    if (has_prefix(text, length, "\xFF\xFE", 2) || has_prefix(text, length, "\xFE\xFF", 2) ||
        has_prefix(text, length, "\0\0\xFE\xFF", 4)) {
        text_fail(error, scanner_place(scanner),
                  "this file is UTF-16 or UTF-32; convert it to UTF-8, for example with "
                  "iconv -t UTF-8");
        return false;
    }
    if (has_prefix(text, length, "\xEF\xBB\xBF", 3))
        scanner->offset = 3;
    const char *invalid;
    if (g_utf8_validate_len(text + scanner->offset, length - scanner->offset, &invalid))
        return true;
    scanner_move(scanner, (gsize)(invalid - text));
    return reject_bytes(scanner, error);
}

static const char *meta_command_advice(const char *text, gsize length) {
    static const struct {
        const char *command, *advice;
    } known[] = {
        {"restrict", "it stands between statements only; delete the line"},
        {"unrestrict", "it stands between statements only; delete the line"},
        {"copy", "load the rows with INSERT instead"},
        {"i", "only the files of a schema include others; put its statements here"},
        {"ir", "only the files of a schema include others; put its statements here"},
        {"include", "only the files of a schema include others; put its statements here"},
        {"include_relative", "only the files of a schema include others; put its statements here"},
        {"connect", "the tool chooses the database; delete the line"},
        {"c", "the tool chooses the database; delete the line"},
        {"gexec", "use a DO block with EXECUTE instead"},
        {";", "end the statement with a plain semicolon"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (strlen(known[i].command) == length && memcmp(known[i].command, text, length) == 0)
            return known[i].advice;
    return "write plain SQL instead, or delete it";
}

static ScanResult reject_meta_command(Scanner *scanner, gsize offset, GError **error) {
    scanner_move(scanner, offset);
    const char *name = scanner->text + offset + 1;
    gsize left = scanner->length - offset - 1, length = 0;
    while (length < left && length < 32 && (g_ascii_isalpha(name[length]) || name[length] == '_'))
        length++;
    if (length == 0 && left > 0 && g_ascii_isgraph(*name))
        length = 1;
    text_fail(error, scanner_place(scanner), "\\%.*s is a command of psql, not of the server: %s",
              (int)length, name, meta_command_advice(name, length));
    return SCAN_ERROR;
}

static gsize word_length(const char *text, gsize length) {
    gsize at = 0;
    while (at < length && !g_ascii_isspace(text[at]))
        at++;
    return at;
}

/* Whether a file connects to one database only, which has to be the one that is meant. */
static bool connects_to_same(Scanner *scanner, const char *name, gsize length) {
    bool first = !scanner->database;
    if (first) {
        scanner->database = name;
        scanner->database_length = length;
    }
    return first ||
           (length == scanner->database_length && memcmp(name, scanner->database, length) == 0);
}

/* Whether a line of psql's, without its backslash, changes nothing here. */
static bool is_idle(Scanner *scanner, const char *line, gsize length) {
    static const char *const idle[] = {"restrict", "unrestrict", "echo", "qecho", "warn"};
    gsize word = word_length(line, length), at = word;
    while (at < length && g_ascii_isspace(line[at]))
        at++;
    const char *argument = line + at;
    gsize size = word_length(argument, length - at);
    for (guint i = 0; i < G_N_ELEMENTS(idle); i++)
        if (strlen(idle[i]) == word && memcmp(idle[i], line, word) == 0)
            return true;
    if ((word == 1 && *line == 'c') || (word == 7 && memcmp(line, "connect", word) == 0))
        return size && connects_to_same(scanner, argument, size);
    return word == 3 && memcmp(line, "set", word) == 0 && size == strlen("ON_ERROR_STOP") &&
           memcmp(argument, "ON_ERROR_STOP", size) == 0;
}

/* An argument of psql's, which may stand in quotes. Caller frees. */
static char *argument_of(const char *text, gsize length) {
    g_autofree char *line = g_strndup(text, length);
    g_strstrip(line);
    gsize size = strlen(line);
    if (size < 2 || *line != '\'' || line[size - 1] != '\'')
        return g_strndup(line, strcspn(line, " \t"));
    g_autoptr(GString) inner = g_string_new_len(line + 1, (gssize)size - 2);
    g_string_replace(inner, "''", "'", 0);
    return g_strdup(inner->str);
}

/* Notes an include. False: the line, from its backslash on, is none. */
static bool note_include(Scanner *scanner, gsize offset, gsize length) {
    static const char *const words[] = {"i", "include", "ir", "include_relative"};
    const char *line = scanner->text + offset + 1;
    gsize word = word_length(line, length - 1);
    for (guint i = 0; scanner->includes && i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i]) != word || memcmp(words[i], line, word) != 0)
            continue;
        scanner_move(scanner, offset);
        ScanInclude include = {offset,        offset + length,
                               scanner->line, scanner->column,
                               i > 1,         argument_of(line + word, length - 1 - word)};
        g_array_append_val(scanner->includes, include);
        return true;
    }
    return false;
}

/* Passes over such a line. */
static bool pass_command(Scanner *scanner, gsize offset, gsize *at) {
    const char *text = scanner->text + offset;
    gsize left = scanner->length - offset;
    const char *end = memchr(text, '\n', left);
    gsize length = end ? (gsize)(end - text) : left;
    if (!note_include(scanner, offset, length) && !is_idle(scanner, text + 1, length - 1))
        return false;
    *at = offset + length;
    return true;
}

/* The rows behind a COPY that ended at `*at`, which moves behind them. */
static bool take_rows(Scanner *scanner, Statement *statement, bool ended, gsize *at,
                      GError **error) {
    gsize start = 0;
    gsize end = ended ? copy_rows_end(scanner->text, scanner->length, *at, &start) : 0;
    if (!end) {
        text_fail(error, (Location){scanner->file, statement->line, statement->column},
                  "the rows of COPY … FROM STDIN begin on the line behind its semicolon, and end "
                  "with a line that is \\. and nothing else");
        return false;
    }
    statement->rows = scanner->text + start;
    statement->rows_length = end - start;
    while (statement->rows_length && statement->rows[statement->rows_length - 1] != '\\')
        statement->rows_length--;
    statement->rows_length -= 1;
    statement->end = *at = end;
    return true;
}

/* No statement has a brace outside of quotes. */
static ScanResult reject_brace(Scanner *scanner, gsize offset, GError **error) {
    scanner_move(scanner, offset);
    text_fail(error, scanner_place(scanner),
              "a brace stands in no SQL: this file is a template, which another tool fills in "
              "before it executes it; write here what it comes to");
    return SCAN_ERROR;
}

static void statement_start(Scanner *scanner, Statement *statement, gsize lead, gsize start) {
    scanner_move(scanner, start);
    *statement = (Statement){.text = scanner->text + start,
                             .offset = start,
                             .lead_offset = lead,
                             .line = scanner->line,
                             .column = scanner->column};
}

/* `ended`: by a semicolon, behind which `at` is. */
static ScanResult end_statement(Scanner *scanner, Statement *statement, gsize end, bool has_rows,
                                bool ended, gsize at, GError **error) {
    statement->length = end - statement->offset;
    statement->end = end;
    if (has_rows && !take_rows(scanner, statement, ended, &at, error))
        return SCAN_ERROR;
    scanner_move(scanner, at);
    return SCAN_STATEMENT;
}

ScanResult scanner_next(Scanner *scanner, Statement *statement, GError **error) {
    const char *text = scanner->text;
    Nesting nesting = {0};
    Copy copy = COPY_UNKNOWN;
    bool has_rows = false;
    gsize lead = scanner->offset, at = scanner->offset, end = 0;
    for (;;) {
        Token token = lex_token(text, scanner->length, at);
        at = token.end;
        if (lex_is_blank(token.kind))
            continue;
        if (lex_is_broken(token.kind)) {
            scanner_move(scanner, token.start);
            lex_fail(scanner_place(scanner), token.kind, error);
            return SCAN_ERROR;
        }
        bool semicolon = token.kind == TOKEN_SYMBOL && text[token.start] == ';';
        bool last = token.kind == TOKEN_END || (semicolon && !nesting_is_open(&nesting));
        if (last && end > 0)
            return end_statement(scanner, statement, end, has_rows, semicolon, at, error);
        if (token.kind == TOKEN_END) {
            scanner_move(scanner, at);
            return SCAN_END;
        }
        if (last) {
            lead = at;
            continue;
        }
        bool command = token.kind == TOKEN_SYMBOL && text[token.start] == '\\';
        if (command && end == 0 && pass_command(scanner, token.start, &at)) {
            lead = at;
            continue;
        }
        if (command)
            return reject_meta_command(scanner, token.start, error);
        if (token.kind == TOKEN_SYMBOL && text[token.start] == '{')
            return reject_brace(scanner, token.start, error);
        if (end == 0)
            statement_start(scanner, statement, lead, token.start);
        nesting_feed(&nesting, text, token);
        has_rows = copy_feed(&copy, text, token, nesting.parens > 0) || has_rows;
        end = token.end;
    }
}

static void include_clear(gpointer data) {
    g_free(((ScanInclude *)data)->path);
}

GArray *scan_includes(const char *file, const char *text, gsize length) {
    GArray *includes = g_array_new(FALSE, FALSE, sizeof(ScanInclude));
    Scanner scanner;
    Statement statement;
    g_array_set_clear_func(includes, include_clear);
    if (!memmem(text, length, "\\i", 2) || !scanner_init(&scanner, file, text, length, NULL))
        return includes;
    scanner.includes = includes;
    ScanResult result;
    do
        result = scanner_next(&scanner, &statement, NULL);
    while (result == SCAN_STATEMENT);
    if (result == SCAN_ERROR)
        g_array_set_size(includes, 0);
    return includes;
}

Location scanner_locate(const Scanner *scanner, const Statement *statement, guint character) {
    Location place = {scanner->file, statement->line, statement->column};
    const char *end = statement->text + statement->length, *at = statement->text;
    while (character-- > 1 && at < end)
        at = g_utf8_next_char(at);
    location_advance(&place, statement->text, (gsize)(MIN(at, end) - statement->text));
    return place;
}

/* 0 where the server speaks another language: then the statement's place has to do. */
static guint64 row_of(const char *context) {
    const char *line =
        context && g_str_has_prefix(context, "COPY ") ? strstr(context, ", line ") : NULL;
    return line ? g_ascii_strtoull(line + strlen(", line "), NULL, 10) : 0;
}

Location scanner_locate_fault(const Scanner *scanner, const Statement *statement, guint position,
                              const char *context) {
    guint64 row = statement->rows ? row_of(context) : 0;
    Location place = {scanner->file, statement->line, statement->column};
    if (row == 0)
        return scanner_locate(scanner, statement, position ? position : 1);
    location_advance(&place, statement->text, (gsize)(statement->rows - statement->text));
    place.line += (guint)row - 1;
    return place;
}

char *statement_head(const Statement *statement, guint max) {
    GString *head = g_string_new(NULL);
    gsize at = 0;
    for (guint i = 0; i < max; i++) {
        Token token = lex_significant(statement->text, statement->length, at);
        if (token.kind != TOKEN_WORD)
            break;
        if (i > 0)
            g_string_append_c(head, ' ');
        g_string_append_len(head, statement->text + token.start, (gssize)(token.end - token.start));
        at = token.end;
    }
    for (gsize i = 0; i < head->len; i++)
        head->str[i] = g_ascii_tolower(head->str[i]);
    return g_string_free(head, FALSE);
}
