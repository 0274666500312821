#include "text/edit.h"

#include "text/copy.h"
#include "text/lex.h"
#include <string.h>

typedef struct {
    GChecksum *checksum;
    const char *text;
    Token last;  /* the one before, unless a statement begins */
    bool begins; /* nothing of a statement was seen yet */
} Tokens;

static void add(Tokens *tokens, const char *bytes, gsize length) {
    g_checksum_update(tokens->checksum, (const guchar *)bytes, (gssize)length);
}

/* Every part ends with a byte that no text has. */
static void add_part(Tokens *tokens, char kind, const char *bytes, gsize length) {
    add(tokens, &kind, 1);
    add(tokens, bytes, length);
    add(tokens, "", 1);
}

static void add_string(Tokens *tokens, const char *bytes, gsize length) {
    g_autofree char *text = g_strndup(bytes, length);
    g_autoptr(GString) unix_ends = g_string_new(text);
    g_string_replace(unix_ends, "\r\n", "\n", 0);
    add_part(tokens, 's', unix_ends->str, unix_ends->len);
}

static bool is_operator(const Tokens *tokens, Token token) {
    return token.kind == TOKEN_SYMBOL && strchr("+-*/<>=~!@#%^&|`?:", tokens->text[token.start]);
}

/* Whether two tokens without a blank between them may be something else than with one. */
static bool is_one_with(const Tokens *tokens, Token last, Token token) {
    return (is_operator(tokens, last) && is_operator(tokens, token)) ||
           (last.kind == TOKEN_NUMBER && (token.kind == TOKEN_WORD || token.kind == TOKEN_NUMBER));
}

/* Blanks between operators make two of one, and a new line between strings makes one of two. */
static void add_gap(Tokens *tokens, Token token) {
    Token last = tokens->last;
    gsize gap = token.start - last.end;
    if (last.kind == TOKEN_STRING && token.kind == TOKEN_STRING)
        add_part(tokens, memchr(tokens->text + last.end, '\n', gap) ? 'n' : 'b', "", 0);
    else if (gap == 0 && is_one_with(tokens, last, token))
        add_part(tokens, 'g', "", 0);
}

static void add_token(Tokens *tokens, Token token) {
    const char *bytes = tokens->text + token.start;
    gsize length = token.end - token.start;
    if (token.kind == TOKEN_SYMBOL && *bytes == ';') {
        tokens->begins = true;
        return;
    }
    if (tokens->begins)
        add_part(tokens, ';', "", 0);
    else
        add_gap(tokens, token);
    tokens->begins = false;
    tokens->last = token;
    if (token.kind == TOKEN_WORD) {
        g_autofree char *folded = g_ascii_strdown(bytes, (gssize)length);
        add_part(tokens, 'w', folded, length);
    } else if (token.kind == TOKEN_STRING) {
        add_string(tokens, bytes, length);
    } else {
        add_part(tokens, 't', bytes, length);
    }
}

/* Rows behind a COPY are no SQL: every byte of them counts. Behind them. */
static gsize add_rows(Tokens *tokens, gsize length, gsize at) {
    gsize start = at, end = copy_rows_end(tokens->text, length, at, &start);
    if (!end)
        return at;
    add_part(tokens, 'r', tokens->text + start, end - start);
    return end;
}

Sum sum_sql(const char *text, gsize length) {
    static const char mark[] = "\xEF\xBB\xBF";
    Tokens tokens = {.checksum = g_checksum_new(G_CHECKSUM_SHA256), .text = text, .begins = true};
    gsize at = length >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    Copy copy = COPY_UNKNOWN;
    bool has_rows = false;
    for (;;) {
        Token token = lex_significant(text, length, at);
        if (token.kind == TOKEN_END)
            break;
        add_token(&tokens, token);
        at = token.end;
        has_rows = copy_feed(&copy, text, token, false) || has_rows;
        if (!tokens.begins)
            continue;
        at = has_rows ? add_rows(&tokens, length, at) : at;
        copy = COPY_UNKNOWN;
        has_rows = false;
    }
    Sum sum;
    gsize size = sizeof sum.bytes;
    g_checksum_get_digest(tokens.checksum, sum.bytes, &size);
    g_checksum_free(tokens.checksum);
    return sum;
}

static Sum sum_of(GBytes *text, Sum (*function)(const char *text, gsize length)) {
    gsize length;
    const char *bytes = g_bytes_get_data(text, &length);
    return function(bytes ? bytes : "", length);
}

Edit edit_judge(GBytes *text, const TextSums *now, const TextSums *then) {
    if (sum_equal(now->raw, then->raw))
        return EDIT_NONE;
    if (sum_equal(now->lf, then->lf))
        return EDIT_LINE_ENDS;
    if (!then->sql)
        return EDIT_STATEMENTS;
    Sum sql = now->sql ? *now->sql : sum_of(text, sum_sql);
    return sum_equal(&sql, then->sql) ? EDIT_HARMLESS : EDIT_STATEMENTS;
}

Edit edit_between(GBytes *text, GBytes *before) {
    Sum raw = sum_of(text, sum_raw), lf = sum_of(text, sum_lf);
    Sum raw_before = sum_of(before, sum_raw), lf_before = sum_of(before, sum_lf),
        sql_before = sum_of(before, sum_sql);
    return edit_judge(text, &(TextSums){&raw, &lf, NULL},
                      &(TextSums){&raw_before, &lf_before, &sql_before});
}
