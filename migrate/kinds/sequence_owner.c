#include "catalog/kind.h"
#include "sql.h"

const Kind kind_sequence_owner = {
    .name = "sequence_owner",
    .sql = SQL_sequence_owner,
    .rank = 60,
    .attrs = (const KindAttr[]){{"column", ATTR_ALTER, "ALTER SEQUENCE {parent} OWNED BY {column}"},
                                {NULL}},
    .create = "ALTER SEQUENCE {parent} OWNED BY {column}",
    .drop = "ALTER SEQUENCE {parent} OWNED BY NONE",
    .facet = true,
};
