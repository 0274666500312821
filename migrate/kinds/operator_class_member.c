#include "catalog/kind.h"
#include "sql.h"

const Kind kind_operator_class_member = {
    .name = "operator_class_member",
    .sql = SQL_operator_class_member,
    .asked_if = "SELECT FROM pg_opclass WHERE oid >= 16384",
    .rank = 23,
    .attrs = (const KindAttr[]){{"entry", ATTR_RECREATE}, {NULL}},
    .inline_create = "{entry}",
};
