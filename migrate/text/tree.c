#include "text/tree.h"

#include "text/lex.h"
#include <jansson.h>
#include <pg_query.h>
#include <string.h>

/* libpg_query recurses over what it has parsed, and overflows an 8 MiB stack at some 100,000
 * operators in a row; no sensible statement comes near these bounds. */
enum { MAX_BYTES = 1024 * 1024, MAX_NESTING = 500, MAX_TOKENS = 50 * 1000 };

typedef json_t Json;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_decref)

typedef struct {
    const Statement *statement;
    GPtrArray *found;
    const char *schema; /* of an enclosing CREATE SCHEMA, else NULL */
} Walk;

static void named_free(gpointer data) {
    Named *named = data;
    g_free(named->schema);
    g_free(named->relation);
    g_free(named->name);
    g_free(named);
}

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

/* The statement's node, {"CreateStmt": {…}}; NULL when it cannot be parsed. The caller unrefs. */
static Json *parse(const Statement *statement) {
    Token first_word = lex_significant(statement->text, statement->length, 0);
    bool wanted = lex_is_word(statement->text, first_word, "create") ||
                  lex_is_word(statement->text, first_word, "alter");
    if (!wanted || !is_bounded(statement))
        return NULL;
    g_autofree char *text = g_strndup(statement->text, statement->length);
    PgQueryParseResult result = pg_query_parse(text);
    g_autoptr(Json) tree = result.error ? NULL : json_loads(result.parse_tree, 0, NULL);
    pg_query_free_parse_result(result);
    Json *first = json_array_get(json_object_get(tree, "stmts"), 0);
    return json_incref(json_object_get(first, "stmt"));
}

static const char *string_of(const Json *node, const char *key) {
    return json_string_value(json_object_get(node, key));
}

static bool has(const Json *node, const char *key, const char *value) {
    return g_strcmp0(string_of(node, key), value) == 0;
}

/* The parser leaves out a location of 0. */
static gsize location_of(const Json *node) {
    json_int_t location = json_integer_value(json_object_get(node, "location"));
    return location > 0 ? (gsize)location : 0;
}

/* The text of the identifier `token`, as the server folds it; NULL for other tokens and U&"…". */
static char *identifier(const char *text, Token token) {
    gsize length = token.end - token.start;
    if (token.kind == TOKEN_WORD)
        return g_ascii_strdown(text + token.start, (gssize)length);
    if (token.kind != TOKEN_NAME || text[token.start] != '"')
        return NULL;
    GString *name = g_string_new_len(text + token.start + 1, (gssize)length - 2);
    g_string_replace(name, "\"\"", "\"", 0);
    return g_string_free(name, FALSE);
}

/* Where the parser keeps no place: that of the first identifier `name`, 0 when there is none. */
static gsize find_identifier(const Statement *statement, const char *name) {
    for (gsize at = 0;;) {
        Token token = lex_significant(statement->text, statement->length, at);
        if (token.kind == TOKEN_END || lex_is_broken(token.kind))
            return 0;
        g_autofree char *text = identifier(statement->text, token);
        if (g_strcmp0(text, name) == 0)
            return token.start;
        at = token.end;
    }
}

static void add(Walk *walk, const char *kind, const char *schema, const char *relation,
                const char *name, gsize offset) {
    if (!name)
        return;
    Named *named = g_new(Named, 1);
    *named = (Named){.kind = kind,
                     .schema = g_strdup(schema ? schema : walk->schema),
                     .relation = g_strdup(relation),
                     .name = g_strdup(name),
                     .offset = MIN(offset, walk->statement->length)};
    g_ptr_array_add(walk->found, named);
}

static void add_relation(Walk *walk, const char *kind, const Json *range_var) {
    add(walk, kind, string_of(range_var, "schemaname"), NULL, string_of(range_var, "relname"),
        location_of(range_var));
}

/* A possibly qualified name is a list of String nodes. */
static const char *list_string(const Json *list, gsize from_end) {
    gsize size = json_array_size(list);
    if (from_end >= size)
        return NULL;
    return string_of(json_object_get(json_array_get(list, size - 1 - from_end), "String"), "sval");
}

static void add_listed(Walk *walk, const char *kind, const Json *list) {
    const char *name = list_string(list, 0);
    if (name)
        add(walk, kind, list_string(list, 1), NULL, name, find_identifier(walk->statement, name));
}

static void add_constraint(Walk *walk, const char *schema, const char *relation, const Json *node) {
    static const char *const with_name[] = {"CONSTR_CHECK",     "CONSTR_PRIMARY", "CONSTR_UNIQUE",
                                            "CONSTR_EXCLUSION", "CONSTR_FOREIGN", NULL};
    const char *type = string_of(node, "contype");
    if (type && g_strv_contains(with_name, type))
        add(walk, "constraint", schema, relation, string_of(node, "conname"), location_of(node));
}

static void add_column(Walk *walk, const char *kind, const char *schema, const char *relation,
                       const Json *column) {
    add(walk, kind, schema, relation, string_of(column, "colname"), location_of(column));
    gsize i;
    Json *constraint;
    json_array_foreach(json_object_get(column, "constraints"), i, constraint)
        add_constraint(walk, schema, relation, json_object_get(constraint, "Constraint"));
}

/* Columns and constraints, each in its wrapper. */
static void add_elements(Walk *walk, const char *column_kind, const Json *range_var,
                         const Json *elements) {
    const char *schema = string_of(range_var, "schemaname");
    const char *relation = string_of(range_var, "relname");
    gsize i;
    Json *element;
    json_array_foreach(elements, i, element) {
        Json *column = json_object_get(element, "ColumnDef");
        if (column)
            add_column(walk, column_kind, schema, relation, column);
        else
            add_constraint(walk, schema, relation, json_object_get(element, "Constraint"));
    }
}

static void walk_table(Walk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    add_relation(walk, "table", table);
    add_elements(walk, "column", table, json_object_get(node, "tableElts"));
}

static void walk_foreign_table(Walk *walk, const Json *node) {
    const Json *base = json_object_get(node, "base");
    const Json *table = json_object_get(base, "relation");
    add_relation(walk, "foreign_table", table);
    add_elements(walk, "column", table, json_object_get(base, "tableElts"));
}

static void walk_table_as(Walk *walk, const Json *node) {
    bool view = has(node, "objtype", "OBJECT_MATVIEW");
    add_relation(walk, view ? "materialized_view" : "table",
                 json_object_get(json_object_get(node, "into"), "rel"));
}

static void walk_alter_table(Walk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    gsize i;
    Json *command;
    json_array_foreach(json_object_get(node, "cmds"), i, command) {
        command = json_object_get(command, "AlterTableCmd");
        if (!has(command, "subtype", "AT_AddColumn") &&
            !has(command, "subtype", "AT_AddConstraint"))
            continue;
        g_autoptr(Json) one = json_pack("[O]", json_object_get(command, "def"));
        add_elements(walk, has(node, "objtype", "OBJECT_TYPE") ? "attribute" : "column", table,
                     one);
    }
}

static void walk_index(Walk *walk, const Json *node) {
    const char *name = string_of(node, "idxname");
    if (name)
        add(walk, "index", string_of(json_object_get(node, "relation"), "schemaname"), NULL, name,
            find_identifier(walk->statement, name));
}

static void walk_sequence(Walk *walk, const Json *node) {
    add_relation(walk, "sequence", json_object_get(node, "sequence"));
}

static void walk_view(Walk *walk, const Json *node) {
    add_relation(walk, "view", json_object_get(node, "view"));
}

/* The parser keeps no place of labels. They stand behind the first parenthesis and behind each
 * comma; a label itself may be several strings, continued over newlines. */
static void walk_enum(Walk *walk, const Json *node) {
    const Statement *statement = walk->statement;
    const Json *name = json_object_get(node, "typeName");
    add_listed(walk, "enum", name);
    gsize at = 0, i;
    Json *label;
    json_array_foreach(json_object_get(node, "vals"), i, label) {
        Token token;
        do {
            token = lex_significant(statement->text, statement->length, at);
            at = token.end;
        } while (token.kind != TOKEN_END &&
                 !(token.kind == TOKEN_SYMBOL && strchr("(,", statement->text[token.start])));
        token = lex_significant(statement->text, statement->length, at);
        add(walk, "enum_label", list_string(name, 1), list_string(name, 0),
            string_of(json_object_get(label, "String"), "sval"), token.start);
    }
}

/* ALTER TYPE … ADD VALUE: the label is the first string. RENAME VALUE has an old one, and creates
 * nothing. */
static void walk_alter_enum(Walk *walk, const Json *node) {
    const Statement *statement = walk->statement;
    const Json *name = json_object_get(node, "typeName");
    Token token = {0};
    do {
        token = lex_significant(statement->text, statement->length, token.end);
    } while (token.kind != TOKEN_END && token.kind != TOKEN_STRING);
    if (!json_object_get(node, "oldVal"))
        add(walk, "enum_label", list_string(name, 1), list_string(name, 0),
            string_of(node, "newVal"), token.start);
}

static void walk_composite(Walk *walk, const Json *node) {
    const Json *type = json_object_get(node, "typevar");
    add_relation(walk, "composite", type);
    add_elements(walk, "attribute", type, json_object_get(node, "coldeflist"));
}

static void walk_domain(Walk *walk, const Json *node) {
    const Json *name = json_object_get(node, "domainname");
    add_listed(walk, "domain", name);
    gsize i;
    Json *constraint;
    json_array_foreach(json_object_get(node, "constraints"), i, constraint)
        add_constraint(walk, list_string(name, 1), list_string(name, 0),
                       json_object_get(constraint, "Constraint"));
}

static void walk_alter_domain(Walk *walk, const Json *node) {
    const Json *name = json_object_get(node, "typeName");
    const Json *constraint = json_object_get(json_object_get(node, "def"), "Constraint");
    add_constraint(walk, list_string(name, 1), list_string(name, 0), constraint);
}

static void walk_routine(Walk *walk, const Json *node) {
    bool procedure = json_is_true(json_object_get(node, "is_procedure"));
    add_listed(walk, procedure ? "procedure" : "function", json_object_get(node, "funcname"));
}

static void add_on_table(Walk *walk, const char *kind, const Json *table, const char *name) {
    if (name)
        add(walk, kind, string_of(table, "schemaname"), string_of(table, "relname"), name,
            find_identifier(walk->statement, name));
}

static void walk_trigger(Walk *walk, const Json *node) {
    add_on_table(walk, "trigger", json_object_get(node, "relation"), string_of(node, "trigname"));
}

static void walk_policy(Walk *walk, const Json *node) {
    add_on_table(walk, "policy", json_object_get(node, "table"), string_of(node, "policy_name"));
}

static void walk_range(Walk *walk, const Json *node) {
    add_listed(walk, "type", json_object_get(node, "typeName"));
}

static void walk_define(Walk *walk, const Json *node) {
    if (has(node, "kind", "OBJECT_TYPE"))
        add_listed(walk, "type", json_object_get(node, "defnames"));
}

static const struct {
    const char *node;
    void (*walk)(Walk *walk, const Json *node);
} walks[] = {
    {"CreateStmt", walk_table},
    {"CreateForeignTableStmt", walk_foreign_table},
    {"CreateTableAsStmt", walk_table_as},
    {"AlterTableStmt", walk_alter_table},
    {"IndexStmt", walk_index},
    {"CreateSeqStmt", walk_sequence},
    {"ViewStmt", walk_view},
    {"CreateEnumStmt", walk_enum},
    {"AlterEnumStmt", walk_alter_enum},
    {"CompositeTypeStmt", walk_composite},
    {"CreateDomainStmt", walk_domain},
    {"AlterDomainStmt", walk_alter_domain},
    {"CreateFunctionStmt", walk_routine},
    {"CreateTrigStmt", walk_trigger},
    {"CreatePolicyStmt", walk_policy},
    {"CreateRangeStmt", walk_range},
    {"DefineStmt", walk_define},
};

static void walk_statement(Walk *walk, const Json *statement) {
    for (guint i = 0; i < G_N_ELEMENTS(walks); i++) {
        const Json *node = json_object_get(statement, walks[i].node);
        if (node)
            walks[i].walk(walk, node);
    }
}

/* CREATE SCHEMA may hold the creation of other things; unqualified, they are in that schema. */
static void walk_schema(Walk *walk, const Json *node) {
    const char *name = string_of(node, "schemaname");
    if (!name)
        name = string_of(json_object_get(node, "authrole"), "rolename");
    if (!name)
        return;
    add(walk, "schema", NULL, NULL, name, find_identifier(walk->statement, name));
    walk->schema = name;
    gsize i;
    Json *element;
    json_array_foreach(json_object_get(node, "schemaElts"), i, element)
        walk_statement(walk, element);
}

GPtrArray *tree_created(const Statement *statement) {
    GPtrArray *found = g_ptr_array_new_with_free_func(named_free);
    Walk walk = {.statement = statement, .found = found};
    g_autoptr(Json) tree = parse(statement);
    const Json *schema = json_object_get(tree, "CreateSchemaStmt");
    if (schema)
        walk_schema(&walk, schema);
    else
        walk_statement(&walk, tree);
    return found;
}

bool tree_create_extension(const Statement *statement, CreateExtension *extension) {
    *extension = (CreateExtension){0};
    g_autoptr(Json) tree = parse(statement);
    const Json *node = json_object_get(tree, "CreateExtensionStmt");
    if (!node)
        return false;
    extension->name = g_strdup(string_of(node, "extname"));
    extension->if_not_exists = json_is_true(json_object_get(node, "if_not_exists"));
    gsize i;
    Json *option;
    json_array_foreach(json_object_get(node, "options"), i, option) {
        option = json_object_get(option, "DefElem");
        const char *text =
            string_of(json_object_get(json_object_get(option, "arg"), "String"), "sval");
        /* The grammar takes an option twice; the server refuses that later. */
        if (has(option, "defname", "schema") && !extension->schema)
            extension->schema = g_strdup(text);
        else if (has(option, "defname", "new_version") && !extension->version)
            extension->version = g_strdup(text);
        else if (has(option, "defname", "cascade"))
            extension->cascade = true;
    }
    return true;
}

void create_extension_clear(CreateExtension *extension) {
    g_free(extension->name);
    g_free(extension->schema);
    g_free(extension->version);
    *extension = (CreateExtension){0};
}
