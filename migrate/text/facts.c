#include "text/facts.h"

#include "text/parse.h"
#include "text/secret.h"
#include "text/tree.h"
#include <string.h>

typedef struct {
    const Statement *statement;
    GPtrArray *facts;
    /* What the facts of this node are about. */
    const char *what, *schema, *name;
} Walk;

static void fact_free(gpointer data) {
    Fact *fact = data;
    g_free(fact->schema);
    g_free(fact->name);
    g_free(fact->part);
    g_free(fact->detail);
    g_free(fact);
}

static Fact *add(Walk *walk, FactKind kind, const char *part, gsize offset) {
    const Statement *statement = walk->statement;
    Location place = {.line = statement->line, .column = statement->column};
    offset = MIN(offset, statement->length);
    location_advance(&place, statement->text, offset);
    Fact *fact = g_new(Fact, 1);
    *fact = (Fact){.kind = kind,
                   .what = walk->what,
                   .schema = g_strdup(walk->schema),
                   .name = g_strdup(walk->name),
                   .part = g_strdup(part),
                   .offset = offset,
                   .line = place.line,
                   .column = place.column};
    g_ptr_array_add(walk->facts, fact);
    return fact;
}

static void add_detailed(Walk *walk, FactKind kind, const char *part, gsize offset,
                         const char *detail) {
    add(walk, kind, part, offset)->detail = g_strdup(detail);
}

static void about_relation(Walk *walk, const char *what, const Json *range_var) {
    walk->what = what;
    walk->schema = parse_string(range_var, "schemaname");
    walk->name = parse_string(range_var, "relname");
}

static void about_listed(Walk *walk, const char *what, const Json *list, gsize from_end) {
    walk->what = what;
    walk->name = parse_list_string(list, from_end);
    walk->schema = parse_list_string(list, from_end + 1);
}

static gsize place_of(const Walk *walk, const char *name) {
    return name ? parse_find_identifier(walk->statement, name) : 0;
}

/* Kinds of objects by the server's ObjectType. */
static const struct {
    const char *type, *what;
} objects[] = {
    {"OBJECT_TABLE", "table"},         {"OBJECT_FOREIGN_TABLE", "foreign_table"},
    {"OBJECT_VIEW", "view"},           {"OBJECT_MATVIEW", "materialized_view"},
    {"OBJECT_SEQUENCE", "sequence"},   {"OBJECT_INDEX", "index"},
    {"OBJECT_TYPE", "type"},           {"OBJECT_DOMAIN", "domain"},
    {"OBJECT_FUNCTION", "function"},   {"OBJECT_PROCEDURE", "procedure"},
    {"OBJECT_SCHEMA", "schema"},       {"OBJECT_COLUMN", "column"},
    {"OBJECT_ATTRIBUTE", "attribute"},
};

static const char *what_of(const Json *node, const char *key) {
    for (guint i = 0; i < G_N_ELEMENTS(objects); i++)
        if (parse_is(node, key, objects[i].type))
            return objects[i].what;
    return NULL;
}

/* --- columns */

/* Functions that give each row its own value, so that a default cannot be kept once for all rows.
 * Those of users and of other extensions are not known here. */
static const char *const volatile_functions[] = {"random",
                                                 "gen_random_uuid",
                                                 "clock_timestamp",
                                                 "timeofday",
                                                 "nextval",
                                                 "uuid_generate_v1",
                                                 "uuid_generate_v1mc",
                                                 "uuid_generate_v4",
                                                 "gen_random_bytes",
                                                 "random_normal",
                                                 "uuidv4",
                                                 "uuidv7",
                                                 "setval",
                                                 "pg_current_wal_lsn",
                                                 "lo_create",
                                                 NULL};

/* The first volatile function that the expression calls, or NULL. jansson bounds the depth. */
static const char *volatile_call(const Json *node) {
    const char *found = NULL, *key;
    Json *member;
    gsize i;
    const Json *call = json_object_get(node, "FuncCall");
    const char *name = parse_list_string(json_object_get(call, "funcname"), 0);
    if (name && g_strv_contains(volatile_functions, name))
        return name;
    if (json_is_array(node))
        json_array_foreach(node, i, member) if ((found = volatile_call(member))) return found;
    if (json_is_object(node))
        json_object_foreach((Json *)node, key,
                            member) if ((found = volatile_call(member))) return found;
    return NULL;
}

static const Json *constraint_of(const Json *column, const char *type) {
    gsize i;
    Json *constraint;
    json_array_foreach(json_object_get(column, "constraints"), i, constraint) {
        constraint = json_object_get(constraint, "Constraint");
        if (parse_is(constraint, "contype", type))
            return constraint;
    }
    return NULL;
}

static bool is_serial(const Json *column) {
    static const char *const names[] = {"serial",  "bigserial", "smallserial", "serial2",
                                        "serial4", "serial8",   NULL};
    const Json *list = json_object_get(json_object_get(column, "typeName"), "names");
    const char *name = parse_list_string(list, 0);
    return name && json_array_size(list) == 1 && g_strv_contains(names, name);
}

static void add_value_facts(Walk *walk, const Json *column, const char *name, gsize offset) {
    const Json *given = constraint_of(column, "CONSTR_DEFAULT");
    const char *call = given ? volatile_call(json_object_get(given, "raw_expr")) : NULL;
    bool required =
        constraint_of(column, "CONSTR_NOTNULL") || constraint_of(column, "CONSTR_PRIMARY");
    if (is_serial(column))
        add_detailed(walk, FACT_ADD_COLUMN_SERIAL, name, offset, "serial");
    else if (constraint_of(column, "CONSTR_IDENTITY"))
        add_detailed(walk, FACT_ADD_COLUMN_SERIAL, name, offset, "an identity");
    else if (constraint_of(column, "CONSTR_GENERATED"))
        add(walk, FACT_ADD_COLUMN_STORED, name, offset);
    else if (call)
        add_detailed(walk, FACT_ADD_COLUMN_VOLATILE, name, offset, call);
    else if (required && !given)
        add(walk, FACT_ADD_COLUMN_REQUIRED, name, offset);
}

/* A foreign key of a column that starts out as NULL has nothing to look up. */
static void add_column(Walk *walk, const Json *column) {
    const char *name = parse_string(column, "colname");
    add_value_facts(walk, column, name, parse_location(column));
    const Json *check = constraint_of(column, "CONSTR_CHECK");
    const Json *unique = constraint_of(column, "CONSTR_UNIQUE");
    const Json *primary = constraint_of(column, "CONSTR_PRIMARY");
    const Json *foreign = constraint_of(column, "CONSTR_FOREIGN");
    if (check)
        add(walk, FACT_ADD_CHECK, parse_string(check, "conname"), parse_location(check));
    if (unique)
        add(walk, FACT_ADD_UNIQUE, parse_string(unique, "conname"), parse_location(unique));
    if (primary)
        add(walk, FACT_ADD_PRIMARY_KEY, parse_string(primary, "conname"), parse_location(primary));
    if (foreign && constraint_of(column, "CONSTR_DEFAULT"))
        add(walk, FACT_ADD_FOREIGN_KEY, parse_string(foreign, "conname"), parse_location(foreign));
}

static void add_constraint(Walk *walk, const Json *constraint) {
    static const struct {
        const char *type;
        FactKind kind;
        bool validated; /* CHECK and FOREIGN KEY may come NOT VALID */
    } rows[] = {
        {"CONSTR_CHECK", FACT_ADD_CHECK, true},
        {"CONSTR_FOREIGN", FACT_ADD_FOREIGN_KEY, true},
        {"CONSTR_UNIQUE", FACT_ADD_UNIQUE, false},
        {"CONSTR_PRIMARY", FACT_ADD_PRIMARY_KEY, false},
        {"CONSTR_EXCLUSION", FACT_ADD_EXCLUSION, false},
    };
    if (parse_string(constraint, "indexname")) /* USING INDEX */
        return;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!parse_is(constraint, "contype", rows[i].type))
            continue;
        bool later =
            rows[i].validated && !json_is_true(json_object_get(constraint, "initially_valid"));
        add(walk, later ? FACT_ADD_NOT_VALID : rows[i].kind, parse_string(constraint, "conname"),
            parse_location(constraint));
    }
}

static void alter_type(Walk *walk, const Json *command) {
    const Json *column = json_object_get(json_object_get(command, "def"), "ColumnDef");
    const Json *type = json_object_get(column, "typeName");
    const char *name = parse_list_string(json_object_get(type, "names"), 0);
    bool unbounded = (g_strcmp0(name, "text") == 0 || g_strcmp0(name, "varchar") == 0) &&
                     !json_object_get(type, "typmods") && !json_object_get(type, "arrayBounds");
    if (!unbounded || json_object_get(column, "raw_default")) /* USING */
        add(walk, FACT_ALTER_COLUMN_TYPE, parse_string(command, "name"), parse_location(column));
}

/* --- ALTER TABLE */

/* Commands that are one fact about the table or about the column or constraint that they name. */
static const struct {
    const char *subtype;
    FactKind kind;
    const char *detail;
} commands[] = {
    {"AT_SetNotNull", FACT_SET_NOT_NULL, NULL},
    {"AT_DropColumn", FACT_DROP_COLUMN, NULL},
    {"AT_ValidateConstraint", FACT_VALIDATE, NULL},
    {"AT_SetLogged", FACT_REWRITE, "SET LOGGED"},
    {"AT_SetUnLogged", FACT_REWRITE, "SET UNLOGGED"},
    {"AT_SetTableSpace", FACT_REWRITE, "SET TABLESPACE"},
    {"AT_SetAccessMethod", FACT_REWRITE, "SET ACCESS METHOD"},
};

static void alter_command(Walk *walk, const Json *command) {
    const Json *def = json_object_get(command, "def");
    const char *name = parse_string(command, "name");
    if (parse_is(command, "subtype", "AT_AddColumn"))
        add_column(walk, json_object_get(def, "ColumnDef"));
    else if (parse_is(command, "subtype", "AT_AddConstraint"))
        add_constraint(walk, json_object_get(def, "Constraint"));
    else if (parse_is(command, "subtype", "AT_AlterColumnType"))
        alter_type(walk, command);
    else if (parse_is(command, "subtype", "AT_DetachPartition") &&
             !json_is_true(json_object_get(json_object_get(def, "PartitionCmd"), "concurrent")))
        add(walk, FACT_DETACH_PARTITION,
            parse_string(json_object_get(json_object_get(def, "PartitionCmd"), "name"), "relname"),
            0);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (parse_is(command, "subtype", commands[i].subtype))
            add_detailed(walk, commands[i].kind, commands[i].detail ? NULL : name,
                         place_of(walk, name), commands[i].detail);
}

static void alter_table(Walk *walk, const Json *node) {
    about_relation(walk, what_of(node, "objtype"), json_object_get(node, "relation"));
    if (!walk->what)
        return;
    add(walk, FACT_CHANGES, NULL, 0);
    if (strcmp(walk->what, "table") != 0)
        return;
    gsize i;
    Json *command;
    json_array_foreach(json_object_get(node, "cmds"), i, command)
        alter_command(walk, json_object_get(command, "AlterTableCmd"));
}

/* --- DROP */

/* The name of one of DROP's objects: a list, a type, a routine with arguments, or a string. */
static void about_dropped(Walk *walk, const char *what, const Json *object) {
    const Json *list = json_object_get(json_object_get(object, "List"), "items");
    if (!list)
        list = json_object_get(json_object_get(object, "TypeName"), "names");
    if (!list)
        list = json_object_get(json_object_get(object, "ObjectWithArgs"), "objname");
    about_listed(walk, what, list, 0);
    if (!list)
        walk->name = parse_string(json_object_get(object, "String"), "sval");
}

static void drop_object(Walk *walk, const Json *node, gsize offset) {
    bool index = strcmp(walk->what, "index") == 0;
    bool data = strcmp(walk->what, "table") == 0 || strcmp(walk->what, "materialized_view") == 0;
    add(walk, FACT_CHANGES, NULL, offset);
    if (index && !json_is_true(json_object_get(node, "concurrent")))
        add(walk, FACT_DROP_INDEX, NULL, offset);
    if (data)
        add(walk, FACT_DROP_TABLE, NULL, offset);
    if (parse_is(node, "behavior", "DROP_CASCADE"))
        add(walk, FACT_DROP_CASCADE, NULL, offset);
}

static void drop(Walk *walk, const Json *node) {
    bool on_table = parse_is(node, "removeType", "OBJECT_TRIGGER") ||
                    parse_is(node, "removeType", "OBJECT_POLICY") ||
                    parse_is(node, "removeType", "OBJECT_RULE");
    const char *what = what_of(node, "removeType");
    gsize i;
    Json *object;
    json_array_foreach(json_object_get(node, "objects"), i, object) {
        if (on_table) {
            about_listed(walk, "table", json_object_get(json_object_get(object, "List"), "items"),
                         1);
            add(walk, FACT_CHANGES, NULL, 0);
        } else if (what) {
            about_dropped(walk, what, object);
            drop_object(walk, node, place_of(walk, walk->name));
        }
    }
}

/* --- indexes */

static void create_index(Walk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    about_relation(walk, "table", table);
    add(walk, FACT_CHANGES, NULL, 0);
    /* ON ONLY is the way to build one for a partitioned table in small steps. */
    if (!json_is_true(json_object_get(node, "concurrent")) &&
        json_is_true(json_object_get(table, "inh")))
        add(walk, FACT_CREATE_INDEX, parse_string(node, "idxname"), 0);
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
    bool index = parse_is(node, "kind", "REINDEX_OBJECT_INDEX");
    about_relation(walk, index ? "index" : "table", json_object_get(node, "relation"));
    if (!has_option(json_object_get(node, "params"), "concurrently"))
        add(walk, FACT_REINDEX, NULL, 0);
}

/* --- RENAME, SET SCHEMA */

static void rename_object(Walk *walk, const Json *node) {
    const Json *relation = json_object_get(node, "relation");
    const char *what = what_of(node, "renameType"), *part = parse_string(node, "subname");
    if (relation)
        about_relation(walk, what ? what : "table", relation);
    else
        about_dropped(walk, what, json_object_get(node, "object"));
    if (!walk->what)
        return;
    bool column = strcmp(walk->what, "column") == 0 || strcmp(walk->what, "attribute") == 0;
    /* Code speaks of tables and columns by name, hardly of indexes, constraints and types. */
    static const char *const unseen[] = {"index", "type", "domain", NULL};
    bool inside = g_strv_contains(unseen, walk->what) || (!what && relation);
    if (column)
        walk->what = strcmp(walk->what, "column") == 0 ? "table" : "type";
    add(walk, FACT_CHANGES, NULL, 0);
    if (!inside)
        add(walk, FACT_RENAME, column ? part : NULL, 0)->what = column ? "column" : walk->what;
}

static void set_schema(Walk *walk, const Json *node) {
    const Json *relation = json_object_get(node, "relation");
    const char *what = what_of(node, "objectType");
    if (relation)
        about_relation(walk, what, relation);
    else
        about_dropped(walk, what, json_object_get(node, "object"));
    if (!walk->what)
        return;
    add(walk, FACT_CHANGES, NULL, 0);
    add(walk, FACT_RENAME, NULL, 0);
}

static void alter_enum(Walk *walk, const Json *node) {
    const char *old = parse_string(node, "oldVal");
    about_listed(walk, "enum", json_object_get(node, "typeName"), 0);
    add(walk, FACT_CHANGES, NULL, 0);
    if (old)
        add(walk, FACT_RENAME, old, 0)->what = "enum_label";
}

static void alter_domain(Walk *walk, const Json *node) {
    const Json *constraint = json_object_get(json_object_get(node, "def"), "Constraint");
    about_listed(walk, "domain", json_object_get(node, "typeName"), 0);
    add(walk, FACT_CHANGES, NULL, 0);
    if (constraint)
        add_constraint(walk, constraint);
    if (parse_is(node, "subtype", "V"))
        add(walk, FACT_VALIDATE, parse_string(node, "name"), 0);
}

/* --- what gets something of its own: a trigger, a policy, a rule */

static void change_table(Walk *walk, const Json *node) {
    const Json *table = json_object_get(node, "relation");
    about_relation(walk, "table", table ? table : json_object_get(node, "table"));
    add(walk, FACT_CHANGES, NULL, 0);
}

/* --- rows and whole tables */

static void add_each(Walk *walk, FactKind kind, const Json *relations) {
    gsize i;
    Json *relation;
    json_array_foreach(relations, i, relation) {
        relation = json_object_get(relation, "RangeVar");
        about_relation(walk, "table", relation);
        add(walk, kind, NULL, parse_location(relation));
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
        add_detailed(walk, FACT_REWRITE, NULL, 0, "VACUUM FULL");
    json_array_foreach(relations, i, relation) {
        about_relation(walk, "table",
                       json_object_get(json_object_get(relation, "VacuumRelation"), "relation"));
        add_detailed(walk, FACT_REWRITE, NULL, 0, "VACUUM FULL");
    }
}

static void cluster(Walk *walk, const Json *node) {
    about_relation(walk, "table", json_object_get(node, "relation"));
    add_detailed(walk, FACT_REWRITE, NULL, 0, "CLUSTER");
}

static void refresh(Walk *walk, const Json *node) {
    about_relation(walk, "materialized_view", json_object_get(node, "relation"));
    if (!json_is_true(json_object_get(node, "concurrent")) &&
        !json_is_true(json_object_get(node, "skipData")))
        add(walk, FACT_REFRESH, NULL, 0);
}

static void update(Walk *walk, const Json *node) {
    about_relation(walk, "table", json_object_get(node, "relation"));
    if (!json_object_get(node, "whereClause") && !json_object_get(node, "fromClause"))
        add(walk, FACT_UPDATE_ALL, NULL, 0);
}

static void delete (Walk *walk, const Json *node) {
    about_relation(walk, "table", json_object_get(node, "relation"));
    if (!json_object_get(node, "whereClause"))
        add(walk, FACT_DELETE_ALL, NULL, 0);
}

static const struct {
    const char *node;
    void (*walk)(Walk *walk, const Json *node);
} walks[] = {
    {"AlterTableStmt", alter_table},
    {"DropStmt", drop},
    {"IndexStmt", create_index},
    {"ReindexStmt", reindex},
    {"RenameStmt", rename_object},
    {"AlterObjectSchemaStmt", set_schema},
    {"AlterEnumStmt", alter_enum},
    {"AlterDomainStmt", alter_domain},
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
};

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
        add(walk, FACT_CREATES, NULL, named->offset);
    }
}

static void add_secret(Walk *walk) {
    gsize offset;
    const char *whose = secret_find(walk->statement, &offset);
    *walk = (Walk){.statement = walk->statement, .facts = walk->facts};
    if (whose)
        add_detailed(walk, FACT_SECRET, NULL, offset, whose);
}

GPtrArray *facts_new(void) {
    return g_ptr_array_new_with_free_func(fact_free);
}

void facts_add(GPtrArray *facts, const Statement *statement) {
    Walk walk = {.statement = statement, .facts = facts};
    add_created(&walk);
    add_secret(&walk);
    g_autoptr(Json) tree = parse_statement(statement);
    for (guint i = 0; i < G_N_ELEMENTS(walks); i++) {
        const Json *node = json_object_get(tree, walks[i].node);
        if (node)
            walks[i].walk(&walk, node);
    }
}

char *fact_label(const Fact *fact) {
    GString *label = g_string_new(NULL);
    const char *const parts[] = {fact->schema, fact->name, fact->part};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i])
            g_string_append_printf(label, "%s%s", label->len ? "." : "", parts[i]);
    return g_string_free(label, FALSE);
}
