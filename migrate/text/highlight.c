#include "text/highlight.h"

#include "text/lex.h"

#include <string.h>

typedef struct {
    HighlightTake take;
    void *data;
} Painter;

static bool is_capital(const char *word, gsize length) {
    bool any = false;
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isupper(word[i]) && word[i] != '_')
            return false;
        any |= word[i] != '_';
    }
    return any;
}

static Paint paint_of(const char *text, Token token) {
    static const Paint paints[] = {
        [TOKEN_LINE_COMMENT] = PAINT_COMMENT,
        [TOKEN_BLOCK_COMMENT] = PAINT_COMMENT,
        [TOKEN_NAME] = PAINT_NAME,
        [TOKEN_STRING] = PAINT_STRING,
        [TOKEN_NUMBER] = PAINT_NUMBER,
        [TOKEN_DEEP_COMMENT] = PAINT_COMMENT,
    };
    if (token.kind == TOKEN_WORD)
        return is_capital(text + token.start, token.end - token.start) ? PAINT_KEYWORD
                                                                       : PAINT_PLAIN;
    return paints[token.kind];
}

/* The length of the tag that opens a dollar quote; 0: it is another string. */
static gsize tag_length(const char *text, Token token) {
    const char *begin = text + token.start;
    const char *close = *begin == '$' ? memchr(begin + 1, '$', token.end - token.start - 1) : NULL;
    gsize length = close ? (gsize)(close - begin) + 1 : 0;
    return token.end - token.start >= 2 * length ? length : 0;
}

static void paint(const Painter *painter, const char *text, gsize length, bool quoted) {
    for (gsize at = 0; at < length;) {
        Token token = lex_token(text, length, at);
        gsize tag = token.kind == TOKEN_STRING && !quoted ? tag_length(text, token) : 0;
        const char *begin = text + token.start;
        gsize size = token.end - token.start;
        if (tag) {
            painter->take(PAINT_STRING, begin, tag, painter->data);
            paint(painter, begin + tag, size - 2 * tag, true);
            painter->take(PAINT_STRING, begin + size - tag, tag, painter->data);
        } else {
            painter->take(paint_of(text, token), begin, size, painter->data);
        }
        at = token.end;
    }
}

void highlight(const char *sql, HighlightTake take, void *data) {
    const Painter painter = {take, data};
    paint(&painter, sql, strlen(sql), false);
}
