#include "catalog/kind.h"
#include "sql.h"

const Kind kind_clustering = {
    .name = "clustering",
    .sql = SQL_clustering,
    .asked_if = IF_ANY_TABLE,
    .rank = 86,
    .attrs =
        (const KindAttr[]){{"index", ATTR_ALTER, "ALTER {parent.type} {parent} CLUSTER ON {index}"},
                           {NULL}},
    .create = "ALTER {parent.type} {parent} CLUSTER ON {index}",
    .drop = "ALTER {parent.type} {parent} SET WITHOUT CLUSTER",
    .facet = true,
    .prisma = {.stated = "cluster on"},
};
