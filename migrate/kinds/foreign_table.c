#include "catalog/kind.h"
#include "sql.h"

/* The rows are elsewhere, so that dropping it loses none. Its columns are the kind column. */
const Kind kind_foreign_table = {
    .name = "foreign_table",
    .type = "FOREIGN TABLE",
    .sql = SQL_foreign_table,
    .asked_if = "SELECT FROM pg_foreign_table",
    .rank = 49,
    .attrs =
        (const KindAttr[]){
            {"server", ATTR_RECREATE}, {"inherits", ATTR_IGNORE}, {"options", ATTR_IGNORE}, {NULL}},
    .create = "CREATE FOREIGN TABLE {id} (\n    {parts}\n)[ INHERITS ({inherits})]\nSERVER "
              "{server}[ OPTIONS ({options})]",
    .drop = "DROP FOREIGN TABLE {id}",
    .rename = "ALTER FOREIGN TABLE {id} RENAME TO {new}",
    .separator = ",\n    ",
};
