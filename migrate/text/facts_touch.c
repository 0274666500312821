/* What a statement does to rows, comments and privileges, and what a DO block does. */
#include "text/facts_walk.h"

#include <string.h>

static void write_rows(Walk *walk, const Json *node) {
    const Json *relation = json_object_get(node, "relation");
    walk_about(walk, "table", relation);
    walk_add(walk, FACT_TOUCHES, NULL, parse_location(relation));
}

/* A relation, a list of names, or a schema's name. */
static void touch_object(Walk *walk, const char *what, const Json *object) {
    const Json *relation = json_object_get(object, "RangeVar"),
               *list = json_object_get(json_object_get(object, "List"), "items"),
               *routine = json_object_get(json_object_get(object, "ObjectWithArgs"), "objname");
    if (relation)
        walk_about(walk, what, relation);
    else if (list || routine)
        walk_about_listed(walk, what, list ? list : routine, 0);
    else
        *walk = (Walk){walk->statement, walk->facts, what, NULL,
                       parse_string(json_object_get(object, "String"), "sval")};
    walk_add(walk, FACT_TOUCHES, NULL, relation ? parse_location(relation) : 0);
}

/* Kinds of which fact is about the schema that they lie in. */
static const char *known_what(const Json *node, const char *key) {
    const char *what = walk_what(node, key);
    return what && strcmp(what, "attribute") != 0 ? what : NULL;
}

static void grant(Walk *walk, const Json *node) {
    gsize i;
    Json *object;
    const char *what = known_what(node, "objtype");
    if (!what || !parse_is(node, "targtype", "ACL_TARGET_OBJECT"))
        return;
    json_array_foreach(json_object_get(node, "objects"), i, object)
        touch_object(walk, what, object);
}

/* Of a column, the table is what lies in the schema. */
static void comment(Walk *walk, const Json *node) {
    const char *what = known_what(node, "objtype");
    const Json *object = json_object_get(node, "object"),
               *list = json_object_get(json_object_get(object, "List"), "items");
    if (!what)
        return;
    if (strcmp(what, "column") != 0) {
        touch_object(walk, what, object);
        return;
    }
    walk_about_listed(walk, "table", list, 1);
    walk_add(walk, FACT_TOUCHES, NULL, 0);
}

/* --- the words of a DO block */

static bool is_word(const char *text, Token token, const char *const *words) {
    for (; *words; words++)
        if (lex_is_word(text, token, *words))
            return true;
    return false;
}

/* Whether what stands behind this word, or these, is changed. */
static bool begins_change(const char *text, Token before, Token token) {
    static const char *const changing[] = {"into",     "update", "table", "view",
                                           "sequence", "domain", NULL};
    static const char *const deleting[] = {"delete", NULL}, *const from[] = {"from", NULL};
    return is_word(text, token, changing) ||
           (is_word(text, before, deleting) && is_word(text, token, from));
}

/* IF NOT EXISTS and ONLY may stand between. */
static bool is_between(const char *text, Token token) {
    static const char *const words[] = {"if", "not", "exists", "only", NULL};
    return is_word(text, token, words);
}

static void walk_block(Walk *walk, const Json *node) {
    const char *text = walk->statement->text;
    gsize length = walk->statement->length;
    const char *body = memchr(text, '$', length),
               *end = body ? memchr(body + 1, '$', length - (gsize)(body - text) - 1) : NULL;
    (void)node;
    if (!end)
        return;
    Token before = {TOKEN_END, 0, 0};
    bool changes = false;
    for (Token token = lex_significant(text, length, (gsize)(end - text) + 1);
         token.kind != TOKEN_END && !lex_is_broken(token.kind);) {
        Token next = lex_significant(text, length, token.end);
        g_autofree char *schema = parse_identifier(text, token);
        bool qualified = next.kind == TOKEN_SYMBOL && text[next.start] == '.';
        Token last = qualified ? lex_significant(text, length, next.end) : next;
        g_autofree char *name = qualified ? parse_identifier(text, last) : NULL;
        if (changes && schema && name) {
            *walk = (Walk){walk->statement, walk->facts, "table", schema, name};
            walk_add(walk, FACT_TOUCHES, NULL, token.start);
        }
        changes = begins_change(text, before, token) || (changes && is_between(text, token));
        before = token;
        token = next;
    }
    *walk = (Walk){.statement = walk->statement, .facts = walk->facts};
}

void facts_add_touched(GPtrArray *facts, const Statement *statement) {
    static const struct {
        const char *node;
        void (*walk)(Walk *walk, const Json *node);
    } walks[] = {{"InsertStmt", write_rows}, {"UpdateStmt", write_rows}, {"DeleteStmt", write_rows},
                 {"MergeStmt", write_rows},  {"GrantStmt", grant},       {"CommentStmt", comment},
                 {"DoStmt", walk_block}};
    Walk walk = {.statement = statement, .facts = facts};
    g_autoptr(Json) tree = parse_statement(statement);
    for (guint i = 0; i < G_N_ELEMENTS(walks); i++) {
        const Json *node = json_object_get(tree, walks[i].node);
        if (node)
            walks[i].walk(&walk, node);
    }
}
