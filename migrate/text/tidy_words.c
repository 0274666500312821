/* Words: what the server writes so that its own reader is never in doubt. */
#include "text/parse.h"
#include "text/tidy.h"
#include "text/tokens.h"
#include <string.h>

enum { MAX_PARSES = 120 };

/* Two places to take out together: a pair of brackets; or one, and an empty one. */
typedef struct {
    gsize start[2], end[2];
    const char *instead; /* what comes in the place of each */
} Cut;

#define COMPARES " and or not is in like ilike similar between case when then else "
#define BEFORE   " where on when then else having and or select from default return "
#define BEHIND                                                                                     \
    " where group order having limit union join left right full cross inner and or then else end " \
    "execute as window with tablespace for offset fetch intersect except returning natural do "    \
    "when "

/* What stands inside a pair of brackets, at its own depth. */
typedef struct {
    bool list;     /* a comma, or a query */
    bool compares; /* a comparison, or a word that asks something */
    bool atom;     /* one value, with casts and calls at most */
} Inside;

static bool is_comparison(const Tokens *tokens, guint i) {
    return tokens_is_symbol(tokens, i, '<') || tokens_is_symbol(tokens, i, '>') ||
           tokens_is_symbol(tokens, i, '=') || tokens_is_symbol(tokens, i, '~') ||
           tokens_is_symbol(tokens, i, '!') || tokens_is_symbol(tokens, i, '@') ||
           tokens_is_symbol(tokens, i, '?');
}

static bool ends_value(const Tokens *tokens, guint i) {
    TokenKind kind = tokens->tokens[i].token.kind;
    return kind != TOKEN_SYMBOL || tokens_is_symbol(tokens, i, ')') ||
           tokens_is_symbol(tokens, i, ']');
}

/* Whether the token stands apart from the one before it inside a value: only what a call, a cast, a
 * name or a subscript is made of does not. */
static bool breaks_atom(const Tokens *tokens, guint i, guint first) {
    bool joint = tokens_is_symbol(tokens, i, '.') || tokens_is_symbol(tokens, i, ':') ||
                 tokens_is_symbol(tokens, i, '(') || tokens_is_symbol(tokens, i, '[') ||
                 tokens_is_symbol(tokens, i, ')') || tokens_is_symbol(tokens, i, ']');
    bool value = ends_value(tokens, i);
    return tokens_gap(tokens, i) ? i != first : !joint && !value;
}

static Inside look_inside(const Tokens *tokens, guint open) {
    Inside inside = {.atom = true};
    guint depth = tokens->tokens[open].depth + 1, close = tokens->tokens[open].match;
    for (guint i = open + 1; i < close; i++) {
        if (tokens->tokens[i].depth != depth)
            continue;
        inside.list |= tokens_is_symbol(tokens, i, ',') ||
                       tokens_is_one_of(tokens, i, " select values with insert update delete ");
        inside.compares |= is_comparison(tokens, i) || tokens_is_one_of(tokens, i, COMPARES);
        inside.atom &= !breaks_atom(tokens, i, open + 1);
    }
    return inside;
}

static bool has_word_inside(const Tokens *tokens, guint open, const char *word) {
    for (guint i = open + 1; i < tokens->tokens[open].match; i++)
        if (tokens->tokens[i].depth == tokens->tokens[open].depth + 1 &&
            tokens_is_word(tokens, i, word))
            return true;
    return false;
}

/* Whether nothing that binds stands before the brackets, and behind them. */
static bool is_free_before(const Tokens *tokens, guint i) {
    return tokens_is_symbol(tokens, i, '(') || tokens_is_symbol(tokens, i, ',') ||
           tokens_is_symbol(tokens, i, '[') || tokens_is_one_of(tokens, i, BEFORE);
}

static bool is_free_behind(const Tokens *tokens, guint i) {
    return i >= tokens->count || tokens_is_symbol(tokens, i, ')') ||
           tokens_is_symbol(tokens, i, ',') || tokens_is_symbol(tokens, i, ']') ||
           tokens_is_symbol(tokens, i, ';') || tokens_is_one_of(tokens, i, BEHIND);
}

/* People keep the brackets of OR inside AND, and of AND inside OR. */
static bool is_mixed(const Tokens *tokens, guint open) {
    guint close = tokens->tokens[open].match;
    bool or_beside =
        tokens_is_word(tokens, open - 1, "or") || tokens_is_word(tokens, close + 1, "or");
    bool and_beside =
        tokens_is_word(tokens, open - 1, "and") || tokens_is_word(tokens, close + 1, "and");
    return (or_beside && has_word_inside(tokens, open, "and")) ||
           (and_beside && has_word_inside(tokens, open, "or"));
}

/* A word there calls or declares what stands in the brackets. */
static bool is_called(const Tokens *tokens, guint before) {
    TokenKind kind = tokens->tokens[before].token.kind;
    return kind == TOKEN_NAME || tokens_is_symbol(tokens, before, ')') ||
           (kind == TOKEN_WORD && !tokens_is_one_of(tokens, before, BEFORE));
}

/* Whether the brackets at `open` may be needless; the parser decides. */
static bool is_candidate(const Tokens *tokens, guint open) {
    if (!open || !tokens_is_symbol(tokens, open, '(') || is_called(tokens, open - 1))
        return false;
    guint before = open - 1, behind = tokens->tokens[open].match + 1;
    Inside inside = look_inside(tokens, open);
    if (inside.list || behind == open + 2)
        return false;
    if (inside.atom)
        return true;
    bool left = is_free_before(tokens, before), right = is_free_behind(tokens, behind);
    if (left && right)
        return !is_mixed(tokens, open);
    return !inside.compares && (left || is_comparison(tokens, before)) &&
           (right || is_comparison(tokens, behind) || tokens_is_word(tokens, behind, "is"));
}

static void add_brackets(const Tokens *tokens, GArray *cuts) {
    for (guint i = 0; i < tokens->count; i++) {
        if (!is_candidate(tokens, i))
            continue;
        Token open = tokens->tokens[i].token, close = tokens->tokens[tokens->tokens[i].match].token;
        Cut cut = {{open.start, close.start}, {open.end, close.end}, ""};
        g_array_append_val(cuts, cut);
    }
}

/* CREATE INDEX … USING btree. */
static void add_method(const Tokens *tokens, GArray *cuts) {
    bool index = tokens_is_word(tokens, 0, "create") &&
                 (tokens_is_word(tokens, 1, "index") || tokens_is_word(tokens, 2, "index"));
    for (guint i = 1; index && i + 1 < tokens->count; i++)
        if (tokens_is_word(tokens, i - 1, "using") && tokens_is_word(tokens, i, "btree")) {
            gsize end = tokens->tokens[i + 1].token.start;
            Cut cut = {{tokens->tokens[i - 1].token.start, end}, {end, end}, ""};
            g_array_append_val(cuts, cut);
            return;
        }
}

/* $function$ … $function$. */
static void add_dollars(const Tokens *tokens, GArray *cuts) {
    for (guint i = 0; i < tokens->count; i++) {
        Token token = tokens->tokens[i].token;
        const char *start = tokens->text + token.start;
        if (token.kind != TOKEN_STRING || *start != '$')
            continue;
        gsize tag = (gsize)(strchr(start + 1, '$') - start) + 1;
        g_autofree char *body = g_strndup(start + tag, token.end - token.start - 2 * tag);
        Cut cut = {{token.start, token.end - tag}, {token.start + tag, token.end}, "$$"};
        if (tag > 2 && !strstr(body, "$$"))
            g_array_append_val(cuts, cut);
    }
}

typedef struct {
    gsize start, end;
    const char *instead;
} Edit;

static gint by_start(gconstpointer a, gconstpointer b) {
    const Edit *one = a, *two = b;
    return one->start < two->start ? -1 : one->start > two->start;
}

/* Two tokens that were apart stay apart. */
static bool would_touch(const GString *out, char next) {
    char last = out->len ? out->str[out->len - 1] : ' ';
    bool words = (g_ascii_isalnum(last) || last == '_' || last == '"') &&
                 (g_ascii_isalnum(next) || next == '_' || next == '"');
    return words ||
           (strchr("+-*/<>=~!@#%^&|`?", last) && next && strchr("+-*/<>=~!@#%^&|`?", next));
}

static char *cut_out(const char *text, const Cut *cuts, const bool *taken, guint count) {
    g_autoptr(GArray) edits = g_array_new(FALSE, FALSE, sizeof(Edit));
    for (guint i = 0; i < 2 * count; i++) {
        Edit edit = {cuts[i / 2].start[i % 2], cuts[i / 2].end[i % 2], cuts[i / 2].instead};
        if (taken[i / 2])
            g_array_append_val(edits, edit);
    }
    g_array_sort(edits, by_start);
    GString *out = g_string_new(NULL);
    gsize at = 0;
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = &g_array_index(edits, Edit, i);
        g_string_append_len(out, text + at, (gssize)(edit->start - at));
        g_string_append(out, edit->instead);
        at = edit->end;
        if (!*edit->instead && edit->end > edit->start && would_touch(out, text[at]))
            g_string_append_c(out, ' ');
    }
    g_string_append(out, text + at);
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *text, *tree;
    const Cut *cuts;
    bool *taken;
    guint count, parses;
} Trial;

/* Takes the cuts from `from` on, as many of them as leave the tree what it is. */
static void try_cuts(Trial *trial, guint from, guint count) {
    if (!count || trial->parses++ >= MAX_PARSES)
        return;
    for (guint i = from; i < from + count; i++)
        trial->taken[i] = true;
    g_autofree char *now = cut_out(trial->text, trial->cuts, trial->taken, trial->count);
    g_autofree char *tree = parse_text(now);
    if (g_strcmp0(tree, trial->tree) == 0)
        return;
    for (guint i = from; i < from + count; i++)
        trial->taken[i] = false;
    if (count > 1) {
        try_cuts(trial, from, count / 2);
        try_cuts(trial, from + count / 2, count - count / 2);
    }
}

char *tidy_words(const char *sql) {
    g_auto(Tokens) tokens = {0};
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(Cut));
    if (tokens_read(&tokens, sql)) {
        add_brackets(&tokens, cuts);
        add_method(&tokens, cuts);
        add_dollars(&tokens, cuts);
    }
    g_autofree bool *taken = g_new0(bool, cuts->len + 1);
    g_autofree char *tree = cuts->len ? parse_text(sql) : NULL;
    Trial trial = {sql, tree, (const Cut *)(const void *)cuts->data, taken, cuts->len, 0};
    if (tree)
        try_cuts(&trial, 0, cuts->len);
    return cut_out(sql, trial.cuts, taken, cuts->len);
}

char *tidy_sql(const char *sql) {
    g_autofree char *words = tidy_words(sql);
    return tidy_lines(words);
}
