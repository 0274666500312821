#include "catalog/kind.h"
#include "sql.h"

const Kind kind_enum = {
    .name = "enum",
    .type = "TYPE",
    .sql = SQL_enum,
    .asked_if = "SELECT FROM pg_type WHERE typtype = 'e' AND oid >= 16384",
    .rank = 10,
    .attrs = (const KindAttr[]){{"schema", ATTR_IGNORE}, {NULL}},
    .create = "CREATE TYPE {id} AS ENUM (\n    {parts}\n)",
    .drop = "DROP TYPE {id}",
    .rename = "ALTER TYPE {id} RENAME TO {new}",
    .aside = {.move = "ALTER TYPE {id} RENAME TO {aside}", .drop = "DROP TYPE {schema}.{aside}"},
    .separator = ",\n    ",
    .likeness = {.asks = true},
    .prisma = {.says = true},
};
