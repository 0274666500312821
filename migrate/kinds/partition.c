#include "catalog/kind.h"
#include "sql.h"

const Kind kind_partition = {
    .name = "partition",
    .sql = SQL_partition,
    .asked_if = "SELECT FROM pg_inherits",
    .rank = 70,
    .drops = {.rank = 45},
    .attrs =
        (const KindAttr[]){
            {"of", ATTR_RECREATE}, {"bound", ATTR_RECREATE}, {"part", ATTR_IGNORE}, {NULL}},
    .create = "ALTER TABLE {of} ATTACH PARTITION {parent} {bound}",
    .drop = "ALTER TABLE {of} DETACH PARTITION {parent}",
    .facet = true,
    .inheritance = {.links = true, .branches = true},
    .prisma = {.stated = "partition of|attach partition"},
};
