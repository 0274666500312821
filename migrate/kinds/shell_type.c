#include "catalog/kind.h"
#include "sql.h"

/* A type and its I/O functions need each other, so PostgreSQL drops them only together. Whatever
 * else depends on the type has been dropped by then. */
const Kind kind_shell_type = {
    .name = "shell_type",
    .type = "TYPE",
    .sql = SQL_shell_type,
    .asked_if = "SELECT FROM pg_type WHERE (NOT typisdefined OR typtype = 'r' OR typtype = 'b' AND "
                "typarray <> "
                "0) AND oid >= 16384",
    .rank = 8,
    .attrs = (const KindAttr[]){{"defined", ATTR_IGNORE}, {NULL}},
    .create = "CREATE TYPE {id}",
    .drop = "DROP TYPE {id}[{defined} CASCADE]",
};
