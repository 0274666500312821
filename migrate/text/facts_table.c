/* What happens inside of a table: its columns and constraints. */
#include "text/facts_walk.h"

#include <string.h>

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

/* DEFAULT NULL gives nothing. */
static const Json *default_of(const Json *column) {
    const Json *given = constraint_of(column, "CONSTR_DEFAULT");
    const Json *value = json_object_get(json_object_get(given, "raw_expr"), "A_Const");
    return json_is_true(json_object_get(value, "isnull")) ? NULL : given;
}

static void add_value_facts(Walk *walk, const Json *column, const char *name, gsize offset) {
    const Json *given = default_of(column);
    const char *call = given ? volatile_call(json_object_get(given, "raw_expr")) : NULL;
    bool required =
        constraint_of(column, "CONSTR_NOTNULL") || constraint_of(column, "CONSTR_PRIMARY");
    if (is_serial(column))
        walk_add_detailed(walk, FACT_ADD_COLUMN_SERIAL, name, offset, "serial");
    else if (constraint_of(column, "CONSTR_IDENTITY"))
        walk_add_detailed(walk, FACT_ADD_COLUMN_SERIAL, name, offset, "an identity");
    else if (constraint_of(column, "CONSTR_GENERATED"))
        walk_add(walk, FACT_ADD_COLUMN_STORED, name, offset);
    else if (call)
        walk_add_detailed(walk, FACT_ADD_COLUMN_VOLATILE, name, offset, call);
    else if (required && !given)
        walk_add(walk, FACT_ADD_COLUMN_REQUIRED, name, offset);
    else
        walk_add(walk, FACT_ADD_COLUMN, name, offset);
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
        walk_add(walk, FACT_ADD_CHECK, parse_string(check, "conname"), parse_location(check));
    if (unique)
        walk_add(walk, FACT_ADD_UNIQUE, parse_string(unique, "conname"), parse_location(unique));
    if (primary)
        walk_add(walk, FACT_ADD_PRIMARY_KEY, parse_string(primary, "conname"),
                 parse_location(primary));
    if (foreign && default_of(column))
        walk_add(walk, FACT_ADD_FOREIGN_KEY, parse_string(foreign, "conname"),
                 parse_location(foreign));
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
    if (parse_string(constraint, "indexname")) {
        walk_add(walk, FACT_USING_INDEX, parse_string(constraint, "conname"),
                 parse_location(constraint));
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!parse_is(constraint, "contype", rows[i].type))
            continue;
        bool later =
            rows[i].validated && !json_is_true(json_object_get(constraint, "initially_valid"));
        walk_add(walk, later ? FACT_ADD_NOT_VALID : rows[i].kind,
                 parse_string(constraint, "conname"), parse_location(constraint));
    }
}

static void alter_type(Walk *walk, const Json *command) {
    const Json *column = json_object_get(json_object_get(command, "def"), "ColumnDef");
    walk_add(walk, FACT_ALTER_COLUMN_TYPE, parse_string(command, "name"), parse_location(column));
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
    {"AT_DropConstraint", FACT_DROP_CONSTRAINT, NULL},
    {"AT_ValidateConstraint", FACT_VALIDATE, NULL},
    {"AT_SetLogged", FACT_REWRITE, "SET LOGGED"},
    {"AT_SetUnLogged", FACT_REWRITE, "SET UNLOGGED"},
    {"AT_SetTableSpace", FACT_REWRITE, "SET TABLESPACE"},
    {"AT_SetAccessMethod", FACT_REWRITE, "SET ACCESS METHOD"},
};

/* ATTACH and DETACH PARTITION. */
static void add_partition(Walk *walk, FactKind kind, const Json *def) {
    const Json *partition = json_object_get(def, "PartitionCmd");
    if (!json_is_true(json_object_get(partition, "concurrent")))
        walk_add(walk, kind, parse_string(json_object_get(partition, "name"), "relname"), 0);
}

static void alter_command(Walk *walk, const Json *command) {
    const Json *def = json_object_get(command, "def");
    const char *name = parse_string(command, "name");
    if (parse_is(command, "subtype", "AT_AddColumn"))
        add_column(walk, json_object_get(def, "ColumnDef"));
    else if (parse_is(command, "subtype", "AT_AddConstraint"))
        add_constraint(walk, json_object_get(def, "Constraint"));
    else if (parse_is(command, "subtype", "AT_AlterColumnType"))
        alter_type(walk, command);
    else if (parse_is(command, "subtype", "AT_DetachPartition"))
        add_partition(walk, FACT_DETACH_PARTITION, def);
    else if (parse_is(command, "subtype", "AT_AttachPartition"))
        add_partition(walk, FACT_ATTACH_PARTITION, def);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (parse_is(command, "subtype", commands[i].subtype))
            walk_add_detailed(walk, commands[i].kind, commands[i].detail ? NULL : name,
                              name ? parse_find_identifier(walk->statement, name) : 0,
                              commands[i].detail);
    if (parse_is(command, "behavior", "DROP_CASCADE"))
        walk_add(walk, FACT_DROP_CASCADE, name,
                 name ? parse_find_identifier(walk->statement, name) : 0);
}

void walk_alter_table(Walk *walk, const Json *node) {
    walk_about(walk, walk_what(node, "objtype"), json_object_get(node, "relation"));
    if (!walk->what)
        return;
    walk_add(walk, FACT_CHANGES, NULL, 0);
    if (strcmp(walk->what, "table") != 0)
        return;
    gsize i;
    Json *command;
    json_array_foreach(json_object_get(node, "cmds"), i, command)
        alter_command(walk, json_object_get(command, "AlterTableCmd"));
}

/* Every table that uses it is locked and read. */
void walk_alter_domain(Walk *walk, const Json *node) {
    const Json *constraint = json_object_get(json_object_get(node, "def"), "Constraint");
    walk_about_listed(walk, "domain", json_object_get(node, "typeName"), 0);
    walk_add(walk, FACT_CHANGES, NULL, 0);
    if (constraint)
        walk_add(walk,
                 json_is_true(json_object_get(constraint, "initially_valid")) ? FACT_DOMAIN_CHECK
                                                                              : FACT_ADD_NOT_VALID,
                 parse_string(constraint, "conname"), parse_location(constraint));
    if (parse_is(node, "subtype", "O"))
        walk_add(walk, FACT_DOMAIN_NOT_NULL, NULL, 0);
    if (parse_is(node, "subtype", "V"))
        walk_add(walk, FACT_VALIDATE, parse_string(node, "name"), 0);
    if (parse_is(node, "behavior", "DROP_CASCADE"))
        walk_add(walk, FACT_DROP_CASCADE, NULL, 0);
}
