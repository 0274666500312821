#include "catalog/catalog.h"
#include "sql.h"

static const char *loses(const Object *old, const Object *new) {
    bool was = object_value(old, "partition_key");
    if (was == (object_value(new, "partition_key") != NULL))
        return NULL;
    return was ? "to keep the rows, first rename the old table away, then create the new one and "
                 "copy "
                 "them with INSERT INTO … SELECT"
               : "to keep the rows, let the old table become a partition of the new one: write "
                 "\"-- migrate: renamed from OLD_NAME\" above that partition";
}

/* Partitions come into being at run time, too, and go along with their table. */
#define GUARD                                                                                      \
    "DO $guard$\n"                                                                                 \
    "DECLARE\n"                                                                                    \
    "    whole pg_catalog.regclass := {literal};\n"                                                \
    "    known pg_catalog.regclass\\[\\] := ARRAY\\[whole[, {along}]\\];\n"                        \
    "    unknown pg_catalog.text;\n"                                                               \
    "BEGIN\n"                                                                                      \
    "    EXECUTE pg_catalog.format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', whole);\n"       \
    "    SELECT pg_catalog.string_agg(relid::pg_catalog.text, ', ' ORDER BY "                      \
    "relid::pg_catalog.text)"                                                                      \
    "\n"                                                                                           \
    "      INTO unknown FROM pg_catalog.pg_partition_tree(whole) WHERE relid <> ALL (known);\n"    \
    "    IF unknown IS NOT NULL THEN\n"                                                            \
    "        RAISE EXCEPTION 'dropping table % would take partitions that this migration does "    \
    "not "                                                                                         \
    "know, with their rows: %', whole, unknown\n"                                                  \
    "            USING ERRCODE = 'dependent_objects_still_exist',\n"                               \
    "                  HINT = pg_catalog.format('Take each of them out first, ALTER TABLE %s "     \
    "DETACH PARTITION, and apply again. To let them go with their rows, remove this "              \
    "check from the migration.', whole);\n"                                                        \
    "    END IF;\n"                                                                                \
    "END\n"                                                                                        \
    "$guard$"

const Kind kind_table = {
    .name = "table",
    .type = "TABLE",
    .sql = SQL_table,
    .asked_if = IF_ANY_TABLE,
    .identified = true,
    .rank = 40,
    .attrs =
        (const KindAttr[]){
            {"schema", ATTR_IGNORE},
            {"literal", ATTR_IGNORE, .unsaid_if = "schema"},
            {"batch_key", ATTR_IGNORE, .unsaid_if = "schema"},
            {"inherits", ATTR_IGNORE, .unsaid_if = "schema"},
            {"partition_of", ATTR_IGNORE, .unsaid_if = "schema"},
            {"bound", ATTR_IGNORE, .unsaid_if = "schema"},
            {"storage", ATTR_IGNORE, .unsaid_if = "schema"},
            {"persistence", ATTR_ALTER, "ALTER TABLE {id} SET UNLOGGED",
             "ALTER TABLE {id} SET LOGGED", .unsaid_if = "schema"},
            {"partition_key", ATTR_RECREATE, .unsaid_if = "schema"},
            {"partitioned_persistence", ATTR_RECREATE, .unsaid_if = "schema"},
            {"row_security", ATTR_ALTER, "ALTER TABLE {id} | ENABLE ROW LEVEL SECURITY",
             "ALTER TABLE {id} | DISABLE ROW LEVEL SECURITY", .unsaid_if = "schema"},
            {"force_row_security", ATTR_ALTER, "ALTER TABLE {id} | FORCE ROW LEVEL SECURITY",
             "ALTER TABLE {id} | NO FORCE ROW LEVEL SECURITY", .unsaid_if = "schema"},
            {"tablespace", ATTR_ALTER, "ALTER TABLE {id} SET TABLESPACE {tablespace}",
             "ALTER TABLE {id} SET TABLESPACE pg_default", .unsaid_if = "schema"},
            {"access_method", ATTR_ALTER, "ALTER TABLE {id} SET ACCESS METHOD {access_method}",
             "ALTER TABLE {id} SET ACCESS METHOD heap", .unsaid_if = "schema"},
            {NULL}},
    .create = "CREATE [{persistence} ][{partitioned_persistence} ]TABLE {id}"
              "[{!branch} (\n    {parts}\n)[ INHERITS ({inherits})]]"
              "[{?branch} PARTITION OF {partition_of}[{?parts} (\n    {parts}\n)] {bound}]"
              "[ PARTITION BY {partition_key}][ USING {access_method}][ WITH ({storage})]"
              "[ TABLESPACE {tablespace}]"
              "[;;ALTER TABLE {id} | {row_security} ROW LEVEL SECURITY]"
              "[;;ALTER TABLE {id} | {force_row_security} ROW LEVEL SECURITY]",
    .drop = "DROP TABLE {id}",
    .data = {DATA_HOLDS, .guard = GUARD, .shell_if = "partition_key"},
    .rename = "ALTER TABLE {id} RENAME TO {new}",
    .separator = ",\n    ",
    .likeness = {.asks = true},
    .hooks = {.loses = loses},
    .prisma = {.says = true},
};
