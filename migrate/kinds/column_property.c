#include "catalog/kind.h"
#include "sql.h"

#define ALTER "ALTER {relation_type} {relation} | ALTER COLUMN {column} "

const Kind kind_column_property = {
    .name = "column_property",
    .sql = SQL_column_property,
    .asked_if = IF_ANY_TABLE,
    .rank = 52,
    .attrs = (const KindAttr[]){{"relation_type", ATTR_IGNORE},
                                {"relation", ATTR_IGNORE},
                                {"column", ATTR_IGNORE},
                                {"set", ATTR_ALTER, ALTER "{set}"},
                                {"reset", ATTR_IGNORE},
                                {NULL}},
    .create = ALTER "{set}",
    .drop = ALTER "{reset}",
    .facet = true,
    .prisma = {.stated = "set statistics|set storage|set compression"},
};
