#include "text/database.h"

#include "text/lex.h"
#include <string.h>

/* Text being copied, with other names of databases. */
typedef struct {
    const char *text;
    gsize length;
    const char *name; /* quoted */
    GString *out;
    gsize copied; /* up to here */
    bool found;
} Copying;

/* Where in a command we are: DATABASE is an ordinary name in most of them. */
typedef struct {
    bool alters, concerns; /* ALTER …; GRANT, REVOKE, COMMENT or SECURITY LABEL … */
    enum { ELSEWHERE, PREPOSITION, KEYWORD, NAME } at;
} NamePlace;

static bool is_any(const char *text, Token token, const char *const *words) {
    for (; *words; words++)
        if (lex_is_word(text, token, *words))
            return true;
    return false;
}

/* A table may be called database: GRANT SELECT ON database TO …. */
static bool is_name(const char *text, Token token) {
    static const char *const after_table[] = {"to", "from", NULL};
    return token.kind == TOKEN_NAME ||
           (token.kind == TOKEN_WORD && !is_any(text, token, after_table));
}

static void replace(Copying *copying, Token token) {
    g_string_append_len(copying->out, copying->text + copying->copied,
                        (gssize)(token.start - copying->copied));
    g_string_append(copying->out, copying->name);
    copying->copied = token.end;
    copying->found = true;
}

static void step(Copying *copying, NamePlace *place, Token token) {
    static const char *const concerning[] = {"grant", "revoke", "comment", "label", NULL};
    const char *text = copying->text;
    bool word = token.kind == TOKEN_WORD, symbol = token.kind == TOKEN_SYMBOL;
    if (symbol && text[token.start] == ';') {
        *place = (NamePlace){0};
    } else if (place->at == KEYWORD && is_name(text, token)) {
        replace(copying, token);
        place->at = NAME;
    } else if (place->at == NAME && symbol && text[token.start] == ',' && place->concerns) {
        place->at = KEYWORD;
    } else if (place->at == PREPOSITION && lex_is_word(text, token, "database")) {
        place->at = KEYWORD;
    } else {
        bool alter = word && lex_is_word(text, token, "alter");
        place->alters |= alter;
        place->concerns |= word && is_any(text, token, concerning);
        bool leads = alter || (place->concerns && lex_is_word(text, token, "on")) ||
                     (place->alters && lex_is_word(text, token, "in"));
        place->at = word && leads ? PREPOSITION : ELSEWHERE;
    }
}

static char *copy(const char *text, gsize length, const char *name);

/* The body of a DO block between its dollar quotes. */
static void step_into(Copying *copying, Token token) {
    const char *start = copying->text + token.start;
    const char *body = start[0] == '$' ? memchr(start + 1, '$', token.end - token.start - 1) : NULL;
    if (!body)
        return;
    gsize quote = (gsize)(body - start) + 1;
    g_autofree char *inner =
        copy(start + quote, token.end - token.start - 2 * quote, copying->name);
    if (!inner)
        return;
    g_string_append_len(copying->out, copying->text + copying->copied,
                        (gssize)(token.start + quote - copying->copied));
    g_string_append(copying->out, inner);
    copying->copied = token.end - quote;
    copying->found = true;
}

static char *copy(const char *text, gsize length, const char *name) {
    Copying copying = {text, length, name, g_string_new(NULL), 0, false};
    NamePlace place = {0};
    Token token = lex_significant(text, length, 0);
    bool block = lex_is_word(text, token, "do");
    for (; token.kind != TOKEN_END && !lex_is_broken(token.kind);
         token = lex_significant(text, length, token.end)) {
        if (block && token.kind == TOKEN_STRING)
            step_into(&copying, token);
        else
            step(&copying, &place, token);
    }
    g_string_append_len(copying.out, text + copying.copied, (gssize)(length - copying.copied));
    return g_string_free(copying.out, !copying.found);
}

char *statement_for_database(const Statement *statement, const char *database) {
    static const char *const heads[] = {"grant", "revoke",   "alter", "comment",
                                        "do",    "security", NULL};
    Token first = lex_significant(statement->text, statement->length, 0);
    if (!is_any(statement->text, first, heads))
        return NULL;
    g_auto(GStrv) parts = g_strsplit(database, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    g_autofree char *quoted = g_strconcat("\"", doubled, "\"", NULL);
    return copy(statement->text, statement->length, quoted);
}
