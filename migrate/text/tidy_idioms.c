/* Idioms: the words and the casts of expressions. */
#include "text/tidy.h"
#include "text/tokens.h"
#include <string.h>

#define OPERATORS "+-*/<>=~!@#%^&|`?"

/* What a stretch of the text becomes. */
typedef struct {
    gsize start, end;
    const char *instead;
} Edit;

typedef struct {
    const Tokens *tokens;
    TidyIdioms level;
    GArray *edits; /* of Edit */
} Idioms;

static void add_edit(Idioms *idioms, gsize start, gsize end, const char *instead) {
    Edit edit = {start, end, instead};
    g_array_append_val(idioms->edits, edit);
}

static gsize start_of(const Tokens *tokens, guint i) {
    return tokens->tokens[i].token.start;
}

static gsize end_of(const Tokens *tokens, guint i) {
    return tokens->tokens[i].token.end;
}

/* -- Operators ----------------------------------------------------------------------------- */

static bool is_operator(const Tokens *tokens, guint i) {
    return i < tokens->count && tokens->tokens[i].token.kind == TOKEN_SYMBOL &&
           strchr(OPERATORS, tokens->text[start_of(tokens, i)]);
}

/* Behind the last symbol of the operator that begins at `i`; `i` where none does. */
static guint operator_end(const Tokens *tokens, guint i) {
    guint to = i;
    while (is_operator(tokens, to) && (to == i || !tokens_gap(tokens, to)))
        to++;
    return to;
}

static bool operator_is(const Tokens *tokens, guint from, guint to, const char *name) {
    gsize length = to > from ? end_of(tokens, to - 1) - start_of(tokens, from) : 0;
    return length == strlen(name) &&
           memcmp(tokens->text + start_of(tokens, from), name, length) == 0;
}

/* Whether it mostly implies the types on both sides; with a date, + and - do not. */
static bool operator_implies(const Tokens *tokens, guint from, guint to) {
    static const char *const names[] = {"=",   "<>",  "<",    ">",   "<=", ">=", "~~",
                                        "!~~", "~~*", "!~~*", "~",   "!~", "~*", "!~*",
                                        "->",  "->>", "#>",   "#>>", "||", "@>", "<@"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (operator_is(tokens, from, to, names[i]))
            return true;
    return false;
}

/* -- Casts --------------------------------------------------------------------------------- */

static bool is_cast(const Tokens *tokens, guint i) {
    return tokens_is_symbol(tokens, i, ':') && tokens_is_symbol(tokens, i + 1, ':') &&
           !tokens_gap(tokens, i + 1);
}

/* Types of several words. */
static guint words_end(const Tokens *tokens, guint i) {
    static const struct {
        const char *first, *next;
    } pairs[] = {{"character", "varying"}, {"bit", "varying"}, {"double", "precision"}};
    for (guint p = 0; p < G_N_ELEMENTS(pairs); p++)
        if (tokens_is_word(tokens, i - 1, pairs[p].first) &&
            tokens_is_word(tokens, i, pairs[p].next))
            return i + 1;
    return i;
}

static guint zone_end(const Tokens *tokens, guint i) {
    return tokens_is_one_of(tokens, i, " with without ") && tokens_is_word(tokens, i + 1, "time") &&
                   tokens_is_word(tokens, i + 2, "zone")
               ? i + 3
               : i;
}

/* Behind the type of a cast whose colons begin at `i`. */
static guint cast_end(const Tokens *tokens, guint i) {
    guint to = i + 3;
    while (tokens_is_symbol(tokens, to, '.') && !tokens_gap(tokens, to))
        to += 2;
    to = words_end(tokens, to);
    if (tokens_is_symbol(tokens, to, '(') && !tokens_gap(tokens, to))
        to = tokens->tokens[to].match + 1;
    to = zone_end(tokens, to);
    while (tokens_is_symbol(tokens, to, '[') && tokens_is_symbol(tokens, to + 1, ']'))
        to += 2;
    return MIN(to, tokens->count);
}

/* 'a'::text, of which the first stays. */
static void drop_literal_cast(Idioms *idioms, guint literal) {
    const Tokens *tokens = idioms->tokens;
    if (idioms->level <= IDIOMS_CASTS && literal + 1 < tokens->count &&
        tokens->tokens[literal].token.kind == TOKEN_STRING && is_cast(tokens, literal + 1))
        add_edit(idioms, end_of(tokens, literal), end_of(tokens, cast_end(tokens, literal + 1) - 1),
                 "");
}

static bool is_value(const Tokens *tokens, guint i) {
    TokenKind kind = tokens->tokens[i].token.kind;
    return kind == TOKEN_WORD || kind == TOKEN_NAME;
}

/* Where the name that ends at `last` begins, also one with a table before it. */
static guint name_start(const Tokens *tokens, guint last) {
    guint from = last;
    while (from >= 2 && tokens_is_symbol(tokens, from - 1, '.') && is_value(tokens, from - 2))
        from -= 2;
    return from;
}

/* (a)::text or a::text before an operator, of which the name stays. `end` is behind the type. */
static void drop_left_cast(Idioms *idioms, guint end) {
    const Tokens *tokens = idioms->tokens;
    if (idioms->level > IDIOMS_ALL || end < 4 || !tokens_is_word(tokens, end - 1, "text") ||
        !is_cast(tokens, end - 3))
        return;
    guint last = end - 4;
    bool enclosed = tokens_is_symbol(tokens, last, ')');
    if (!enclosed && !is_value(tokens, last))
        return;
    guint open = enclosed ? tokens->tokens[last].match : last;
    bool name = !enclosed || (last > open + 1 && is_value(tokens, last - 1) &&
                              name_start(tokens, last - 1) == open + 1);
    bool called = enclosed && open > 0 && is_value(tokens, open - 1) && !tokens_gap(tokens, open);
    if (!name || called)
        return;
    if (enclosed)
        add_edit(idioms, start_of(tokens, open), end_of(tokens, open), "");
    add_edit(idioms, start_of(tokens, enclosed ? last : last + 1), end_of(tokens, end - 1), "");
}

/* -- LIKE and IN --------------------------------------------------------------------------- */

static void say_like(Idioms *idioms, guint from, guint to) {
    static const struct {
        const char *name, *word;
    } words[] = {{"~~", "LIKE"}, {"!~~", "NOT LIKE"}, {"~~*", "ILIKE"}, {"!~~*", "NOT ILIKE"}};
    const Tokens *tokens = idioms->tokens;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (operator_is(tokens, from, to, words[i].name))
            add_edit(idioms, start_of(tokens, from), end_of(tokens, to - 1), words[i].word);
}

/* The bracket of ARRAY[…] or (ARRAY[…])::type[], which is all that stands in the brackets at
 * `open`; 0: something else does. */
static guint array_in(const Tokens *tokens, guint open) {
    guint close = tokens->tokens[open].match, inner = open + 1;
    bool cast = tokens_is_symbol(tokens, inner, '(');
    guint array = cast ? inner + 1 : inner;
    if (!tokens_is_word(tokens, array, "array") || !tokens_is_symbol(tokens, array + 1, '['))
        return 0;
    guint end = tokens->tokens[array + 1].match + 1;
    if (!cast)
        return end == close ? array + 1 : 0;
    bool whole = end == tokens->tokens[inner].match && is_cast(tokens, end + 1) &&
                 cast_end(tokens, end + 1) == close;
    return whole ? array + 1 : 0;
}

static guint count_items(const Tokens *tokens, guint bracket) {
    guint count = 1, depth = tokens->tokens[bracket].depth + 1;
    for (guint i = bracket + 1; i < tokens->tokens[bracket].match; i++)
        count += tokens->tokens[i].depth == depth && tokens_is_symbol(tokens, i, ',');
    return count;
}

/* = ANY (ARRAY[…]) and <> ALL (ARRAY[…]); an IN of one value would be a comparison. */
static void say_in(Idioms *idioms, guint from, guint to) {
    const Tokens *tokens = idioms->tokens;
    bool any = operator_is(tokens, from, to, "=") && tokens_is_word(tokens, to, "any");
    bool all = operator_is(tokens, from, to, "<>") && tokens_is_word(tokens, to, "all");
    guint open = to + 1;
    guint bracket =
        (any || all) && tokens_is_symbol(tokens, open, '(') ? array_in(tokens, open) : 0;
    if (!bracket || count_items(tokens, bracket) < 2)
        return;
    guint close = tokens->tokens[bracket].match, depth = tokens->tokens[bracket].depth + 1;
    add_edit(idioms, start_of(tokens, from), end_of(tokens, bracket), any ? "IN (" : "NOT IN (");
    for (guint i = bracket + 1; i < close; i++)
        if (tokens->tokens[i].depth == depth)
            drop_literal_cast(idioms, i);
    add_edit(idioms, start_of(tokens, close), end_of(tokens, tokens->tokens[open].match), ")");
}

/* -- The whole ------------------------------------------------------------------------------ */

static gint by_start(gconstpointer a, gconstpointer b) {
    const Edit *one = a, *two = b;
    return one->start < two->start ? -1 : one->start > two->start;
}

static char *apply(const char *text, GArray *edits) {
    GString *out = g_string_new(NULL);
    gsize at = 0;
    g_array_sort(edits, by_start);
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = &g_array_index(edits, Edit, i);
        if (edit->start < at)
            continue;
        g_string_append_len(out, text + at, (gssize)(edit->start - at));
        g_string_append(out, edit->instead);
        at = edit->end;
    }
    g_string_append(out, text + at);
    return g_string_free(out, FALSE);
}

char *tidy_idioms(const char *sql, TidyIdioms level) {
    g_auto(Tokens) tokens = {0};
    g_autoptr(GArray) edits = g_array_new(FALSE, FALSE, sizeof(Edit));
    Idioms idioms = {&tokens, level, edits};
    if (level == IDIOMS_NONE || !tokens_read(&tokens, sql))
        return NULL;
    for (guint i = 0, to; i < tokens.count; i = MAX(to, i + 1)) {
        to = operator_end(&tokens, i);
        if (to == i || !operator_implies(&tokens, i, to))
            continue;
        drop_left_cast(&idioms, i);
        say_like(&idioms, i, to);
        say_in(&idioms, i, to);
        drop_literal_cast(&idioms, to);
    }
    return edits->len ? apply(sql, edits) : NULL;
}
