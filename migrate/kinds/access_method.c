#include "catalog/kind.h"
#include "sql.h"

const Kind kind_access_method = {
    .name = "access_method",
    .type = "ACCESS METHOD",
    .sql = SQL_access_method,
    .asked_if = "SELECT FROM pg_am WHERE oid >= 16384",
    .rank = 6,
    .attrs = (const KindAttr[]){{"type", ATTR_RECREATE}, {"handler", ATTR_RECREATE}, {NULL}},
    .create = "CREATE ACCESS METHOD {id} TYPE {type} HANDLER {handler}",
    .drop = "DROP ACCESS METHOD {id}",
};
