#include "text/tokens.h"

#include <string.h>

static bool is_opening(char c) {
    return c == '(' || c == '[';
}

static bool is_closing(char c) {
    return c == ')' || c == ']';
}

static char symbol_of(const char *text, Token token) {
    return token.kind == TOKEN_SYMBOL ? text[token.start] : '\0';
}

/* Takes in one token; false where it closes what is not open. */
static bool place(GArray *placed, GArray *open, const char *text, Token token) {
    Placed new = {token, open->len, placed->len};
    char symbol = symbol_of(text, token);
    if (is_closing(symbol)) {
        if (!open->len)
            return false;
        Placed *other = &g_array_index(placed, Placed, g_array_index(open, guint, open->len - 1));
        g_array_set_size(open, open->len - 1);
        other->match = placed->len;
        new.match = (guint)(other - (Placed *)(void *)placed->data);
        new.depth = open->len;
    } else if (is_opening(symbol)) {
        g_array_append_val(open, placed->len);
    }
    g_array_append_val(placed, new);
    return true;
}

bool tokens_read(Tokens *tokens, const char *text) {
    gsize length = strlen(text);
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    GArray *placed = g_array_new(FALSE, FALSE, sizeof(Placed));
    bool whole = true;
    for (gsize at = 0; whole;) {
        Token token = lex_significant(text, length, at);
        if (token.kind == TOKEN_END)
            break;
        whole = !lex_is_broken(token.kind) && place(placed, open, text, token);
        at = token.end;
    }
    whole = whole && open->len == 0;
    *tokens = (Tokens){text, NULL, placed->len};
    tokens->tokens = (Placed *)(void *)g_array_free(placed, FALSE);
    return whole;
}

void tokens_clear(Tokens *tokens) {
    g_free(tokens->tokens);
    *tokens = (Tokens){0};
}

bool tokens_is_word(const Tokens *tokens, guint i, const char *word) {
    return i < tokens->count && lex_is_word(tokens->text, tokens->tokens[i].token, word);
}

bool tokens_is_symbol(const Tokens *tokens, guint i, char symbol) {
    return i < tokens->count && symbol_of(tokens->text, tokens->tokens[i].token) == symbol;
}

bool tokens_is_one_of(const Tokens *tokens, guint i, const char *words) {
    if (i >= tokens->count || tokens->tokens[i].token.kind != TOKEN_WORD)
        return false;
    Token token = tokens->tokens[i].token;
    g_autofree char *word =
        g_ascii_strdown(tokens->text + token.start, (gssize)(token.end - token.start));
    g_autofree char *enclosed = g_strdup_printf(" %s ", word);
    return strstr(words, enclosed);
}

gsize tokens_gap(const Tokens *tokens, guint i) {
    return i && i < tokens->count ? tokens->tokens[i].token.start - tokens->tokens[i - 1].token.end
                                  : 0;
}
