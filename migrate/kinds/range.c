#include "catalog/kind.h"
#include "sql.h"

const Kind kind_range = {
    .name = "range",
    .type = "TYPE",
    .sql = SQL_range,
    .rank = 9,
    .attrs = (const KindAttr[]){{"subtype", ATTR_RECREATE},
                                {"operator_class", ATTR_RECREATE},
                                {"collation", ATTR_RECREATE},
                                {"canonical", ATTR_RECREATE},
                                {"subtype_diff", ATTR_RECREATE},
                                {NULL}},
    .create = "CREATE TYPE {id} AS RANGE (\n"
              "    SUBTYPE = {subtype}"
              "[,\n    SUBTYPE_OPCLASS = {operator_class}]"
              "[,\n    COLLATION = {collation}]"
              "[,\n    CANONICAL = {canonical}]"
              "[,\n    SUBTYPE_DIFF = {subtype_diff}]"
              "[{?parts},\n    {parts}]"
              "\n)",
    .drop = "DROP TYPE {id}",
    .rename = "ALTER TYPE {id} RENAME TO {new}",
    .separator = ",\n    ",
    .with_parent = true,
    .look_alike_asks = true,
};
