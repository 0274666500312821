#include "text/comments.h"

#include "text/lex.h"
#include <string.h>

/* With what comments begin that are for tools. */
static const char *const tools[] = {
    "migrate:", "+goose", "+migrate",       "rambler ",
    "//",       "Name:",  "Data for Name:", "Migration SQL that makes the change goes here",
    "--!",      "@"};

/* CreateTable, AddForeignKey. */
static bool is_generated(const char *text) {
    static const char *const verbs[] = {"Create", "Alter", "Drop", "Add", "Rename", "Redefine"};
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (g_str_has_prefix(text, verbs[i]))
            return g_ascii_isupper(text[strlen(verbs[i])]) && !strchr(text, ' ');
    return false;
}

static bool says_something(const char *text) {
    for (guint i = 0; i < G_N_ELEMENTS(tools); i++)
        if (g_str_has_prefix(text, tools[i]))
            return false;
    bool letters = false;
    for (const char *at = text; *at && !letters; at = g_utf8_next_char(at))
        letters = g_unichar_isalpha(g_utf8_get_char(at));
    return letters && !is_generated(text);
}

/* One line of a comment, without dashes, stars and blanks around it. */
static void add_line(GString *out, const char *line) {
    g_autofree char *text = g_strdup(line);
    g_strstrip(text);
    const char *bare = text + strspn(text, "-*");
    bare += strspn(bare, " \t");
    if (says_something(bare))
        g_string_append_printf(out, "%s-- %s", out->len ? "\n" : "", bare);
}

static void add_comment(GString *out, const char *text, Token token) {
    gsize from = token.start, to = token.end;
    if (token.kind == TOKEN_BLOCK_COMMENT) {
        from += strlen("/*");
        to -= strlen("*/");
    }
    g_autofree char *whole = g_strndup(text + from, to - from);
    g_auto(GStrv) lines = g_strsplit(whole, "\n", -1);
    for (char **line = lines; *line; line++)
        add_line(out, *line);
}

/* The comments that begin in [from, to), of which an empty line takes back those before it where
 * `close`. The text goes on behind them. */
static void add_between(GString *out, const char *text, gsize length, gsize from, gsize to,
                        bool close) {
    for (gsize at = from; at < to;) {
        Token token = lex_token(text, length, at);
        if (token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT)
            add_comment(out, text, token);
        guint ends = 0;
        for (gsize i = token.start; token.kind == TOKEN_SPACE && i < token.end; i++)
            ends += text[i] == '\n';
        if (close && ends > 1)
            g_string_truncate(out, 0);
        at = token.end > at ? token.end : to;
    }
}

static char *result(GString *out) {
    char *text = out->len ? g_strdup(out->str) : NULL;
    g_string_free(out, TRUE);
    return text;
}

char *comments_above(const char *script, gsize length, const Statement *statement) {
    GString *out = g_string_new(NULL);
    gsize from = statement->lead_offset;
    /* What stands behind a statement on its line is about that one. */
    const char *end = from ? memchr(script + from, '\n', statement->offset - from) : script;
    if (end && from)
        from = (gsize)(end - script) + 1;
    if (end)
        add_between(out, script, length, from, statement->offset, true);
    return result(out);
}

/* Where the line ends that holds the last token before `to`, and so comments about it. */
static gsize end_of_line(const char *text, gsize length, gsize from) {
    const char *end = memchr(text + from, '\n', length - from);
    return end ? (gsize)(end - text) : length;
}

/* Behind the last token that ends at or before `offset`. */
static gsize token_before(const char *text, gsize offset) {
    gsize end = 0;
    for (gsize at = 0; at < offset;) {
        Token token = lex_token(text, offset, at);
        if (!lex_is_blank(token.kind))
            end = token.end;
        at = token.end > at ? token.end : offset;
    }
    return end;
}

char *comments_of_part(const Statement *statement, gsize offset, gsize next) {
    const char *text = statement->text;
    gsize length = statement->length, before = token_before(text, offset);
    gsize to = next ? next : length;
    GString *out = g_string_new(NULL);
    add_between(out, text, length, MIN(end_of_line(text, length, before), offset), offset, true);
    /* The comma, or the bracket that closes all parts, and what stands before it. */
    gsize mark = token_before(text, to), last = mark ? token_before(text, mark - 1) : 0;
    add_between(out, text, length, last, MIN(end_of_line(text, length, last), to), false);
    return result(out);
}
