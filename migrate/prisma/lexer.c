#include "prisma/lexer.h"

#include <string.h>

/* The longest schemas of the world have some 10,000 lines. What is larger is no schema. */
enum { MAX_BYTES = 16 * 1024 * 1024 };

/* The bytes of the character at `at` when it can be part of a name, else 0. */
static gsize name_part(const char *at, const char *end) {
    if (at == end)
        return 0;
    if ((guchar)*at < 0x80)
        return g_ascii_isalnum(*at) || *at == '_' || *at == '-';
    gunichar c = g_utf8_get_char(at);
    return g_unichar_isalnum(c) || g_unichar_ismark(c) ? (gsize)(g_utf8_next_char(at) - at) : 0;
}

static const char *name_end(const char *at, const char *end) {
    for (gsize length; (length = name_part(at, end)) > 0;)
        at += length;
    return at;
}

/* Where `lexer->at` is. Counted in steps, so that a very long line costs no more than others. */
static Location here(PrismaLexer *lexer) {
    if (lexer->counted < lexer->at)
        lexer->column += (guint)g_utf8_strlen(lexer->counted, lexer->at - lexer->counted);
    lexer->counted = lexer->at;
    return (Location){lexer->file, lexer->line, lexer->column};
}

/* The place of the first byte that is not valid. */
static bool fail_at(PrismaLexer *lexer, const char *bad, const char *message) {
    for (const char *c = lexer->at; c < bad; c++)
        if (*c == '\n') {
            lexer->line++;
            lexer->counted = c + 1;
        }
    lexer->at = bad;
    return reading_fail(lexer->reading, here(lexer), "%s", message);
}

bool prisma_lexer_init(PrismaLexer *lexer, Reading *reading, const char *file, GBytes *text) {
    gsize size;
    const char *start = g_bytes_get_data(text, &size), *bad;
    start = start ? start : "";
    *lexer = (PrismaLexer){
        reading, arena_strdup(reading->arena, file), start, start + size, start, 1, 1};
    if (size > MAX_BYTES)
        return reading_fail(reading, here(lexer),
                            "the file has %" G_GSIZE_FORMAT
                            " bytes; a schema has %d at most, so this is something else",
                            size, MAX_BYTES);
    bad = memchr(start, '\0', size);
    if (bad)
        return fail_at(lexer, bad, "a NUL byte; the file is damaged or no text");
    if (!g_utf8_validate(start, (gssize)size, &bad))
        return fail_at(lexer, bad, "the file is not UTF-8 here; save it as UTF-8");
    if (g_str_has_prefix(start, "\xef\xbb\xbf"))
        lexer->at = lexer->counted = start + 3;
    return true;
}

static gsize left(const PrismaLexer *lexer) {
    return (gsize)(lexer->end - lexer->at);
}

static bool starts(const PrismaLexer *lexer, const char *text) {
    gsize length = strlen(text);
    return left(lexer) >= length && memcmp(lexer->at, text, length) == 0;
}

/* The length of the blank at the lexer's place; 0 when there is none. */
static gsize blank(const PrismaLexer *lexer) {
    if (left(lexer) == 0)
        return 0;
    if (*lexer->at == ' ' || *lexer->at == '\t')
        return 1;
    if ((guchar)*lexer->at < 0x80)
        return 0;
    if (g_unichar_type(g_utf8_get_char(lexer->at)) != G_UNICODE_SPACE_SEPARATOR)
        return 0;
    return (gsize)(g_utf8_next_char(lexer->at) - lexer->at);
}

static const char *line_end(const PrismaLexer *lexer) {
    const char *end = lexer->at;
    while (end < lexer->end && *end != '\n' && *end != '\r')
        end++;
    return end;
}

static void take_newline(PrismaLexer *lexer) {
    lexer->at += starts(lexer, "\r\n") ? 2 : 1;
    lexer->line++;
    lexer->column = 1;
    lexer->counted = lexer->at;
}

static void take_text(PrismaLexer *lexer, PrismaToken *token, PrismaTokenType type,
                      const char *end) {
    token->type = type;
    token->text = arena_strndup(lexer->reading->arena, lexer->at, (gsize)(end - lexer->at));
    lexer->at = end;
}

/* Four hexadecimal digits behind `at`; -1 when there are not so many. */
static gint hex4(const PrismaLexer *lexer, const char *at) {
    gint value = 0;
    for (guint i = 0; i < 4; i++, at++) {
        if (at >= lexer->end || !g_ascii_isxdigit(*at))
            return -1;
        value = value * 16 + g_ascii_xdigit_value(*at);
    }
    return value;
}

/* \uXXXX, or two of them that are one character. */
static bool take_unicode(PrismaLexer *lexer, GString *out) {
    gint first = hex4(lexer, lexer->at + 2), second;
    gunichar character = (gunichar)first;
    Location at = here(lexer);
    if (first >= 0)
        lexer->at += 6;
    if (first >= 0xD800 && first < 0xDC00 && starts(lexer, "\\u")) {
        second = hex4(lexer, lexer->at + 2);
        if (second >= 0xDC00 && second < 0xE000) {
            character = 0x10000 + (((gunichar)first & 0x3FF) << 10) + ((gunichar)second & 0x3FF);
            lexer->at += 6;
        }
    }
    if (first <= 0 || !g_unichar_validate(character))
        return reading_fail(lexer->reading, at,
                            "\\u needs four hexadecimal digits that are a character");
    g_string_append_unichar(out, character);
    return true;
}

static bool take_escape(PrismaLexer *lexer, GString *out) {
    static const char written[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = left(lexer) > 1 ? lexer->at[1] : '\0';
    const char *found = c ? strchr(written, c) : NULL;
    if (c == 'u')
        return take_unicode(lexer, out);
    if (!found)
        return reading_fail(lexer->reading, here(lexer),
                            "a backslash in a text stands before one of \" \\ / b f n r t u; for a "
                            "backslash itself write \\\\");
    g_string_append_c(out, meant[found - written]);
    lexer->at += 2;
    return true;
}

static bool take_string(PrismaLexer *lexer, PrismaToken *token) {
    g_autoptr(GString) out = g_string_new(NULL);
    Location start = here(lexer);
    lexer->at++;
    while (lexer->at < lexer->end && *lexer->at != '"') {
        if ((guchar)*lexer->at < 0x20)
            return reading_fail(lexer->reading, start,
                                "the text that begins here has no end on its line; ends of lines "
                                "and tabs are written \\n and \\t in a text");
        if (*lexer->at == '\\') {
            if (!take_escape(lexer, out))
                return false;
        } else {
            g_string_append_c(out, *lexer->at++);
        }
    }
    if (lexer->at == lexer->end)
        return reading_fail(lexer->reading, start, "the text that begins here does not end");
    lexer->at++;
    token->type = PRISMA_STRING;
    token->text = arena_strndup(lexer->reading->arena, out->str, out->len);
    return true;
}

/* Digits are a number unless they go on as a name; so is a sign before digits. */
static bool take_number_or_name(PrismaLexer *lexer, PrismaToken *token) {
    const char *end = lexer->at + (*lexer->at == '-');
    while (end < lexer->end && g_ascii_isdigit(*end))
        end++;
    bool digits = end > lexer->at + (*lexer->at == '-');
    if (digits && end + 1 < lexer->end && *end == '.' && g_ascii_isdigit(end[1]))
        for (end++; end < lexer->end && g_ascii_isdigit(*end);)
            end++;
    if (digits && name_part(end, lexer->end) == 0) {
        take_text(lexer, token, PRISMA_NUMBER, end);
        return true;
    }
    if (*lexer->at == '-')
        return reading_fail(lexer->reading, here(lexer), "a '-' without a number behind it");
    take_text(lexer, token, PRISMA_NAME, name_end(lexer->at, lexer->end));
    return true;
}

static bool fail_character(PrismaLexer *lexer) {
    g_autofree char *character =
        g_strndup(lexer->at, (gsize)(g_utf8_next_char(lexer->at) - lexer->at));
    if (*character == '\'')
        return reading_fail(lexer->reading, here(lexer), "a text stands in \"double quotes\"");
    return reading_fail(lexer->reading, here(lexer), "'%s' has no meaning here", character);
}

static bool take_sign(PrismaLexer *lexer, PrismaToken *token) {
    if (!strchr("{}()[],:.?=@!", *lexer->at))
        return fail_character(lexer);
    token->type = starts(lexer, "@@") ? PRISMA_AT_AT : PRISMA_SIGN;
    token->sign = *lexer->at;
    lexer->at += token->type == PRISMA_AT_AT ? 2 : 1;
    return true;
}

/* The reference manual knows no comment of this form, but Prisma takes it. */
static bool skip_block_comment(PrismaLexer *lexer) {
    Location start = here(lexer);
    for (lexer->at += 2; lexer->at < lexer->end && !starts(lexer, "*/");) {
        if (*lexer->at == '\n' || *lexer->at == '\r')
            take_newline(lexer);
        else
            lexer->at++;
    }
    if (lexer->at == lexer->end)
        return reading_fail(lexer->reading, start, "the comment that begins here does not end");
    lexer->at += 2;
    return true;
}

static bool skip_blanks_and_comments(PrismaLexer *lexer) {
    for (;;) {
        gsize length = blank(lexer);
        if (length > 0)
            lexer->at += length;
        else if (!starts(lexer, "/*"))
            break;
        else if (!skip_block_comment(lexer))
            return false;
    }
    if (starts(lexer, "//") && !starts(lexer, "///"))
        lexer->at = line_end(lexer);
    return true;
}

bool prisma_lexer_skip_line(PrismaLexer *lexer, PrismaToken *token) {
    lexer->at = line_end(lexer);
    return prisma_lexer_next(lexer, token);
}

bool prisma_lexer_next(PrismaLexer *lexer, PrismaToken *token) {
    const char *before = lexer->at;
    if (!skip_blanks_and_comments(lexer))
        return false;
    *token = (PrismaToken){.type = PRISMA_END, .spaced = lexer->at > before, .at = here(lexer)};
    if (lexer->at == lexer->end)
        return true;
    char c = *lexer->at;
    if (c == '\n' || c == '\r') {
        token->type = PRISMA_NEWLINE;
        take_newline(lexer);
        return true;
    }
    if (starts(lexer, "///")) {
        lexer->at += 3;
        take_text(lexer, token, PRISMA_DOC, line_end(lexer));
        return true;
    }
    if (c == '"')
        return take_string(lexer, token);
    if (name_part(lexer->at, lexer->end) > 0)
        return take_number_or_name(lexer, token);
    return take_sign(lexer, token);
}

char *prisma_token_name(const PrismaToken *token) {
    switch (token->type) {
    case PRISMA_END:
        return g_strdup("the end of the file");
    case PRISMA_NEWLINE:
        return g_strdup("the end of the line");
    case PRISMA_DOC:
        return g_strdup("a comment");
    case PRISMA_AT_AT:
        return g_strdup("'@@'");
    case PRISMA_SIGN:
        return g_strdup_printf("'%c'", token->sign);
    case PRISMA_STRING:
        return g_strdup_printf("\"%s\"", token->text);
    case PRISMA_NAME:
    case PRISMA_NUMBER:
        break;
    }
    return g_strdup_printf("'%s'", token->text);
}
