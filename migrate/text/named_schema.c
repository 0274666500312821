#include "text/named_schema.h"

#include "text/lex.h"
#include "text/parse.h"
#include <string.h>

enum { DEEPEST = 8 };

typedef struct {
    const char *text;
    gsize length;
    SchemaWanted wanted;
    void *data;
} Search;

/* What stands between the quotes of a string: SQL, where it is the body of something. */
static bool inside_of(const char *text, Token token, gsize *start, gsize *end) {
    const char *quote =
        memchr(text + token.start, text[token.start] == '$' ? '$' : '\'', token.end - token.start);
    const char *tag = quote && *quote == '$'
                          ? memchr(quote + 1, '$', (gsize)(text + token.end - quote - 1))
                          : NULL;
    gsize marks = !quote ? 0 : tag ? (gsize)(tag - quote) + 1 : 1;
    if (!quote || (gsize)(quote - text) + 2 * marks > token.end)
        return false;
    *start = (gsize)(quote - text) + marks;
    *end = token.end - marks;
    return true;
}

static bool is_symbol(const Search *search, Token token, char symbol) {
    return token.kind == TOKEN_SYMBOL && search->text[token.start] == symbol;
}

static bool is_name(Token token) {
    return token.kind == TOKEN_WORD || token.kind == TOKEN_NAME;
}

/* SCHEMA x, IF [NOT] EXISTS x after it, and search_path TO x. */
static bool names_follow(const Search *search, Token token, bool before) {
    static const char *const beginning[] = {"schema", "search_path"};
    static const char *const between[] = {"if", "not", "exists", "to", "local"};
    for (guint i = 0; i < G_N_ELEMENTS(beginning); i++)
        if (lex_is_word(search->text, token, beginning[i]))
            return true;
    for (guint i = 0; i < G_N_ELEMENTS(between); i++)
        if (lex_is_word(search->text, token, between[i]))
            return before;
    return before && (is_symbol(search, token, '=') || is_symbol(search, token, ','));
}

static char *find(const Search *search, gsize from, gsize end, guint depth, gsize *where) {
    bool follows = false, after_dot = false;
    for (Token token = lex_significant(search->text, end, from);
         token.kind != TOKEN_END && !lex_is_broken(token.kind);) {
        Token next = lex_significant(search->text, end, token.end);
        gsize inner, inner_end;
        bool counts = !after_dot && (follows || is_symbol(search, next, '.'));
        g_autofree char *name =
            is_name(token) && counts ? parse_identifier(search->text, token) : NULL;
        char *found = NULL;
        *where = token.start;
        if (name && search->wanted(name, search->data))
            return g_steal_pointer(&name);
        if (token.kind == TOKEN_STRING && depth < DEEPEST &&
            inside_of(search->text, token, &inner, &inner_end))
            found = find(search, inner, inner_end, depth + 1, where);
        if (found)
            return found;
        follows = names_follow(search, token, follows) ||
                  (follows && is_name(token) && is_symbol(search, next, ','));
        after_dot = is_symbol(search, token, '.');
        token = next;
    }
    return NULL;
}

char *sql_named_schema(const char *text, gsize length, SchemaWanted wanted, void *data,
                       Location *place) {
    const Search search = {text, length, wanted, data};
    gsize where = 0;
    char *found = find(&search, 0, length, 0, &where);
    if (found)
        location_advance(place, text, where);
    return found;
}
