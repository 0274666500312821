/* Tokens of SQL, as far as finding statements and comments needs them. Inside text/ only.
 *
 * The rules are those of the server's lexer (PostgreSQL manual, "Lexical Structure"; psql shares
 * them), with standard_conforming_strings on. Nothing is copied, nothing recurses, and every byte
 * belongs to exactly one token. Operators are single symbols here: only `--` and `/` `*` inside
 * them matter.
 */
#pragma once

#include "base/error.h"

typedef enum {
    TOKEN_END,
    TOKEN_SPACE,
    TOKEN_LINE_COMMENT, /* without its newline */
    TOKEN_BLOCK_COMMENT,
    TOKEN_WORD,   /* bare keyword or identifier */
    TOKEN_NAME,   /* "…", U&"…" */
    TOKEN_STRING, /* '…' with any prefix, continuations of E'…' included, $tag$…$tag$ */
    TOKEN_NUMBER, /* also $1 */
    TOKEN_SYMBOL, /* one byte */
    TOKEN_UNCLOSED_COMMENT,
    TOKEN_UNCLOSED_NAME,
    TOKEN_UNCLOSED_STRING,
    TOKEN_DEEP_COMMENT, /* nested deeper than 1,000; ends where that happens */
} TokenKind;

typedef struct {
    TokenKind kind;
    gsize start, end; /* bytes in the text */
} Token;

/* The token at `offset`; TOKEN_END at `length`. */
Token lex_token(const char *text, gsize length, gsize offset);

/* Like lex_token(), but passes over blank space and comments. */
Token lex_significant(const char *text, gsize length, gsize offset);

static inline bool lex_is_blank(TokenKind kind) {
    return kind == TOKEN_SPACE || kind == TOKEN_LINE_COMMENT || kind == TOKEN_BLOCK_COMMENT;
}

static inline bool lex_is_broken(TokenKind kind) {
    return kind >= TOKEN_UNCLOSED_COMMENT;
}

/* Whether `token` is the bare word `word` (lower case), in any case. */
bool lex_is_word(const char *text, Token token, const char *word);

/* Sets the error that says what is wrong with a broken token that stands at `place`; always false.
 */
bool lex_fail(Location place, TokenKind kind, GError **error);

/* Moves `place` over `length` bytes; \n, \r and \r\n end a line. */
void location_advance(Location *place, const char *text, gsize length);

/* Where in a statement we are, as psql counts: semicolons end it only outside parentheses and
 * outside the BEGIN … END of an SQL-standard body, which only CREATE [OR REPLACE] FUNCTION |
 * PROCEDURE can have. Words inside parentheses do not count. Zero-initialised at a statement's
 * start. */
typedef struct {
    guint parens, begins;
    guint words;
    char head[4]; /* initials of those of the first words that matter, else NUL */
} Nesting;

void nesting_feed(Nesting *nesting, const char *text, Token token);

/* COPY table FROM STDIN, seen word by word: what follows it is rows, not SQL. The grammar allows
 * STDOUT in that place, too. Zero-initialised at a statement's start; fed with each token that is
 * not blank, and whether it is `nested` in parentheses. True once it is one. */
typedef enum { COPY_UNKNOWN, COPY_NO, COPY_YES, COPY_FROM } Copy;

bool copy_feed(Copy *copy, const char *text, Token token, bool nested);

static inline bool nesting_is_open(const Nesting *nesting) {
    return nesting->parens > 0 || nesting->begins > 0;
}
