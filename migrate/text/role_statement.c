#include "text/role_statement.h"

#include "text/lex.h"
#include <string.h>

static bool is_one_of(const char *text, Token token, const char *const *words) {
    for (; *words; words++)
        if (lex_is_word(text, token, *words))
            return true;
    return false;
}

/* A name as the server takes it: a bare one in lower case. Caller frees. */
static char *name_of(const char *text, Token token) {
    if (token.kind == TOKEN_WORD)
        return g_ascii_strdown(text + token.start, (gssize)(token.end - token.start));
    if (token.kind != TOKEN_NAME || text[token.start] != '"')
        return NULL;
    g_autoptr(GString) name =
        g_string_new_len(text + token.start + 1, (gssize)(token.end - token.start - 2));
    g_string_replace(name, "\"\"", "\"", 0);
    return g_strdup(name->str);
}

/* The semicolon that ends what begins at `at`, or `length`; `renames`: a word on the way is
 * RENAME. */
static gsize end_of(const char *text, gsize length, gsize at, bool *renames) {
    for (;;) {
        Token token = lex_significant(text, length, at);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            return length;
        if (token.kind == TOKEN_SYMBOL && text[token.start] == ';')
            return token.start;
        *renames = *renames || lex_is_word(text, token, "rename");
        at = token.end;
    }
}

/* Whether a statement about roles begins with `first`; where it ends, and what it creates. */
static bool is_about_role(const char *text, gsize length, Token first, gsize *end, char **created) {
    static const char *const verbs[] = {"create", "alter", "drop", NULL};
    static const char *const kinds[] = {"role", "user", "group", NULL};
    if (!is_one_of(text, first, verbs))
        return false;
    Token kind = lex_significant(text, length, first.end);
    Token name = lex_significant(text, length, kind.end);
    bool renames = false;
    if (!is_one_of(text, kind, kinds) || lex_is_word(text, name, "mapping"))
        return false;
    *end = end_of(text, length, name.start, &renames);
    *created = lex_is_word(text, first, "create") ? name_of(text, name) : NULL;
    return !renames && (*created || !lex_is_word(text, first, "create"));
}

/* Blanks what lies in [from, to), but for the ends of lines. */
static void blank(char *text, gsize from, gsize to) {
    for (gsize i = from; i < to; i++)
        if (text[i] != '\n')
            text[i] = ' ';
}

/* Where the text between a body's dollars begins, and how long it is. */
static bool inside_dollars(const char *text, Token body, gsize *start, gsize *length) {
    if (body.kind != TOKEN_STRING || text[body.start] != '$')
        return false;
    const char *close = memchr(text + body.start + 1, '$', body.end - body.start - 1);
    gsize tag = (gsize)(close - (text + body.start)) + 1;
    *start = body.start + tag;
    *length = body.end - body.start - 2 * tag;
    return true;
}

/* What begins after one of these is a statement of PL/pgSQL. */
static bool begins_statement(const char *text, Token before) {
    static const char *const words[] = {"begin", "then", "else", "loop", NULL};
    return (before.kind == TOKEN_SYMBOL && text[before.start] == ';') ||
           is_one_of(text, before, words);
}

/* Puts NULL in the place of each in a body. Whether there was one. */
static bool blank_in_body(char *body, gsize length, GPtrArray *created) {
    Token before = {TOKEN_END, 0, 0};
    bool found = false;
    for (gsize at = 0;;) {
        Token token = lex_significant(body, length, at);
        gsize end;
        g_autofree char *name = NULL;
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            return found;
        at = token.end;
        if (begins_statement(body, before) && is_about_role(body, length, token, &end, &name)) {
            blank(body, token.start, end);
            memcpy(body + token.start, "NULL", strlen("NULL"));
            if (name)
                g_ptr_array_add(created, g_steal_pointer(&name));
            found = true;
            at = end;
            token = (Token){TOKEN_WORD, token.start, token.start};
        }
        before = token;
    }
}

static char *blanked_block(const Statement *statement, GPtrArray *created, gsize *length) {
    g_autofree char *text = g_strndup(statement->text, statement->length);
    bool found = false;
    for (gsize at = 0;;) {
        Token token = lex_significant(text, statement->length, at);
        gsize start, inside;
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            break;
        if (inside_dollars(text, token, &start, &inside))
            found = blank_in_body(text + start, inside, created) || found;
        at = token.end;
    }
    *length = statement->length;
    return found ? g_steal_pointer(&text) : NULL;
}

char *role_statement_blanked(const Statement *statement, GPtrArray *created, gsize *length) {
    Token first = lex_significant(statement->text, statement->length, 0);
    gsize end;
    g_autofree char *name = NULL;
    if (lex_is_word(statement->text, first, "do"))
        return blanked_block(statement, created, length);
    if (!is_about_role(statement->text, statement->length, first, &end, &name))
        return NULL;
    if (name)
        g_ptr_array_add(created, g_steal_pointer(&name));
    *length = 0;
    return g_strdup("");
}
