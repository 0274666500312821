/* Tokens of one statement that are neither blank nor comments, and which brackets belong together.
 * Inside text/ only.
 */
#pragma once

#include "text/lex.h"

typedef struct {
    Token token;
    guint depth; /* how many brackets are open before it; a bracket stands outside of itself */
    guint match; /* of a bracket: the index of its other one; else its own */
} Placed;

typedef struct {
    const char *text;
    Placed *tokens;
    guint count;
} Tokens;

/* False where brackets do not match or a token is broken. `text` is borrowed; to be cleared,
 * whatever the result. */
bool tokens_read(Tokens *tokens, const char *text);
void tokens_clear(Tokens *tokens);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tokens, tokens_clear)

/* Whether token `i` is the bare word `word`, in lower case, or the symbol `symbol`. */
bool tokens_is_word(const Tokens *tokens, guint i, const char *word);
bool tokens_is_symbol(const Tokens *tokens, guint i, char symbol);

/* Whether token `i` is one of the bare `words`, separated and enclosed by blanks: " and or ". */
bool tokens_is_one_of(const Tokens *tokens, guint i, const char *words);

/* The bytes between token `i` and the one before it: 0 where they touch. */
gsize tokens_gap(const Tokens *tokens, guint i);
