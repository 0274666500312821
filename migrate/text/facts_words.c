/* Facts of a statement that the parser does not know: SQL of a server newer than the parser. */
#include "text/facts_walk.h"

#include <string.h>

typedef struct {
    const Statement *statement;
    gsize at;
} Words;

static Token peek(const Words *words) {
    return lex_significant(words->statement->text, words->statement->length, words->at);
}

static bool is_over(Token token) {
    return token.kind == TOKEN_END || lex_is_broken(token.kind);
}

/* Takes the words of `expected`, separated by blanks, when they come next; else takes none. */
static bool take(Words *words, const char *expected) {
    g_auto(GStrv) each = g_strsplit(expected, " ", -1);
    Words ahead = *words;
    for (guint i = 0; each[i]; i++) {
        Token token = peek(&ahead);
        if (!lex_is_word(words->statement->text, token, each[i]))
            return false;
        ahead.at = token.end;
    }
    *words = ahead;
    return true;
}

static bool take_dot(Words *words) {
    Token token = peek(words);
    if (token.kind != TOKEN_SYMBOL || words->statement->text[token.start] != '.')
        return false;
    words->at = token.end;
    return true;
}

static char *take_name(Words *words) {
    Token token = peek(words);
    char *name = parse_identifier(words->statement->text, token);
    words->at = name ? token.end : words->at;
    return name;
}

/* Adds each [ADD CONSTRAINT name] NOT NULL column that stands outside of parentheses. */
static void find_not_null(Walk *walk, Words *words) {
    const char *text = words->statement->text;
    Nesting nesting = {0};
    for (Token token; token = peek(words), !is_over(token);) {
        if (nesting.parens == 0 && take(words, "add")) {
            gsize offset = peek(words).start;
            if (!take(words, "constraint"))
                continue;
            g_free(take_name(words)); /* the constraint's */
            g_autofree char *column = take(words, "not null") ? take_name(words) : NULL;
            take(words, "no inherit");
            if (column)
                walk_add(walk, take(words, "not valid") ? FACT_ADD_NOT_VALID : FACT_SET_NOT_NULL,
                         column, offset);
            continue;
        }
        nesting_feed(&nesting, text, token);
        words->at = token.end;
    }
}

/* From version 16 on the database's name may be missing. */
static void find_reindex(Walk *walk, Words *words) {
    if (take(words, "system"))
        walk_add_detailed(walk, FACT_REINDEX_SYSTEM, NULL, 0, "the system catalogs");
    else if (take(words, "database") && !take(words, "concurrently"))
        walk_add_detailed(walk, FACT_REINDEX_ALL, NULL, 0, "the database");
}

void walk_words(Walk *walk) {
    Words words = {walk->statement, 0};
    if (take(&words, "reindex")) {
        find_reindex(walk, &words);
        return;
    }
    bool creates = take(&words, "create");
    if (creates && !take(&words, "unlogged"))
        take(&words, "foreign");
    if (!(creates || take(&words, "alter")) || !take(&words, "table"))
        return;
    take(&words, creates ? "if not exists" : "if exists");
    take(&words, "only");
    g_autofree char *first = take_name(&words);
    g_autofree char *second = take_dot(&words) ? take_name(&words) : NULL;
    walk->what = "table";
    walk->schema = second ? first : NULL;
    walk->name = second ? second : first;
    if (!walk->name)
        return;
    walk_add(walk, creates ? FACT_CREATES : FACT_CHANGES, NULL, 0);
    if (!creates)
        find_not_null(walk, &words);
    walk->schema = walk->name = NULL;
}
