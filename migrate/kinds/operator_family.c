#include "catalog/kind.h"
#include "sql.h"

const Kind kind_operator_family = {
    .name = "operator_family",
    .type = "OPERATOR FAMILY",
    .sql = SQL_operator_family,
    .asked_if = "SELECT FROM pg_opfamily WHERE oid >= 16384",
    .rank = 18,
    .attrs = (const KindAttr[]){{NULL}},
    .create = "CREATE OPERATOR FAMILY {id}",
    .drop = "DROP OPERATOR FAMILY {id}",
    .rename = "ALTER OPERATOR FAMILY {id} RENAME TO {new}",
};
