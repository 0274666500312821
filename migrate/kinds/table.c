#include "catalog/catalog.h"
#include "sql.h"

static const char *loses(const Object *old, const Object *new) {
    bool was = object_value(old, "partition_key") != NULL;
    if (was == (object_value(new, "partition_key") != NULL))
        return NULL;
    return was ? "to keep the rows, first rename the old table away, then create the new one and "
                 "copy "
                 "them with INSERT INTO … SELECT"
               : "to keep the rows, let the old table become a partition of the new one: write "
                 "\"-- migrate: renamed from OLD_NAME\" above that partition";
}

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
            {"inherits", ATTR_IGNORE},
            {"persistence", ATTR_ALTER, "ALTER TABLE {id} SET UNLOGGED",
             "ALTER TABLE {id} SET LOGGED"},
            {"partition_key", ATTR_RECREATE},
            {"partitioned_persistence", ATTR_RECREATE},
            {"row_security", ATTR_ALTER, "ALTER TABLE {id} | ENABLE ROW LEVEL SECURITY",
             "ALTER TABLE {id} | DISABLE ROW LEVEL SECURITY"},
            {"force_row_security", ATTR_ALTER, "ALTER TABLE {id} | FORCE ROW LEVEL SECURITY",
             "ALTER TABLE {id} | NO FORCE ROW LEVEL SECURITY"},
            {"tablespace", ATTR_ALTER, "ALTER TABLE {id} SET TABLESPACE {tablespace}",
             "ALTER TABLE {id} SET TABLESPACE pg_default"},
            {"access_method", ATTR_ALTER, "ALTER TABLE {id} SET ACCESS METHOD {access_method}",
             "ALTER TABLE {id} SET ACCESS METHOD heap"},
            {NULL}},
    .create = "CREATE [{persistence} ][{partitioned_persistence} ]TABLE {id} (\n    {parts}\n)[ "
              "INHERITS ({inherits})]"
              "[ PARTITION BY {partition_key}][ USING {access_method}][ TABLESPACE {tablespace}]"
              "[;;ALTER TABLE {id} | {row_security} ROW LEVEL SECURITY]"
              "[;;ALTER TABLE {id} | {force_row_security} ROW LEVEL SECURITY]",
    .drop = "DROP TABLE {id}",
    .rename = "ALTER TABLE {id} RENAME TO {new}",
    .separator = ",\n    ",
    .data = DATA_HOLDS,
    .shell_if = "partition_key",
    .look_alike_asks = true,
    .loses = loses,
};
