#include "catalog/kind.h"
#include "sql.h"

/* One without members names its storage, because the list cannot be empty. */
const Kind kind_operator_class = {
    .name = "operator_class",
    .type = "OPERATOR CLASS",
    .sql = SQL_operator_class,
    .asked_if = "SELECT FROM pg_opclass WHERE oid >= 16384",
    .rank = 23,
    .attrs = (const KindAttr[]){{"qualified", ATTR_IGNORE},
                                {"default", ATTR_RECREATE},
                                {"input", ATTR_RECREATE},
                                {"method", ATTR_IGNORE},
                                {"family", ATTR_RECREATE},
                                {"storage", ATTR_RECREATE},
                                {NULL}},
    .create = "CREATE OPERATOR CLASS {qualified}[ {default}] FOR TYPE {input} USING {method} "
              "FAMILY {family} AS\n"
              "    {parts}[{?parts},\n    STORAGE {storage}][{!parts}STORAGE "
              "[{storage}][{!storage}{input}]]",
    .drop = "DROP OPERATOR CLASS {id}",
    .rename = "ALTER OPERATOR CLASS {id} RENAME TO {new}",
    .separator = ",\n    ",
};
