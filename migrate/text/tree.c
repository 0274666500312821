#include "text/tree.h"

#include "text/parse.h"
#include <string.h>

typedef struct {
    const Statement *statement;
    GPtrArray *found;
    const char *schema; /* of an enclosing CREATE SCHEMA, else NULL */
} TreeWalk;

static void named_free(gpointer data) {
    Named *named = data;
    g_free(named->schema);
    g_free(named->relation);
    g_free(named->name);
    g_free(named);
}

/* The statement's node, when it can create something. The caller unrefs. */
static Json *parse(const Statement *statement) {
    Token first_word = lex_significant(statement->text, statement->length, 0);
    bool wanted = lex_is_word(statement->text, first_word, "create") ||
                  lex_is_word(statement->text, first_word, "alter");
    return wanted ? parse_statement(statement) : NULL;
}

static void add(TreeWalk *walk, const char *kind, const char *schema, const char *relation,
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

static void add_relation(TreeWalk *walk, const char *kind, const Json *range_var) {
    add(walk, kind, parse_string(range_var, "schemaname"), NULL, parse_string(range_var, "relname"),
        parse_location(range_var));
}

static void add_listed(TreeWalk *walk, const char *kind, const Json *list) {
    const char *name = parse_list_string(list, 0);
    if (name)
        add(walk, kind, parse_list_string(list, 1), NULL, name,
            parse_find_identifier(walk->statement, name));
}

static void add_constraint(TreeWalk *walk, const char *schema, const char *relation,
                           const Json *node) {
    static const char *const with_name[] = {"CONSTR_CHECK",     "CONSTR_PRIMARY", "CONSTR_UNIQUE",
                                            "CONSTR_EXCLUSION", "CONSTR_FOREIGN", NULL};
    const char *type = parse_string(node, "contype");
    if (type && g_strv_contains(with_name, type))
        add(walk, "constraint", schema, relation, parse_string(node, "conname"),
            parse_location(node));
}

static void add_column(TreeWalk *walk, const char *kind, const char *schema, const char *relation,
                       const Json *column) {
    add(walk, kind, schema, relation, parse_string(column, "colname"), parse_location(column));
    gsize i;
    Json *constraint;
    json_array_foreach(json_object_get(column, "constraints"), i, constraint)
        add_constraint(walk, schema, relation, json_object_get(constraint, "Constraint"));
}

/* Columns and constraints, each in its wrapper. */
static void add_elements(TreeWalk *walk, const char *column_kind, const Json *range_var,
                         const Json *elements) {
    const char *schema = parse_string(range_var, "schemaname");
    const char *relation = parse_string(range_var, "relname");
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

static void walk_table(TreeWalk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    add_relation(walk, "table", table);
    add_elements(walk, "column", table, json_object_get(node, "tableElts"));
}

static void walk_foreign_table(TreeWalk *walk, const Json *node) {
    const Json *base = json_object_get(node, "base");
    const Json *table = json_object_get(base, "relation");
    add_relation(walk, "foreign_table", table);
    add_elements(walk, "column", table, json_object_get(base, "tableElts"));
}

static void walk_table_as(TreeWalk *walk, const Json *node) {
    bool view = parse_is(node, "objtype", "OBJECT_MATVIEW");
    add_relation(walk, view ? "materialized_view" : "table",
                 json_object_get(json_object_get(node, "into"), "rel"));
}

static void walk_alter_table(TreeWalk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    gsize i;
    Json *command;
    json_array_foreach(json_object_get(node, "cmds"), i, command) {
        command = json_object_get(command, "AlterTableCmd");
        if (!parse_is(command, "subtype", "AT_AddColumn") &&
            !parse_is(command, "subtype", "AT_AddConstraint"))
            continue;
        g_autoptr(Json) one = json_pack("[O]", json_object_get(command, "def"));
        add_elements(walk, parse_is(node, "objtype", "OBJECT_TYPE") ? "attribute" : "column", table,
                     one);
    }
}

static void walk_index(TreeWalk *walk, const Json *node) {
    const char *name = parse_string(node, "idxname");
    if (name)
        add(walk, "index", parse_string(json_object_get(node, "relation"), "schemaname"), NULL,
            name, parse_find_identifier(walk->statement, name));
}

static void walk_sequence(TreeWalk *walk, const Json *node) {
    add_relation(walk, "sequence", json_object_get(node, "sequence"));
}

static void walk_view(TreeWalk *walk, const Json *node) {
    add_relation(walk, "view", json_object_get(node, "view"));
}

/* The parser keeps no place of labels. They come after the first parenthesis and after each comma;
 * a label itself may be several strings, continued over newlines. */
static void walk_enum(TreeWalk *walk, const Json *node) {
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
        add(walk, "enum_label", parse_list_string(name, 1), parse_list_string(name, 0),
            parse_string(json_object_get(label, "String"), "sval"), token.start);
    }
}

/* ALTER TYPE … ADD VALUE: the label is the first string. RENAME VALUE has an old one, and creates
 * nothing. */
static void walk_alter_enum(TreeWalk *walk, const Json *node) {
    const Statement *statement = walk->statement;
    const Json *name = json_object_get(node, "typeName");
    Token token = {0};
    do {
        token = lex_significant(statement->text, statement->length, token.end);
    } while (token.kind != TOKEN_END && token.kind != TOKEN_STRING);
    if (!json_object_get(node, "oldVal"))
        add(walk, "enum_label", parse_list_string(name, 1), parse_list_string(name, 0),
            parse_string(node, "newVal"), token.start);
}

static void walk_composite(TreeWalk *walk, const Json *node) {
    const Json *type = json_object_get(node, "typevar");
    add_relation(walk, "composite", type);
    add_elements(walk, "attribute", type, json_object_get(node, "coldeflist"));
}

static void walk_domain(TreeWalk *walk, const Json *node) {
    const Json *name = json_object_get(node, "domainname");
    add_listed(walk, "domain", name);
    gsize i;
    Json *constraint;
    json_array_foreach(json_object_get(node, "constraints"), i, constraint)
        add_constraint(walk, parse_list_string(name, 1), parse_list_string(name, 0),
                       json_object_get(constraint, "Constraint"));
}

static void walk_alter_domain(TreeWalk *walk, const Json *node) {
    const Json *name = json_object_get(node, "typeName");
    const Json *constraint = json_object_get(json_object_get(node, "def"), "Constraint");
    add_constraint(walk, parse_list_string(name, 1), parse_list_string(name, 0), constraint);
}

static void walk_routine(TreeWalk *walk, const Json *node) {
    bool procedure = json_is_true(json_object_get(node, "is_procedure"));
    add_listed(walk, procedure ? "procedure" : "function", json_object_get(node, "funcname"));
}

static void add_on_table(TreeWalk *walk, const char *kind, const Json *table, const char *name) {
    if (name)
        add(walk, kind, parse_string(table, "schemaname"), parse_string(table, "relname"), name,
            parse_find_identifier(walk->statement, name));
}

static void walk_trigger(TreeWalk *walk, const Json *node) {
    add_on_table(walk, "trigger", json_object_get(node, "relation"),
                 parse_string(node, "trigname"));
}

static void walk_policy(TreeWalk *walk, const Json *node) {
    add_on_table(walk, "policy", json_object_get(node, "table"), parse_string(node, "policy_name"));
}

static void walk_range(TreeWalk *walk, const Json *node) {
    add_listed(walk, "type", json_object_get(node, "typeName"));
}

static void walk_define(TreeWalk *walk, const Json *node) {
    if (parse_is(node, "kind", "OBJECT_TYPE"))
        add_listed(walk, "type", json_object_get(node, "defnames"));
}

static const struct {
    const char *node;
    void (*walk)(TreeWalk *walk, const Json *node);
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

static void walk_statement(TreeWalk *walk, const Json *statement) {
    for (guint i = 0; i < G_N_ELEMENTS(walks); i++) {
        const Json *node = json_object_get(statement, walks[i].node);
        if (node)
            walks[i].walk(walk, node);
    }
}

/* CREATE SCHEMA may hold the creation of other things; unqualified, they are in that schema. */
static void walk_schema(TreeWalk *walk, const Json *node) {
    const char *name = parse_string(node, "schemaname");
    if (!name)
        name = parse_string(json_object_get(node, "authrole"), "rolename");
    if (!name)
        return;
    add(walk, "schema", NULL, NULL, name, parse_find_identifier(walk->statement, name));
    walk->schema = name;
    gsize i;
    Json *element;
    json_array_foreach(json_object_get(node, "schemaElts"), i, element)
        walk_statement(walk, element);
}

GPtrArray *tree_created(const Statement *statement) {
    GPtrArray *found = g_ptr_array_new_with_free_func(named_free);
    TreeWalk walk = {.statement = statement, .found = found};
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
    extension->name = g_strdup(parse_string(node, "extname"));
    extension->if_not_exists = json_is_true(json_object_get(node, "if_not_exists"));
    gsize i;
    Json *option;
    json_array_foreach(json_object_get(node, "options"), i, option) {
        option = json_object_get(option, "DefElem");
        const char *text =
            parse_string(json_object_get(json_object_get(option, "arg"), "String"), "sval");
        /* The grammar takes an option twice; the server refuses that later. */
        if (parse_is(option, "defname", "schema") && !extension->schema)
            extension->schema = g_strdup(text);
        else if (parse_is(option, "defname", "new_version") && !extension->version)
            extension->version = g_strdup(text);
        else if (parse_is(option, "defname", "cascade"))
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

bool tree_parses(const char *sql) {
    g_autofree char *tree = parse_text(sql);
    return tree;
}
