#include "catalog/kind.h"
#include "sql.h"

const Kind kind_schema = {
    .name = "schema",
    .type = "SCHEMA",
    .sql = SQL_schema,
    .rank = 0,
    .attrs = (const KindAttr[]){{NULL}},
    .create = "CREATE SCHEMA {id}",
    .drop = "DROP SCHEMA {id}",
    .rename = "ALTER SCHEMA {id} RENAME TO {new}",
};
