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

/* After the UESCAPE that may stand behind the name; without one it is a backslash. */
static char escape_of(const Search *search, Token name) {
    Token word = lex_significant(search->text, search->length, name.end);
    Token string = lex_significant(search->text, search->length, word.end);
    bool given = lex_is_word(search->text, word, "uescape") && string.kind == TOKEN_STRING &&
                 string.end - string.start == 3;
    return given ? search->text[string.start + 1] : '\\';
}

/* U&"t\006E_5"; what is not right in it is left as it is. Caller frees. */
static char *unicode_name(const Search *search, Token token) {
    enum { USUAL = 4, LONG = 6 };
    const char *at = search->text + token.start + strlen("U&\""),
               *end = search->text + token.end - 1;
    char escape = escape_of(search, token);
    GString *name = g_string_new(NULL);
    while (at < end) {
        bool is_long = end - at > 1 && at[1] == '+';
        int from = is_long ? 2 : 1, digits = is_long ? LONG : USUAL;
        g_autofree char *code = g_strndup(at + from, (gsize)MIN(digits, MAX(end - at - from, 0)));
        bool coded = *at == escape && strspn(code, "0123456789abcdefABCDEF") == (gsize)digits;
        bool twice = end - at > 1 && at[0] == at[1] && (*at == escape || *at == '"');
        if (coded)
            g_string_append_unichar(name, (gunichar)g_ascii_strtoull(code, NULL, 16));
        else
            g_string_append_c(name, *at);
        at += coded ? from + digits : twice ? 2 : 1;
    }
    return g_string_free(name, FALSE);
}

static char *name_of(const Search *search, Token token) {
    bool coded = token.kind == TOKEN_NAME && search->text[token.start] != '"';
    return coded ? unicode_name(search, token) : parse_identifier(search->text, token);
}

static bool is_symbol(const Search *search, Token token, char symbol) {
    return token.kind == TOKEN_SYMBOL && search->text[token.start] == symbol;
}

static bool is_name(Token token) {
    return token.kind == TOKEN_WORD || token.kind == TOKEN_NAME;
}

static bool is_string_of(const Search *search, Token token, const char *word) {
    gsize start, end, length = strlen(word);
    return token.kind == TOKEN_STRING && inside_of(search->text, token, &start, &end) &&
           end - start == length && g_ascii_strncasecmp(search->text + start, word, length) == 0;
}

/* SCHEMA x, IF [NOT] EXISTS x after it, search_path TO x, and the setting's name as a string. */
static bool names_follow(const Search *search, Token token, bool before) {
    static const char *const beginning[] = {"schema", "search_path"};
    static const char *const between[] = {"if", "not", "exists", "to", "local"};
    for (guint i = 0; i < G_N_ELEMENTS(beginning); i++)
        if (lex_is_word(search->text, token, beginning[i]))
            return true;
    if (is_string_of(search, token, "search_path"))
        return true;
    for (guint i = 0; i < G_N_ELEMENTS(between); i++)
        if (lex_is_word(search->text, token, between[i]))
            return before;
    return before && (is_symbol(search, token, '=') || is_symbol(search, token, ','));
}

/* `follows`: it begins with what may be a schema. */
static char *find(const Search *search, gsize from, gsize end, bool follows, guint depth,
                  gsize *where) {
    bool after_dot = false;
    for (Token token = lex_significant(search->text, end, from);
         token.kind != TOKEN_END && !lex_is_broken(token.kind);) {
        Token next = lex_significant(search->text, end, token.end);
        gsize inner, inner_end;
        bool counts = !after_dot && (follows || is_symbol(search, next, '.') ||
                                     lex_is_word(search->text, next, "uescape"));
        g_autofree char *name = is_name(token) && counts ? name_of(search, token) : NULL;
        char *found = NULL;
        *where = token.start;
        if (name && search->wanted(name, search->data))
            return g_steal_pointer(&name);
        if (token.kind == TOKEN_STRING && depth < DEEPEST &&
            inside_of(search->text, token, &inner, &inner_end))
            found = find(search, inner, inner_end, follows, depth + 1, where);
        if (found)
            return found;
        follows = names_follow(search, token, follows) ||
                  (follows && is_symbol(search, next, ',') &&
                   (is_name(token) || token.kind == TOKEN_STRING));
        after_dot = is_symbol(search, token, '.');
        token = next;
    }
    return NULL;
}

char *sql_named_schema(const char *text, gsize length, SchemaWanted wanted, void *data,
                       Location *place) {
    const Search search = {text, length, wanted, data};
    gsize where = 0;
    char *found = find(&search, 0, length, false, 0, &where);
    if (found)
        location_advance(place, text, where);
    return found;
}

bool sql_calls_with(const char *text, gsize length, const char *function, const char *argument) {
    const Search search = {text, length, NULL, NULL};
    Token before = {0}, last = {0};
    for (Token token = lex_significant(text, length, 0);
         token.kind != TOKEN_END && !lex_is_broken(token.kind);
         token = lex_significant(text, length, token.end)) {
        if (lex_is_word(text, before, function) && is_symbol(&search, last, '(') &&
            is_string_of(&search, token, argument))
            return true;
        before = last;
        last = token;
    }
    return false;
}
