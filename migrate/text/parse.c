#include "text/parse.h"

#include "text/tree.h"

#include <pg_query.h>
#include <string.h>

/* libpg_query recurses over what it has parsed, and overflows an 8 MiB stack at some 100,000
 * operators in a row; no sensible statement comes near these bounds. */
enum { MAX_BYTES = 1024 * 1024, MAX_NESTING = 500, MAX_TOKENS = 50 * 1000 };

static bool is_bounded(const Statement *statement) {
    if (statement->length > MAX_BYTES)
        return false;
    guint nesting = 0, tokens = 0;
    for (gsize at = 0;;) {
        Token token = lex_significant(statement->text, statement->length, at);
        if (token.kind == TOKEN_END)
            return true;
        at = token.end;
        if (lex_is_broken(token.kind) || ++tokens > MAX_TOKENS)
            return false;
        char c = token.kind == TOKEN_SYMBOL ? statement->text[token.start] : '\0';
        if (c == '(' || c == '[')
            nesting++;
        else if ((c == ')' || c == ']') && nesting > 0)
            nesting--;
        if (nesting > MAX_NESTING)
            return false;
    }
}

Json *parse_statement(const Statement *statement) {
    if (!is_bounded(statement))
        return NULL;
    g_autofree char *text = g_strndup(statement->text, statement->length);
    PgQueryParseResult result = pg_query_parse(text);
    g_autoptr(Json) tree = result.error ? NULL : json_loads(result.parse_tree, 0, NULL);
    pg_query_free_parse_result(result);
    Json *first = json_array_get(json_object_get(tree, "stmts"), 0);
    return json_incref(json_object_get(first, "stmt"));
}

/* Takes the numbers of places out of a tree. Text inside it cannot look like one: its quotes are
 * escaped. */
static char *without_places(const char *tree) {
    static const char key[] = "location\":";
    GString *out = g_string_new(NULL);
    for (const char *at = tree, *next; at; at = next) {
        next = strstr(at, key);
        g_string_append_len(out, at, next ? next - at : (gssize)strlen(at));
        next = next ? next + strlen(key) : NULL;
        next = next ? next + strspn(next, "-0123456789") : NULL;
    }
    return g_string_free(out, FALSE);
}

char *parse_text(const char *sql) {
    Statement statement = {.text = sql, .length = strlen(sql)};
    if (!is_bounded(&statement))
        return NULL;
    PgQueryParseResult result = pg_query_parse(sql);
    char *tree = result.error ? NULL : without_places(result.parse_tree);
    pg_query_free_parse_result(result);
    return tree;
}

const char *parse_string(const Json *node, const char *key) {
    return json_string_value(json_object_get(node, key));
}

bool parse_is(const Json *node, const char *key, const char *value) {
    return g_strcmp0(parse_string(node, key), value) == 0;
}

gsize parse_location(const Json *node) {
    json_int_t location = json_integer_value(json_object_get(node, "location"));
    return location > 0 ? (gsize)location : 0;
}

char *parse_identifier(const char *text, Token token) {
    gsize length = token.end - token.start;
    if (token.kind == TOKEN_WORD)
        return g_ascii_strdown(text + token.start, (gssize)length);
    if (token.kind != TOKEN_NAME || text[token.start] != '"')
        return NULL;
    GString *name = g_string_new_len(text + token.start + 1, (gssize)length - 2);
    g_string_replace(name, "\"\"", "\"", 0);
    return g_string_free(name, FALSE);
}

gsize parse_find_identifier(const Statement *statement, const char *name) {
    for (gsize at = 0;;) {
        Token token = lex_significant(statement->text, statement->length, at);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            return 0;
        g_autofree char *text = parse_identifier(statement->text, token);
        if (g_strcmp0(text, name) == 0)
            return token.start;
        at = token.end;
    }
}

const char *parse_list_string(const Json *list, gsize from_end) {
    gsize size = json_array_size(list);
    if (from_end >= size)
        return NULL;
    return parse_string(json_object_get(json_array_get(list, size - 1 - from_end), "String"),
                        "sval");
}

char *tree_library(void) {
    return g_strdup("libpg_query of PostgreSQL " PG_VERSION);
}
