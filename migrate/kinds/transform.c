#include "catalog/kind.h"
#include "sql.h"

const Kind kind_transform = {
    .name = "transform",
    .type = "TRANSFORM",
    .sql = SQL_transform,
    .asked_if = "SELECT FROM pg_transform",
    .rank = 22,
    .attrs = (const KindAttr[]){{"functions", ATTR_REPLACE}, {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ]TRANSFORM {id} ({functions})",
    .drop = "DROP TRANSFORM {id}",
};
