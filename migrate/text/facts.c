#include "text/facts_walk.h"

#include "text/secret.h"
#include "text/tree.h"
#include <string.h>

static void fact_free(gpointer data) {
    Fact *fact = data;
    g_free(fact->schema);
    g_free(fact->name);
    g_free(fact->part);
    g_free(fact->detail);
    g_free(fact);
}

/* --- DROP */

/* The name of one of DROP's objects: a list, a type, a routine with arguments, or a string. */
static void about_dropped(Walk *walk, const char *what, const Json *object) {
    const Json *list = json_object_get(json_object_get(object, "List"), "items");
    if (!list)
        list = json_object_get(json_object_get(object, "TypeName"), "names");
    if (!list)
        list = json_object_get(json_object_get(object, "ObjectWithArgs"), "objname");
    walk_about_listed(walk, what, list, 0);
    if (!list)
        walk->name = parse_string(json_object_get(object, "String"), "sval");
}

static void drop_object(Walk *walk, const Json *node, gsize offset) {
    bool index = strcmp(walk->what, "index") == 0;
    bool data = strcmp(walk->what, "table") == 0 || strcmp(walk->what, "materialized_view") == 0;
    walk_add(walk, FACT_CHANGES, NULL, offset);
    if (index && !json_is_true(json_object_get(node, "concurrent")))
        walk_add(walk, FACT_DROP_INDEX, NULL, offset);
    if (data)
        walk_add(walk, FACT_DROP_TABLE, NULL, offset);
    if (parse_is(node, "behavior", "DROP_CASCADE"))
        walk_add(walk, FACT_DROP_CASCADE, NULL, offset);
}

/* `before` and `after` the name say all of what goes. */
static void drop_many(Walk *walk, const char *before, const char *name, const char *after) {
    g_autofree char *detail = name ? g_strconcat(before, name, after, NULL) : NULL;
    walk->what = walk->schema = walk->name = NULL;
    if (name)
        walk_add_detailed(walk, FACT_DROP_MANY, NULL, 0, detail);
}

static void drop(Walk *walk, const Json *node) {
    bool on_table = parse_is(node, "removeType", "OBJECT_TRIGGER") ||
                    parse_is(node, "removeType", "OBJECT_POLICY") ||
                    parse_is(node, "removeType", "OBJECT_RULE");
    const char *what = walk_what(node, "removeType");
    gsize i;
    Json *object;
    json_array_foreach(json_object_get(node, "objects"), i, object) {
        if (on_table) {
            walk_about_listed(walk, "table",
                              json_object_get(json_object_get(object, "List"), "items"), 1);
            walk_add(walk, FACT_CHANGES, NULL, 0);
        } else if (parse_is(node, "removeType", "OBJECT_EXTENSION")) {
            drop_many(walk, "the extension ",
                      parse_string(json_object_get(object, "String"), "sval"), "");
        } else if (what) {
            about_dropped(walk, what, object);
            drop_object(walk, node,
                        walk->name ? parse_find_identifier(walk->statement, walk->name) : 0);
        }
    }
}

/* --- indexes */

static void create_index(Walk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    walk_about(walk, "table", table);
    walk_add(walk, FACT_CHANGES, NULL, 0);
    /* ON ONLY is the way to build one for a partitioned table in small steps. */
    if (!json_is_true(json_object_get(node, "concurrent")) &&
        json_is_true(json_object_get(table, "inh")))
        walk_add(walk, FACT_CREATE_INDEX, parse_string(node, "idxname"), 0);
}

static bool has_option(const Json *options, const char *name) {
    gsize i;
    Json *option;
    json_array_foreach(options, i, option) {
        option = json_object_get(option, "DefElem");
        const char *text =
            parse_string(json_object_get(json_object_get(option, "arg"), "String"), "sval");
        if (parse_is(option, "defname", name))
            return !text ||
                   (g_ascii_strcasecmp(text, "false") != 0 && g_ascii_strcasecmp(text, "off") != 0);
    }
    return false;
}

static void reindex(Walk *walk, const Json *node) {
    static const struct {
        const char *kind, *what;
        FactKind fact;
        const char *all;
    } rows[] = {
        {"REINDEX_OBJECT_INDEX", "index", FACT_REINDEX, NULL},
        {"REINDEX_OBJECT_TABLE", "table", FACT_REINDEX, NULL},
        {"REINDEX_OBJECT_SCHEMA", "schema", FACT_REINDEX_ALL, "the schema"},
        {"REINDEX_OBJECT_DATABASE", NULL, FACT_REINDEX_ALL, "the database"},
        {"REINDEX_OBJECT_SYSTEM", NULL, FACT_REINDEX_SYSTEM, "the system catalogs"},
    };
    if (has_option(json_object_get(node, "params"), "concurrently"))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!parse_is(node, "kind", rows[i].kind))
            continue;
        walk_about(walk, rows[i].what, json_object_get(node, "relation"));
        if (rows[i].all && rows[i].what)
            walk->name = parse_string(node, "name");
        walk_add_detailed(walk, rows[i].fact, NULL, 0, rows[i].all);
    }
}

/* --- RENAME, SET SCHEMA */

static void rename_object(Walk *walk, const Json *node) {
    const Json *relation = json_object_get(node, "relation");
    const char *what = walk_what(node, "renameType"), *part = parse_string(node, "subname");
    if (relation)
        walk_about(walk, what ? what : "table", relation);
    else
        about_dropped(walk, what, json_object_get(node, "object"));
    if (!walk->what)
        return;
    if (!walk->name) /* a schema is named where others name a part */
        walk->name = part;
    bool column = strcmp(walk->what, "column") == 0 || strcmp(walk->what, "attribute") == 0;
    /* Code speaks of tables and columns by name, hardly of indexes, constraints and types. */
    static const char *const unseen[] = {"index", "type", "domain", NULL};
    bool inside = g_strv_contains(unseen, walk->what) || (!what && relation);
    if (column)
        walk->what = strcmp(walk->what, "column") == 0 ? "table" : "type";
    walk_add(walk, FACT_CHANGES, NULL, 0);
    if (!inside)
        walk_add(walk, FACT_RENAME, column ? part : NULL, 0)->what = column ? "column" : walk->what;
}

static void set_schema(Walk *walk, const Json *node) {
    const Json *relation = json_object_get(node, "relation");
    const char *what = walk_what(node, "objectType");
    if (relation)
        walk_about(walk, what, relation);
    else
        about_dropped(walk, what, json_object_get(node, "object"));
    if (!walk->what)
        return;
    walk_add(walk, FACT_CHANGES, NULL, 0);
    walk_add(walk, FACT_RENAME, NULL, 0);
}

static void alter_enum(Walk *walk, const Json *node) {
    const char *old = parse_string(node, "oldVal");
    walk_about_listed(walk, "enum", json_object_get(node, "typeName"), 0);
    walk_add(walk, FACT_CHANGES, NULL, 0);
    if (old)
        walk_add(walk, FACT_RENAME, old, 0)->what = "enum_label";
}

/* --- triggers, policies and rules of a table */

static void change_table(Walk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    walk_about(walk, "table", table ? table : json_object_get(node, "table"));
    walk_add(walk, FACT_CHANGES, NULL, 0);
}

/* --- rows and whole tables */

static void add_each(Walk *walk, FactKind kind, const Json *relations) {
    gsize i;
    Json *relation;
    json_array_foreach(relations, i, relation) {
        relation = json_object_get(relation, "RangeVar");
        walk_about(walk, "table", relation);
        walk_add(walk, kind, NULL, parse_location(relation));
    }
}

static void truncate_tables(Walk *walk, const Json *node) {
    add_each(walk, FACT_TRUNCATE, json_object_get(node, "relations"));
}

static void lock_tables(Walk *walk, const Json *node) {
    add_each(walk, FACT_LOCK, json_object_get(node, "relations"));
}

static void vacuum(Walk *walk, const Json *node) {
    gsize i;
    Json *relation;
    const Json *relations = json_object_get(node, "rels");
    if (!has_option(json_object_get(node, "options"), "full"))
        return;
    if (json_array_size(relations) == 0)
        walk_add_detailed(walk, FACT_REWRITE, NULL, 0, "VACUUM FULL");
    json_array_foreach(relations, i, relation) {
        walk_about(walk, "table",
                   json_object_get(json_object_get(relation, "VacuumRelation"), "relation"));
        walk_add_detailed(walk, FACT_REWRITE, NULL, 0, "VACUUM FULL");
    }
}

static void cluster(Walk *walk, const Json *node) {
    walk_about(walk, "table", json_object_get(node, "relation"));
    walk_add_detailed(walk, FACT_REWRITE, NULL, 0, "CLUSTER");
}

static void refresh(Walk *walk, const Json *node) {
    walk_about(walk, "materialized_view", json_object_get(node, "relation"));
    if (!json_is_true(json_object_get(node, "concurrent")) &&
        !json_is_true(json_object_get(node, "skipData")))
        walk_add(walk, FACT_REFRESH, NULL, 0);
}

/* Whether a statement affects every row: it has no condition, or one that is the same for each row.
 */
static bool is_always(const Json *condition) {
    const Json *constant = json_object_get(condition, "A_Const");
    const Json *compared = json_object_get(condition, "A_Expr");
    return !condition ||
           json_is_true(json_object_get(json_object_get(constant, "boolval"), "boolval")) ||
           (json_object_get(json_object_get(compared, "lexpr"), "A_Const") &&
            json_object_get(json_object_get(compared, "rexpr"), "A_Const"));
}

/* A table of FROM or USING that no condition joins takes nothing out. */
static void update(Walk *walk, const Json *node) {
    walk_about(walk, "table", json_object_get(node, "relation"));
    if (is_always(json_object_get(node, "whereClause")))
        walk_add(walk, FACT_UPDATE_ALL, NULL, 0);
}

static void delete (Walk *walk, const Json *node) {
    walk_about(walk, "table", json_object_get(node, "relation"));
    if (is_always(json_object_get(node, "whereClause")))
        walk_add(walk, FACT_DELETE_ALL, NULL, 0);
}

static void merge(Walk *walk, const Json *node) {
    gsize i;
    Json *clause;
    walk_about(walk, "table", json_object_get(node, "relation"));
    if (!is_always(json_object_get(node, "joinCondition")))
        return;
    json_array_foreach(json_object_get(node, "mergeWhenClauses"), i, clause) {
        clause = json_object_get(clause, "MergeWhenClause");
        if (!is_always(json_object_get(clause, "condition")))
            continue;
        if (parse_is(clause, "commandType", "CMD_UPDATE"))
            walk_add(walk, FACT_UPDATE_ALL, NULL, 0);
        if (parse_is(clause, "commandType", "CMD_DELETE"))
            walk_add(walk, FACT_DELETE_ALL, NULL, 0);
    }
}

/* --- what reaches far */

static void create_partition(Walk *walk, const Json *node) {
    if (!json_object_get(node, "partbound"))
        return;
    const Json *parent = json_array_get(json_object_get(node, "inhRelations"), 0);
    walk_about(walk, "table", json_object_get(parent, "RangeVar"));
    walk_add(walk, FACT_PARTITION_OF, parse_string(json_object_get(node, "relation"), "relname"),
             0);
}

static void drop_owned(Walk *walk, const Json *node) {
    const Json *role = json_array_get(json_object_get(node, "roles"), 0);
    role = json_object_get(role, "RoleSpec");
    const char *name = parse_string(role, "rolename");
    drop_many(walk, "what ", name ? name : "the current role", " owns");
}

static void drop_database(Walk *walk, const Json *node) {
    drop_many(walk, "the database ", parse_string(node, "dbname"), "");
}

static void set_names(Walk *walk, const Json *node) {
    static const struct {
        const char *name, *detail;
    } rows[] = {{"search_path", "search_path"},
                {"role", "ROLE"},
                {"session_authorization", "SESSION AUTHORIZATION"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (parse_is(node, "name", rows[i].name) && parse_is(node, "kind", "VAR_SET_VALUE"))
            walk_add_detailed(walk, FACT_SET_NAMES, NULL, 0, rows[i].detail);
}

static const struct {
    const char *node;
    void (*walk)(Walk *walk, const Json *node);
} walks[] = {
    {"AlterTableStmt", walk_alter_table},
    {"DropStmt", drop},
    {"IndexStmt", create_index},
    {"CreateStmt", create_partition},
    {"ReindexStmt", reindex},
    {"RenameStmt", rename_object},
    {"AlterObjectSchemaStmt", set_schema},
    {"AlterEnumStmt", alter_enum},
    {"AlterDomainStmt", walk_alter_domain},
    {"CreateTrigStmt", change_table},
    {"CreatePolicyStmt", change_table},
    {"AlterPolicyStmt", change_table},
    {"RuleStmt", change_table},
    {"TruncateStmt", truncate_tables},
    {"LockStmt", lock_tables},
    {"VacuumStmt", vacuum},
    {"ClusterStmt", cluster},
    {"RefreshMatViewStmt", refresh},
    {"UpdateStmt", update},
    {"DeleteStmt", delete},
    {"MergeStmt", merge},
    {"DropOwnedStmt", drop_owned},
    {"DropdbStmt", drop_database},
    {"VariableSetStmt", set_names},
};

static void walk_node(Walk *walk, const Json *tree);

/* What stands in WITH is done, too. */
static void walk_with(Walk *walk, const Json *node) {
    gsize i;
    Json *part;
    json_array_foreach(json_object_get(json_object_get(node, "withClause"), "ctes"), i, part) {
        part = json_object_get(part, "CommonTableExpr");
        walk_node(walk, json_object_get(part, "ctequery"));
    }
}

static void walk_node(Walk *walk, const Json *tree) {
    static const char *const with[] = {"SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt",
                                       "MergeStmt"};
    for (guint i = 0; i < G_N_ELEMENTS(walks); i++) {
        const Json *node = json_object_get(tree, walks[i].node);
        if (node)
            walks[i].walk(walk, node);
    }
    for (guint i = 0; i < G_N_ELEMENTS(with); i++)
        walk_with(walk, json_object_get(tree, with[i]));
}

static void add_created(Walk *walk) {
    g_autoptr(GPtrArray) created = tree_created(walk->statement);
    for (guint i = 0; i < created->len; i++) {
        const Named *named = created->pdata[i];
        if (named->relation)
            continue;
        *walk = (Walk){.statement = walk->statement,
                       .facts = walk->facts,
                       .what = named->kind,
                       .schema = named->schema,
                       .name = named->name};
        walk_add(walk, FACT_CREATES, NULL, named->offset);
    }
}

static void add_secret(Walk *walk) {
    gsize offset;
    const char *whose = secret_find(walk->statement, &offset);
    *walk = (Walk){.statement = walk->statement, .facts = walk->facts};
    if (whose)
        walk_add_detailed(walk, FACT_SECRET, NULL, offset, whose);
}

GPtrArray *facts_new(void) {
    return g_ptr_array_new_with_free_func(fact_free);
}

void facts_add(GPtrArray *facts, const Statement *statement) {
    Walk walk = {.statement = statement, .facts = facts};
    add_created(&walk);
    add_secret(&walk);
    g_autoptr(Json) tree = parse_statement(statement);
    if (!tree)
        walk_words(&walk);
    walk_node(&walk, tree);
}

char *fact_label(const Fact *fact) {
    GString *label = g_string_new(NULL);
    const char *const parts[] = {fact->schema, fact->name, fact->part};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i])
            g_string_append_printf(label, "%s%s", label->len ? "." : "", parts[i]);
    return g_string_free(label, FALSE);
}
