#include "catalog/kind.h"
#include "sql.h"

const Kind kind_composite = {
    .name = "composite",
    .type = "TYPE",
    .sql = SQL_composite,
    .asked_if = "SELECT FROM pg_class WHERE relkind = 'c' AND oid >= 16384",
    .rank = 15,
    .attrs = (const KindAttr[]){{"schema", ATTR_IGNORE}, {NULL}},
    .create = "CREATE TYPE {id} AS (\n    {parts}\n)",
    .drop = "DROP TYPE {id}",
    .rename = "ALTER TYPE {id} RENAME TO {new}",
    .aside = {.move = "ALTER TYPE {id} RENAME TO {aside}", .drop = "DROP TYPE {schema}.{aside}"},
    .separator = ",\n    ",
    .likeness = {.asks = true},
};
