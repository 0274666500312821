#include "catalog/kind.h"
#include "sql.h"

const Kind kind_cast = {
    .name = "cast",
    .type = "CAST",
    .sql = SQL_cast,
    .asked_if = "SELECT FROM pg_cast WHERE oid >= 16384",
    .rank = 21,
    .attrs = (const KindAttr[]){{"method", ATTR_RECREATE}, {"context", ATTR_RECREATE}, {NULL}},
    .create = "CREATE CAST {id} {method}[ {context}]",
    .drop = "DROP CAST {id}",
};
