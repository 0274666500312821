#include "text/lex.h"

#include "text/scan.h"
#include <string.h>

enum { MAX_COMMENT_DEPTH = 1000 };

enum { SPACE = 1, DIGIT = 2, WORD_START = 4, WORD_PART = 8 };

/* What the server's lexer takes each byte for; bytes of multi-byte characters are letters. */
static const guint8 classes[256] = {
    [' '] = SPACE,
    ['\t'] = SPACE,
    ['\n'] = SPACE,
    ['\r'] = SPACE,
    ['\f'] = SPACE,
    ['0' ... '9'] = DIGIT | WORD_PART,
    ['A' ... 'Z'] = WORD_START | WORD_PART,
    ['a' ... 'z'] = WORD_START | WORD_PART,
    ['_'] = WORD_START | WORD_PART,
    ['$'] = WORD_PART,
    [0x80 ... 0xFF] = WORD_START | WORD_PART,
};

static inline bool is(char c, guint mask) {
    return classes[(guchar)c] & mask;
}

static gsize skip(const char *text, gsize length, gsize at, guint mask) {
    while (at < length && is(text[at], mask))
        at++;
    return at;
}

static gsize end_of_line(const char *text, gsize length, gsize at) {
    while (at < length && text[at] != '\n' && text[at] != '\r')
        at++;
    return at;
}

static bool starts(const char *text, gsize length, gsize at, char first, char second) {
    return at + 1 < length && text[at] == first && text[at + 1] == second;
}

static Token block_comment(const char *text, gsize length, gsize start) {
    guint depth = 1;
    gsize at = start + 2;
    while (at < length) {
        if (starts(text, length, at, '*', '/')) {
            at += 2;
            if (--depth == 0)
                return (Token){TOKEN_BLOCK_COMMENT, start, at};
        } else if (starts(text, length, at, '/', '*')) {
            at += 2;
            if (++depth > MAX_COMMENT_DEPTH)
                return (Token){TOKEN_DEEP_COMMENT, start, at};
        } else {
            at++;
        }
    }
    return (Token){TOKEN_UNCLOSED_COMMENT, start, length};
}

/* `open` is the quote's place. A doubled quote is read as the end of one string and the start of
 * another; since the two touch, the token goes on. */
static Token quoted(const char *text, gsize length, gsize start, gsize open, TokenKind kind) {
    char quote = text[open];
    gsize at = open + 1;
    for (;;) {
        const char *close = at < length ? memchr(text + at, quote, length - at) : NULL;
        if (!close)
            return (Token){kind == TOKEN_NAME ? TOKEN_UNCLOSED_NAME : TOKEN_UNCLOSED_STRING, start,
                           length};
        at = (gsize)(close - text) + 1;
        if (at == length || text[at] != quote)
            return (Token){kind, start, at};
        at++;
    }
}

/* After a string's closing quote: the opening quote of its continuation, which follows blank space
 * or line comments with at least one newline; 0 when there is no continuation. */
static gsize continuation(const char *text, gsize length, gsize at) {
    bool newline = false;
    while (at < length) {
        if (text[at] == '\'')
            return newline ? at : 0;
        if (starts(text, length, at, '-', '-')) {
            at = end_of_line(text, length, at);
        } else if (is(text[at], SPACE)) {
            newline |= text[at] == '\n' || text[at] == '\r';
            at++;
        } else {
            return 0;
        }
    }
    return 0;
}

/* E'…': a backslash takes the next byte with it, in continuations, too. */
static Token escape_string(const char *text, gsize length, gsize start) {
    gsize at = start + 2;
    while (at < length) {
        if (text[at] == '\\') {
            at += 2;
        } else if (text[at] != '\'') {
            at++;
        } else if (starts(text, length, at, '\'', '\'')) {
            at += 2;
        } else {
            gsize next = continuation(text, length, at + 1);
            if (!next)
                return (Token){TOKEN_STRING, start, at + 1};
            at = next + 1;
        }
    }
    return (Token){TOKEN_UNCLOSED_STRING, start, length};
}

/* Letters behind a number belong to it ("trailing junk" for the server), and so does the sign of an
 * exponent without digits: the `e` of `1e'` starts no string, the `--` of `1e--` no comment. */
static gsize number_end(const char *text, gsize length, gsize at) {
    at = skip(text, length, at, DIGIT);
    if (at < length && text[at] == '.' && !starts(text, length, at, '.', '.'))
        at = skip(text, length, at + 1, DIGIT);
    bool exponent = at < length && (text[at] | 0x20) == 'e';
    if (exponent && at + 1 < length && (text[at + 1] == '+' || text[at + 1] == '-')) {
        at += 2;
        if (at == length || !is(text[at], DIGIT))
            return at;
        at = skip(text, length, at, DIGIT);
    }
    return at < length && is(text[at], WORD_START) ? skip(text, length, at, WORD_PART) : at;
}

static Token dollar(const char *text, gsize length, gsize start) {
    gsize at = start + 1;
    if (at < length && is(text[at], DIGIT)) {
        at = skip(text, length, at, DIGIT);
        if (at < length && is(text[at], WORD_START))
            at = skip(text, length, at, WORD_PART);
        return (Token){TOKEN_NUMBER, start, at};
    }
    if (at < length && is(text[at], WORD_START))
        while (at < length && is(text[at], WORD_PART) && text[at] != '$')
            at++;
    if (at == length || text[at] != '$')
        return (Token){TOKEN_SYMBOL, start, start + 1};
    at++;
    gsize tag = at - start;
    const char *close = memmem(text + at, length - at, text + start, tag);
    if (!close)
        return (Token){TOKEN_UNCLOSED_STRING, start, length};
    return (Token){TOKEN_STRING, start, (gsize)(close - text) + tag};
}

static Token word(const char *text, gsize length, gsize start) {
    gsize end = skip(text, length, start + 1, WORD_PART);
    if (end - start > 1 || end == length)
        return (Token){TOKEN_WORD, start, end};
    char prefix = text[start] | 0x20;
    if (text[end] == '\'' && prefix == 'e')
        return escape_string(text, length, start);
    if (text[end] == '\'' && strchr("bnx", prefix))
        return quoted(text, length, start, end, TOKEN_STRING);
    if (prefix == 'u' && starts(text, length, end, '&', '\''))
        return quoted(text, length, start, end + 1, TOKEN_STRING);
    if (prefix == 'u' && starts(text, length, end, '&', '"'))
        return quoted(text, length, start, end + 1, TOKEN_NAME);
    /* psql does not count this `u` among the words that may begin a body. */
    if (prefix == 'u' && text[end] == '&')
        return (Token){TOKEN_SYMBOL, start, end};
    return (Token){TOKEN_WORD, start, end};
}

Token lex_token(const char *text, gsize length, gsize offset) {
    if (offset >= length)
        return (Token){TOKEN_END, length, length};
    char c = text[offset];
    if (is(c, SPACE))
        return (Token){TOKEN_SPACE, offset, skip(text, length, offset + 1, SPACE)};
    if (is(c, WORD_START))
        return word(text, length, offset);
    if (is(c, DIGIT))
        return (Token){TOKEN_NUMBER, offset, number_end(text, length, offset)};
    switch (c) {
    case '\'':
        return quoted(text, length, offset, offset, TOKEN_STRING);
    case '"':
        return quoted(text, length, offset, offset, TOKEN_NAME);
    case '$':
        return dollar(text, length, offset);
    case '-':
        if (starts(text, length, offset, '-', '-'))
            return (Token){TOKEN_LINE_COMMENT, offset, end_of_line(text, length, offset)};
        break;
    case '/':
        if (starts(text, length, offset, '/', '*'))
            return block_comment(text, length, offset);
        break;
    case '.':
        if (offset + 1 < length && is(text[offset + 1], DIGIT))
            return (Token){TOKEN_NUMBER, offset, number_end(text, length, offset + 1)};
        break;
    default:
        break;
    }
    return (Token){TOKEN_SYMBOL, offset, offset + 1};
}

Token lex_significant(const char *text, gsize length, gsize offset) {
    Token token;
    do {
        token = lex_token(text, length, offset);
        offset = token.end;
    } while (lex_is_blank(token.kind));
    return token;
}

bool lex_is_word(const char *text, Token token, const char *expected) {
    gsize length = strlen(expected);
    return token.kind == TOKEN_WORD && token.end - token.start == length &&
           g_ascii_strncasecmp(text + token.start, expected, length) == 0;
}

bool lex_fail(Location place, TokenKind kind, GError **error) {
    const char *what =
        kind == TOKEN_UNCLOSED_COMMENT ? "the comment that starts here is never closed"
        : kind == TOKEN_UNCLOSED_NAME  ? "the quoted name that starts here is never closed"
        : kind == TOKEN_UNCLOSED_STRING
            ? "the string that starts here is never closed"
            : "the comment that starts here nests deeper than 1000 comments, which "
              "would keep the server busy for minutes; flatten it";
    text_fail(error, place, "%s", what);
    return false;
}

void location_advance(Location *place, const char *text, gsize length) {
    guint line = place->line, column = place->column;
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '\n' || (text[i] == '\r' && !starts(text, length, i, '\r', '\n'))) {
            line++;
            column = 1;
        } else {
            column += ((guchar)text[i] & 0xC0) != 0x80;
        }
    }
    place->line = line;
    place->column = column;
}

static char head_initial(const char *text, Token token) {
    static const char *const heads[] = {"create", "or", "replace", "function", "procedure"};
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
        if (lex_is_word(text, token, heads[i]))
            return *heads[i];
    return '\0';
}

static bool makes_routine(const char *head) {
    if (head[0] != 'c')
        return false;
    char what = head[1] == 'o' && head[2] == 'r' ? head[3] : head[1];
    return what == 'f' || what == 'p';
}

void nesting_feed(Nesting *nesting, const char *text, Token token) {
    if (token.kind == TOKEN_SYMBOL) {
        char c = text[token.start];
        nesting->parens += c == '(';
        nesting->parens -= c == ')' && nesting->parens > 0;
        return;
    }
    if (token.kind != TOKEN_WORD || nesting->parens > 0)
        return;
    if (nesting->words < G_N_ELEMENTS(nesting->head))
        nesting->head[nesting->words++] = head_initial(text, token);
    if (!makes_routine(nesting->head))
        return;
    if (lex_is_word(text, token, "begin") ||
        (nesting->begins > 0 && lex_is_word(text, token, "case")))
        nesting->begins++;
    else if (nesting->begins > 0 && lex_is_word(text, token, "end"))
        nesting->begins--;
}

bool copy_feed(Copy *copy, const char *text, Token token, bool nested) {
    if (*copy == COPY_UNKNOWN)
        *copy = lex_is_word(text, token, "copy") ? COPY_YES : COPY_NO;
    else if (*copy == COPY_FROM &&
             (lex_is_word(text, token, "stdin") || lex_is_word(text, token, "stdout")))
        return true;
    else if (*copy != COPY_NO)
        *copy = !nested && lex_is_word(text, token, "from") ? COPY_FROM : COPY_YES;
    return false;
}
