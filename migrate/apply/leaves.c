#include "apply/leaves.h"
#include "history/statement.h"
#include "text/lex.h"
#include <string.h>

#define OTHER_WAY "apply it over the server's own address, or do it without"

static const Leaves temporary = {"a temporary object",
                                 "end CREATE TEMP TABLE with ON COMMIT DROP, or " OTHER_WAY};
static const Leaves setting = {
    "a setting of the session",
    "write SET LOCAL, or true as the last argument of set_config(), which "
    "holds for the migration"};

/* Patterns as in history/statement.h, at the start of a statement or anywhere in it; the first that
 * matches holds, and one without `leaves` is harmless. */
static const struct {
    const char *pattern;
    bool anywhere;
    const Leaves *leaves;
} rules[] = {
    {"create [or] [replace] [global|local] temp|temporary", true, &temporary},
    {"into [global|local] temp|temporary", true, &temporary},
    {"pg_advisory_lock|pg_advisory_lock_shared|pg_try_advisory_lock|pg_try_advisory_lock_shared",
     true,
     &(const Leaves){"an advisory lock of the session",
                     "use pg_advisory_xact_lock(), whose lock ends with the migration"}},
    {"cursor with hold", true, &(const Leaves){"a cursor WITH HOLD", OTHER_WAY}},
    {"set local|constraints|transaction", false, NULL},
    {"set|reset", false, &setting},
    {"listen NAME", false, &(const Leaves){"a LISTEN", OTHER_WAY}},
    {"prepare NAME", false, &(const Leaves){"a prepared statement", OTHER_WAY}},
    {"load STRING", false, &(const Leaves){"a loaded library", OTHER_WAY}},
};

typedef struct {
    const char *text;
    gsize length;
    guint depth; /* of a DO: strings after EXECUTE are SQL, too, of the next depth; 0: no DO */
} LeafSql;

/* Input does not decide how far this recurses. */
enum { MAX_DEPTH = 8 };
static const Leaves too_deep = {"whatever EXECUTE in EXECUTE does", OTHER_WAY};

static bool is_symbol(LeafSql sql, Token token, char symbol) {
    return token.kind == TOKEN_SYMBOL && sql.text[token.start] == symbol;
}

/* Whether a statement of a script or of PL/pgSQL can begin behind this token. */
static bool begins_behind(LeafSql sql, Token token) {
    static const char *const words[] = {"begin", "then", "else", "loop"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (lex_is_word(sql.text, token, words[i]))
            return true;
    return is_symbol(sql, token, ';');
}

static bool is_temporary_name(LeafSql sql, Token token) {
    return lex_is_word(sql.text, token, "pg_temp") &&
           is_symbol(sql, lex_significant(sql.text, sql.length, token.end), '.');
}

/* set_config(…, true) alone is for the transaction. */
static bool is_lasting_set_config(LeafSql sql, Token token) {
    Token last = token, next = lex_significant(sql.text, sql.length, token.end);
    if (!lex_is_word(sql.text, token, "set_config") || !is_symbol(sql, next, '('))
        return false;
    for (guint depth = 0;; last = next, next = lex_significant(sql.text, sql.length, next.end)) {
        depth += is_symbol(sql, next, '(') ? 1 : 0;
        depth -= is_symbol(sql, next, ')') ? 1 : 0;
        if (depth == 0 || next.kind == TOKEN_END || lex_is_broken(next.kind))
            return !lex_is_word(sql.text, last, "true");
    }
}

static bool has_words(LeafSql sql, gsize at, const char *pattern) {
    Statement rest = {.text = sql.text + at, .length = sql.length - at};
    return statement_matches(&rest, pattern);
}

static bool drops_at_commit(LeafSql sql, gsize at) {
    for (;;) {
        Token token = lex_significant(sql.text, sql.length, at);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind) || is_symbol(sql, token, ';'))
            return false;
        if (has_words(sql, token.start, "on commit drop"))
            return true;
        at = token.end;
    }
}

static const Leaves *look_at(LeafSql sql, Token token, bool begins) {
    if (is_temporary_name(sql, token))
        return &temporary;
    if (is_lasting_set_config(sql, token))
        return &setting;
    for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (!(begins || rules[i].anywhere) || !has_words(sql, token.start, rules[i].pattern))
            continue;
        bool gone = rules[i].leaves == &temporary && drops_at_commit(sql, token.end);
        return gone ? NULL : rules[i].leaves;
    }
    return NULL;
}

/* What is between the quotes; a quote that stands doubled there changes no keyword. */
static LeafSql inside_string(LeafSql sql, Token token) {
    const char *open = sql.text + token.start, *end = sql.text + token.end;
    gsize mark = 1;
    if (*open == '$')
        mark = (gsize)((const char *)memchr(open + 1, '$', token.end - token.start - 1) - open) + 1;
    else
        open = memchr(open, '\'', token.end - token.start);
    return (LeafSql){open + mark, (gsize)(end - open) - 2 * mark, sql.depth + 1};
}

static const Leaves *look_through(LeafSql sql) {
    const Leaves *found = sql.depth > MAX_DEPTH ? &too_deep : NULL;
    bool begins = true, executes = false, names = false;
    for (Token token = lex_significant(sql.text, sql.length, 0);
         !found && token.kind != TOKEN_END && !lex_is_broken(token.kind);
         token = lex_significant(sql.text, sql.length, token.end)) {
        if (token.kind == TOKEN_STRING && executes)
            found = look_through(inside_string(sql, token));
        /* A table may have the name "temp". */
        else if (token.kind != TOKEN_STRING && !names)
            found = look_at(sql, token, begins);
        begins = begins_behind(sql, token);
        names = lex_is_word(sql.text, token, "insert") || lex_is_word(sql.text, token, "merge");
        /* EXECUTE '…' and EXECUTE format('…', …) */
        executes =
            sql.depth > 0 &&
            (lex_is_word(sql.text, token, "execute") ||
             (executes && (lex_is_word(sql.text, token, "format") || is_symbol(sql, token, '('))));
    }
    return found;
}

/* What the routine does happens when somebody calls it; where it lives can be told. */
static const Leaves *look_at_routine(LeafSql sql) {
    Token token = lex_significant(sql.text, sql.length, 0);
    for (; token.kind != TOKEN_END && !lex_is_broken(token.kind);
         token = lex_significant(sql.text, sql.length, token.end))
        if (is_temporary_name(sql, token))
            return &temporary;
    return NULL;
}

static const Leaves *look_at_body(LeafSql sql) {
    Token token = lex_significant(sql.text, sql.length, 0);
    for (; token.kind != TOKEN_END && !lex_is_broken(token.kind);
         token = lex_significant(sql.text, sql.length, token.end)) {
        const Leaves *found =
            token.kind == TOKEN_STRING ? look_through(inside_string(sql, token)) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

const Leaves *statement_leaves(const Statement *statement) {
    LeafSql sql = {statement->text, statement->length, 0};
    if (statement_matches(statement, "create [or] [replace] function|procedure"))
        return look_at_routine(sql);
    return statement_matches(statement, "do") ? look_at_body(sql) : look_through(sql);
}

bool leaves_setting(const Statement *statement) {
    return statement_leaves(statement) == &setting;
}
