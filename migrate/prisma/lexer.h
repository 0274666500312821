/* Lexer: the words of a .prisma file.
 *
 * Inside prisma/ alone. A line's end is a token; `//` and block comments are dropped; `///`
 * comments are tokens, since they can hold what we read.
 */
#pragma once

#include "prisma/reading.h"

typedef enum {
    PRISMA_END,
    PRISMA_NEWLINE,
    PRISMA_DOC,    /* text: what stands behind the slashes */
    PRISMA_NAME,   /* also a keyword */
    PRISMA_NUMBER, /* text: as written */
    PRISMA_STRING, /* text: the value, its escapes resolved */
    PRISMA_SIGN,   /* one of {}()[],:.?=@!, in `sign` */
    PRISMA_AT_AT,  /* @@ */
} PrismaTokenType;

typedef struct {
    PrismaTokenType type;
    char sign;
    bool spaced;      /* blanks stand before it */
    const char *text; /* of the arena */
    Location at;
} PrismaToken;

typedef struct {
    Reading *reading;
    const char *file, *at, *end;
    const char *counted; /* up to where `column` was counted */
    guint line, column;
} PrismaLexer;

/* `text` outlives the lexer. Fails when it is too large, is no UTF-8, or has a NUL in it. */
bool prisma_lexer_init(PrismaLexer *lexer, Reading *reading, const char *file, GBytes *text);

bool prisma_lexer_next(PrismaLexer *lexer, PrismaToken *token);

/* Passes over the rest of the line; the next token is the line's end. */
bool prisma_lexer_skip_line(PrismaLexer *lexer, PrismaToken *token);

/* A token as an error message names it. Caller frees. */
char *prisma_token_name(const PrismaToken *token);
