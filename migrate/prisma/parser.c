/* The grammar, one function a rule. */
#include "prisma/grammar.h"

#include "base/suggest.h"
#include "prisma/lexer.h"
#include <string.h>

/* Deeper than any attribute's argument can be meant. */
enum { MAX_DEPTH = 16 };

typedef struct {
    Reading *reading;
    PrismaLexer lexer;
    PrismaToken token;   /* the one that comes next */
    const char *renamed; /* what a comment said of what comes next */
    Location renamed_at;
    const char *personal; /* the same, whether it is personal */
} Parser;

static const char *const block_words[] = {[BLOCK_MODEL] = "model",
                                          [BLOCK_VIEW] = "view",
                                          [BLOCK_TYPE] = "type",
                                          [BLOCK_ENUM] = "enum",
                                          [BLOCK_DATASOURCE] = "datasource",
                                          [BLOCK_GENERATOR] = "generator",
                                          NULL};

const char *prisma_block_word(PrismaBlockType type) {
    return block_words[type];
}

static bool advance(Parser *parser) {
    return prisma_lexer_next(&parser->lexer, &parser->token);
}

static bool is_sign(const Parser *parser, char sign) {
    return parser->token.type == PRISMA_SIGN && parser->token.sign == sign;
}

static bool expected(Parser *parser, const char *what) {
    g_autofree char *found = prisma_token_name(&parser->token);
    return reading_fail(parser->reading, parser->token.at, "expected %s, found %s", what, found);
}

static bool take_sign(Parser *parser, char sign, const char *what) {
    return is_sign(parser, sign) ? advance(parser) : expected(parser, what);
}

/* --- comments that speak to us */

static bool fail_directive(Parser *parser, const char *word) {
    static const char *const words[] = {"renamed", "mask", "not", NULL};
    const char *near = suggest(word, words);
    if (g_strcmp0(near, "renamed") == 0)
        return reading_fail(parser->reading, parser->token.at,
                            "expected '/// @migrate renamed from OLD', with the name that the "
                            "database had");
    return reading_fail(parser->reading, parser->token.at,
                        "unknown directive '@migrate %s'; known: 'renamed from OLD', 'mask KIND', "
                        "'not personal'",
                        word);
}

/* The token is a documentation comment; what it says is kept in `renamed`. */
static bool take_doc(Parser *parser) {
    static const char from[] = "renamed from ";
    g_autofree char *text = g_strstrip(g_strdup(parser->token.text));
    if (!g_str_has_prefix(text, "@migrate") || (text[8] && !g_ascii_isspace(text[8])))
        return advance(parser);
    const char *says = text + strlen("@migrate");
    while (g_ascii_isspace(*says))
        says++;
    if (g_str_has_prefix(says, "mask ") || strcmp(says, "not personal") == 0) {
        parser->personal = arena_strdup(parser->reading->arena, says);
        return advance(parser);
    }
    if (!g_str_has_prefix(says, from) || says[strlen(from)] == '\0') {
        g_autofree char *word = g_strndup(says, strcspn(says, " \t"));
        return fail_directive(parser, word);
    }
    if (parser->renamed)
        return reading_fail(parser->reading, parser->token.at, "a second '@migrate renamed from'");
    parser->renamed = arena_strdup(parser->reading->arena, says + strlen(from));
    parser->renamed_at = parser->token.at;
    return advance(parser);
}

static bool fail_renamed(Parser *parser) {
    return reading_fail(parser->reading, parser->renamed_at,
                        "this '@migrate renamed from' stands above nothing that can be renamed; "
                        "put it on the line above a model, field, enum, value or index");
}

static const char *steal_renamed(Parser *parser) {
    return g_steal_pointer(&parser->renamed);
}

/* Blank lines and comments between things. */
static bool skip_lines(Parser *parser) {
    for (;;) {
        if (parser->token.type == PRISMA_NEWLINE) {
            if (!advance(parser))
                return false;
        } else if (parser->token.type == PRISMA_DOC) {
            if (!take_doc(parser))
                return false;
        } else {
            return true;
        }
    }
}

/* Inside parentheses and brackets, ends of lines and comments mean nothing. */
static bool skip_inside(Parser *parser) {
    while (parser->token.type == PRISMA_NEWLINE || parser->token.type == PRISMA_DOC)
        if (!advance(parser))
            return false;
    return true;
}

/* The end of the line that a thing stands on; a comment behind it is about that thing. */
static bool take_line_end(Parser *parser, const char **renamed) {
    if (parser->token.type == PRISMA_DOC) {
        if (!take_doc(parser))
            return false;
        if (parser->renamed && (!renamed || *renamed))
            return fail_renamed(parser);
        if (parser->renamed)
            *renamed = steal_renamed(parser);
    }
    if (parser->token.type != PRISMA_NEWLINE)
        return expected(parser, "the end of the line");
    return advance(parser);
}

/* --- expressions */

static const PrismaExpr *take_expr(Parser *parser, guint depth);

static PrismaExpr *new_expr(Parser *parser, PrismaExprType type) {
    PrismaExpr *expr = ARENA_NEW(parser->reading->arena, PrismaExpr);
    expr->type = type;
    expr->at = parser->token.at;
    expr->text = parser->token.text;
    return expr;
}

static bool take_path(Parser *parser, const char **path) {
    if (parser->token.type != PRISMA_NAME)
        return expected(parser, "a name");
    *path = parser->token.text;
    if (!advance(parser))
        return false;
    while (is_sign(parser, '.')) {
        if (!advance(parser))
            return false;
        if (parser->token.type != PRISMA_NAME)
            return expected(parser, "a name behind the '.'");
        *path = arena_printf(parser->reading->arena, "%s.%s", *path, parser->token.text);
        if (!advance(parser))
            return false;
    }
    return true;
}

/* `name: value`, or a value alone. A name alone is only known as one from what follows it. */
static PrismaArg *take_arg(Parser *parser, guint depth) {
    PrismaArg *arg = ARENA_NEW(parser->reading->arena, PrismaArg);
    arg->at = parser->token.at;
    arg->value = take_expr(parser, depth);
    if (!arg->value || !is_sign(parser, ':'))
        return arg->value ? arg : NULL;
    if (arg->value->type != EXPR_NAME) {
        expected(parser, "',' or the end of the list");
        return NULL;
    }
    arg->name = arg->value->text;
    if (!advance(parser) || !skip_inside(parser))
        return NULL;
    arg->value = take_expr(parser, depth);
    return arg->value ? arg : NULL;
}

/* What stands between two signs, the first of which has been taken. */
static bool take_args(Parser *parser, char close, const char *what, bool trailing, guint depth,
                      PrismaArg **first) {
    PrismaArg **last = first;
    if (depth >= MAX_DEPTH)
        return reading_fail(parser->reading, parser->token.at,
                            "brackets are nested more than %d deep", MAX_DEPTH);
    if (!skip_inside(parser))
        return false;
    while (!is_sign(parser, close)) {
        *last = take_arg(parser, depth + 1);
        if (!*last || !skip_inside(parser))
            return false;
        last = &(*last)->next;
        if (is_sign(parser, close))
            break;
        if (!take_sign(parser, ',', what) || !skip_inside(parser))
            return false;
        if (is_sign(parser, close) && !trailing)
            return reading_fail(parser->reading, parser->token.at,
                                "a ',' stands before the end of the list; remove it");
    }
    return advance(parser);
}

static bool check_names(Parser *parser, const PrismaArg *args, bool wanted) {
    for (const PrismaArg *arg = args; arg; arg = arg->next)
        if ((arg->name != NULL) != wanted)
            return reading_fail(parser->reading, arg->at,
                                wanted ? "expected 'name: value'"
                                       : "a list's elements have no names");
    return true;
}

static bool take_list(Parser *parser, PrismaExpr *expr, guint depth) {
    bool list = expr->type == EXPR_LIST;
    return advance(parser) &&
           take_args(parser, list ? ']' : '}', list ? "',' or ']'" : "',' or '}'", !list, depth,
                     &expr->args) &&
           check_names(parser, expr->args, !list);
}

static bool take_name_or_call(Parser *parser, PrismaExpr *expr, guint depth) {
    if (!take_path(parser, &expr->text))
        return false;
    if (!is_sign(parser, '('))
        return true;
    expr->type = EXPR_CALL;
    return advance(parser) && take_args(parser, ')', "',' or ')'", true, depth, &expr->args);
}

static const PrismaExpr *take_expr(Parser *parser, guint depth) {
    PrismaExpr *expr = new_expr(parser, EXPR_NAME);
    bool good = false;
    if (parser->token.type == PRISMA_NAME) {
        good = take_name_or_call(parser, expr, depth);
    } else if (parser->token.type == PRISMA_NUMBER || parser->token.type == PRISMA_STRING) {
        expr->type = parser->token.type == PRISMA_NUMBER ? EXPR_NUMBER : EXPR_STRING;
        good = advance(parser);
    } else if (is_sign(parser, '[') || is_sign(parser, '{')) {
        expr->type = is_sign(parser, '[') ? EXPR_LIST : EXPR_OBJECT;
        good = take_list(parser, expr, depth);
    } else {
        expected(parser, "a value");
    }
    return good ? expr : NULL;
}

/* --- attributes and members */

static PrismaAttr *take_attr(Parser *parser) {
    PrismaAttr *attr = ARENA_NEW(parser->reading->arena, PrismaAttr);
    attr->at = parser->token.at;
    attr->of_block = parser->token.type == PRISMA_AT_AT;
    if (!advance(parser) || !take_path(parser, &attr->name))
        return NULL;
    if (!is_sign(parser, '('))
        return attr;
    attr->parentheses = true;
    return advance(parser) && take_args(parser, ')', "',' or ')'", false, 0, &attr->args) ? attr
                                                                                          : NULL;
}

static bool take_attrs(Parser *parser, PrismaAttr **first) {
    while (is_sign(parser, '@')) {
        *first = take_attr(parser);
        if (!*first)
            return false;
        first = &(*first)->next;
    }
    if (parser->token.type == PRISMA_AT_AT)
        return reading_fail(parser->reading, parser->token.at,
                            "an attribute with '@@' stands on a line of its own; on a field "
                            "write one '@'");
    return true;
}

/* Unsupported("…"): the type as the database knows it. */
static bool take_unsupported(Parser *parser, PrismaMember *member) {
    if (!advance(parser))
        return false;
    if (parser->token.type != PRISMA_STRING)
        return expected(parser, "the type in double quotes");
    member->unsupported = true;
    member->type = parser->token.text;
    return advance(parser) && take_sign(parser, ')', "')'");
}

static bool fail_old_form(Parser *parser, const char *name) {
    if (is_sign(parser, ':'))
        return reading_fail(parser->reading, parser->token.at,
                            "a field has no ':' (an old form); write \"%s Type\"", name);
    if (is_sign(parser, '['))
        return reading_fail(parser->reading, parser->token.at,
                            "a list is written \"%s Type[]\", the brackets behind the type", name);
    return expected(parser, "the field's type");
}

static bool take_arity(Parser *parser, PrismaMember *member) {
    if (parser->token.spaced && (is_sign(parser, '[') || is_sign(parser, '?')))
        return reading_fail(parser->reading, parser->token.at,
                            "no blank may stand between a type and its '%c'", parser->token.sign);
    if (is_sign(parser, '!'))
        return reading_fail(parser->reading, parser->token.at,
                            "a field is required without '!' (an old form); remove it");
    if (is_sign(parser, '[')) {
        member->arity = ARITY_LIST;
        if (!advance(parser) || !take_sign(parser, ']', "']'"))
            return false;
    } else if (is_sign(parser, '?')) {
        member->arity = ARITY_OPTIONAL;
        if (!advance(parser))
            return false;
    }
    if (is_sign(parser, '?') || is_sign(parser, '['))
        return reading_fail(parser->reading, parser->token.at,
                            "a list cannot be optional as well; remove the '?'");
    return true;
}

static bool take_type(Parser *parser, PrismaMember *member) {
    member->type_at = parser->token.at;
    if (parser->token.type != PRISMA_NAME)
        return fail_old_form(parser, member->name);
    member->type = parser->token.text;
    if (!advance(parser))
        return false;
    if (is_sign(parser, '(')) {
        if (strcmp(member->type, "Unsupported") != 0 || parser->token.spaced)
            return expected(parser, "an attribute or the end of the line");
        if (!take_unsupported(parser, member))
            return false;
    }
    return take_arity(parser, member);
}

/* The part of a member behind its name. */
static bool take_rest(Parser *parser, PrismaBlockType type, PrismaMember *member) {
    switch (type) {
    case BLOCK_DATASOURCE:
    case BLOCK_GENERATOR:
        if (!take_sign(parser, '=', "'='"))
            return false;
        member->value = take_expr(parser, 0);
        return member->value;
    case BLOCK_ENUM:
        return take_attrs(parser, &member->attrs);
    case BLOCK_MODEL:
    case BLOCK_VIEW:
    case BLOCK_TYPE:
        break;
    }
    return take_type(parser, member) && take_attrs(parser, &member->attrs);
}

static PrismaMember *take_member(Parser *parser, PrismaBlockType type) {
    PrismaMember *member = ARENA_NEW(parser->reading->arena, PrismaMember);
    bool config = type == BLOCK_DATASOURCE || type == BLOCK_GENERATOR;
    member->name = parser->token.text;
    member->at = parser->token.at;
    member->renamed = steal_renamed(parser);
    member->personal = g_steal_pointer(&parser->personal);
    bool taken = advance(parser) && take_rest(parser, type, member) &&
                 take_line_end(parser, config ? NULL : &member->renamed);
    if (parser->personal)
        member->personal = g_steal_pointer(&parser->personal);
    return taken ? member : NULL;
}

static PrismaAttr *take_block_attr(Parser *parser) {
    const char *renamed = steal_renamed(parser);
    PrismaAttr *attr = take_attr(parser);
    if (!attr)
        return NULL;
    attr->renamed = renamed;
    return take_line_end(parser, &attr->renamed) ? attr : NULL;
}

/* --- blocks */

static bool take_body(Parser *parser, PrismaBlock *block) {
    PrismaMember **member = &block->members;
    PrismaAttr **attr = &block->attrs;
    bool config = block->type == BLOCK_DATASOURCE || block->type == BLOCK_GENERATOR;
    while (skip_lines(parser) && !is_sign(parser, '}')) {
        if (parser->renamed && config)
            return fail_renamed(parser);
        if (parser->token.type == PRISMA_AT_AT && !config) {
            *attr = take_block_attr(parser);
            if (!*attr)
                return false;
            attr = &(*attr)->next;
        } else if (parser->token.type == PRISMA_NAME) {
            *member = take_member(parser, block->type);
            if (!*member)
                return false;
            member = &(*member)->next;
        } else {
            return expected(parser, config ? "a key or '}'" : "a name, '@@' or '}'");
        }
    }
    if (parser->personal)
        return reading_fail(parser->reading, parser->token.at,
                            "a directive above says what is personal, but of no field; put it on "
                            "the line above the field");
    return !parser->reading->error && (!parser->renamed || fail_renamed(parser));
}

static bool take_block_start(Parser *parser, PrismaBlock *block) {
    if (parser->token.type != PRISMA_NAME)
        return expected(parser, "the name");
    block->name = parser->token.text;
    block->at = parser->token.at;
    if (!advance(parser))
        return false;
    if (block->type == BLOCK_TYPE && is_sign(parser, '='))
        return reading_fail(parser->reading, parser->token.at,
                            "names for types (\"type X = …\") are an old form that Prisma has "
                            "given up; write the type itself");
    if (!is_sign(parser, '{'))
        return expected(parser, "'{'");
    /* To Prisma, the rest of that line is nothing but a comment. */
    return prisma_lexer_skip_line(&parser->lexer, &parser->token);
}

static bool find_block_type(Parser *parser, PrismaBlockType *type) {
    if (parser->token.type != PRISMA_NAME)
        return expected(parser, "model, enum, view, datasource or generator");
    for (guint i = 0; block_words[i]; i++)
        if (strcmp(parser->token.text, block_words[i]) == 0) {
            *type = (PrismaBlockType)i;
            return true;
        }
    return reading_fail_word(parser->reading, parser->token.at, parser->token.text, block_words,
                             "unknown block '%s' (a contract.prisma of Prisma 8 is not read)",
                             parser->token.text);
}

static PrismaBlock *take_block(Parser *parser) {
    PrismaBlock *block = ARENA_NEW(parser->reading->arena, PrismaBlock);
    if (!find_block_type(parser, &block->type))
        return NULL;
    bool named = block->type != BLOCK_DATASOURCE && block->type != BLOCK_GENERATOR;
    if (parser->renamed && !named) {
        fail_renamed(parser);
        return NULL;
    }
    block->renamed = steal_renamed(parser);
    block->personal = g_steal_pointer(&parser->personal);
    if (!advance(parser) || !take_block_start(parser, block) || !take_body(parser, block))
        return NULL;
    if (!take_sign(parser, '}', "'}'"))
        return NULL;
    return block;
}

bool prisma_parse(Reading *reading, const PrismaText *file, PrismaBlock ***last) {
    Parser parser = {.reading = reading};
    if (!prisma_lexer_init(&parser.lexer, reading, file->name, file->text) || !advance(&parser))
        return false;
    while (skip_lines(&parser) && parser.token.type != PRISMA_END) {
        **last = take_block(&parser);
        if (!**last)
            return false;
        *last = &(**last)->next;
    }
    return !reading->error && (!parser.renamed || fail_renamed(&parser));
}
