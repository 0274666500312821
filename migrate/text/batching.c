#include "text/batching.h"

#include "text/fault.h"
#include "text/lex.h"
#include <string.h>

enum { MOST_ROWS = 1000000, MOST_TIME = 24 * 60 * 60 * 1000 };

static bool fail(GError **error, const char *message) {
    g_set_error_literal(error, TEXT_ERROR, FAIL_USAGE, message);
    return false;
}

/* "20ms", "10s", "2min". */
static bool read_time(const char *text, guint *time) {
    static const struct {
        const char *unit;
        guint64 factor;
    } units[] = {{"ms", 1}, {"s", 1000}, {"min", 60 * 1000}};
    char *end;
    guint64 number = g_ascii_strtoull(text, &end, 10);
    for (guint i = 0; end > text && g_ascii_isdigit(*text) && i < G_N_ELEMENTS(units); i++)
        if (strcmp(end, units[i].unit) == 0 && number <= MOST_TIME / units[i].factor) {
            *time = (guint)(number * units[i].factor);
            return true;
        }
    return false;
}

static bool read_rows(const char *text, guint *rows) {
    guint64 number;
    if (!g_ascii_string_to_unsigned(text, 10, 1, MOST_ROWS, &number, NULL))
        return false;
    *rows = (guint)number;
    return true;
}

static bool read_key(Batching *batching, const char *text) {
    gsize length = strlen(text);
    Token token = lex_token(text, length, 0);
    bool name = (token.kind == TOKEN_WORD || token.kind == TOKEN_NAME) && token.end == length;
    g_free(batching->key);
    batching->key = name ? g_strdup(text) : NULL;
    return name;
}

static bool read_pair(Batching *batching, const char *name, const char *value) {
    const struct {
        const char *name;
        guint *time;
    } times[] = {{"pause", &batching->pause},
                 {"target", &batching->target},
                 {"max_lag", &batching->max_lag}};
    for (guint i = 0; i < G_N_ELEMENTS(times); i++)
        if (strcmp(name, times[i].name) == 0)
            return read_time(value, times[i].time);
    if (strcmp(name, "size") == 0)
        return read_rows(value, &batching->size);
    return strcmp(name, "key") == 0 && read_key(batching, value);
}

Batching *batching_parse(const char *arguments, GError **error) {
    g_autoptr(Batching) batching = g_new0(Batching, 1);
    *batching = (Batching){.size = 5000, .target = 200, .max_lag = 10000};
    g_auto(GStrv) pairs = g_strsplit_set(arguments, " \t", -1);
    bool fine = true;
    for (guint i = 0; fine && pairs[i]; i++) {
        char *equals = strchr(pairs[i], '=');
        if (equals)
            *equals = '\0';
        fine = !*pairs[i] || (equals && read_pair(batching, pairs[i], equals + 1));
    }
    if (fine && batching->key)
        return g_steal_pointer(&batching);
    fail(error, "expected \"-- migrate: batch key=COLUMN [size=ROWS] [pause=TIME] [target=TIME] "
                "[max_lag=TIME]\", where a time is like 20ms, 10s or 2min");
    return NULL;
}

void batching_free(Batching *batching) {
    if (batching)
        g_free(batching->key);
    g_free(batching);
}

/* --- the statement */

/* Goes through the significant tokens outside of parentheses. */
typedef struct {
    const char *text;
    gsize length, at;
    guint depth;
} Walk;

/* TOKEN_END behind the last; an opening parenthesis stands for what is in it. */
static Token next(Walk *walk) {
    for (;;) {
        Token token = lex_significant(walk->text, walk->length, walk->at);
        walk->at = token.end;
        char symbol = token.kind == TOKEN_SYMBOL ? walk->text[token.start] : '\0';
        if (symbol == ')' && walk->depth > 0) {
            walk->depth--;
            continue;
        }
        bool outside = walk->depth == 0;
        if (symbol == '(')
            walk->depth++;
        if (outside || token.kind == TOKEN_END)
            return token;
    }
}

static bool is_symbol(const Walk *walk, Token token, char symbol) {
    return token.kind == TOKEN_SYMBOL && walk->text[token.start] == symbol;
}

static bool is_name(Token token) {
    return token.kind == TOKEN_WORD || token.kind == TOKEN_NAME;
}

static bool is_any(const Walk *walk, Token token, const char *const *words) {
    for (; *words; words++)
        if (lex_is_word(walk->text, token, *words))
            return true;
    return false;
}

static char *text_of(const Walk *walk, gsize from, gsize to) {
    return g_strndup(walk->text + from, to - from);
}

/* A name as the server knows it. */
static char *folded(const char *text, gsize length) {
    if (*text != '"')
        return g_ascii_strdown(text, (gssize)length);
    g_autofree char *inner = g_strndup(text + 1, length - 2);
    g_auto(GStrv) parts = g_strsplit(inner, "\"\"", -1);
    return g_strjoinv("\"", parts);
}

static bool is_key(const Walk *walk, Token token, const char *key) {
    g_autofree char *one = folded(walk->text + token.start, token.end - token.start),
                    *other = folded(key, strlen(key));
    return strcmp(one, other) == 0;
}

/* [ONLY] name [*] [[AS] alias], up to the token behind it. */
static Token read_table(Walk *walk, Token token, Batched *batched) {
    static const char *const ends[] = {"set", "using", "where", "returning", NULL};
    if (lex_is_word(walk->text, token, "only"))
        token = next(walk);
    gsize from = token.start, to = from, last = from;
    while (is_name(token)) {
        last = token.start;
        to = token.end;
        token = next(walk);
        if (!is_symbol(walk, token, '.'))
            break;
        token = next(walk);
    }
    batched->table = text_of(walk, from, to);
    batched->name = text_of(walk, last, to);
    if (is_symbol(walk, token, '*'))
        token = next(walk);
    if (lex_is_word(walk->text, token, "as"))
        token = next(walk);
    if (is_name(token) && !is_any(walk, token, ends)) {
        g_free(batched->name);
        batched->name = text_of(walk, token.start, token.end);
        token = next(walk);
    }
    return token;
}

/* Whether a list of columns in parentheses, which begins before `at`, has the key. */
static bool list_has(const Walk *walk, gsize at, const char *key) {
    for (;;) {
        Token token = lex_significant(walk->text, walk->length, at);
        at = token.end;
        if (token.kind == TOKEN_END || is_symbol(walk, token, ')'))
            return false;
        if (is_name(token) && is_key(walk, token, key))
            return true;
    }
}

static bool sets(const Walk *walk, Token target, const char *key) {
    return is_symbol(walk, target, '(') ? list_has(walk, target.end, key)
                                        : is_name(target) && is_key(walk, target, key);
}

/* From the token behind SET up to FROM, WHERE, RETURNING or the end. Whether the key is set. */
static bool read_set(Walk *walk, Token *token, const char *key) {
    static const char *const ends[] = {"from", "where", "returning", NULL};
    bool target = true, found = false;
    for (*token = next(walk); token->kind != TOKEN_END && !is_any(walk, *token, ends);
         *token = next(walk)) {
        found = found || (target && sets(walk, *token, key));
        target = is_symbol(walk, *token, ',');
    }
    return found;
}

static bool read_rest(Walk *walk, Token token, Batched *batched, GError **error) {
    gsize head = 0;
    while (token.kind != TOKEN_END && !lex_is_word(walk->text, token, "returning")) {
        if (lex_is_word(walk->text, token, "where") && !head)
            head = token.start;
        token = next(walk);
    }
    if (token.kind != TOKEN_END)
        return fail(error, "a statement in batches returns nothing; take RETURNING out");
    batched->head = text_of(walk, 0, head ? head : walk->length);
    batched->condition = head ? text_of(walk, head + strlen("where"), walk->length) : NULL;
    return true;
}

bool batching_read(const Batching *batching, const Statement *statement, Batched *batched,
                   GError **error) {
    Walk walk = {.text = statement->text, .length = statement->length};
    *batched = (Batched){0};
    Token token = next(&walk);
    bool update = lex_is_word(walk.text, token, "update"),
         deletes =
             lex_is_word(walk.text, token, "delete") && lex_is_word(walk.text, next(&walk), "from");
    if (!update && !deletes)
        return fail(error, "only an UPDATE or a DELETE can be carried out in batches, and it has "
                           "to begin with that word");
    token = read_table(&walk, next(&walk), batched);
    if (update && read_set(&walk, &token, batching->key))
        return fail(error, "the statement changes the key by which batches are counted, so a row "
                           "could be in two of them or in none; name another key");
    return read_rest(&walk, token, batched, error);
}

void batched_clear(Batched *batched) {
    g_free(batched->table);
    g_free(batched->name);
    g_free(batched->head);
    g_free(batched->condition);
    *batched = (Batched){0};
}

char *batched_sql(const Batched *batched, const char *key, const char *low, const char *high) {
    g_autofree char *above =
        low ? g_strdup_printf("%s.%s > %s AND ", batched->name, key, low) : g_strdup("");
    return g_strdup_printf("%s\nWHERE %s%s%s%s%s.%s <= %s", batched->head,
                           batched->condition ? "(" : "",
                           batched->condition ? batched->condition : "",
                           batched->condition ? "\n) AND " : "", above, batched->name, key, high);
}
