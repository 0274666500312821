#include "catalog/kind.h"
#include "sql.h"

const Kind kind_index_partition = {
    .name = "index_partition",
    .sql = SQL_index_partition,
    .asked_if = "SELECT FROM pg_inherits",
    .rank = 71,
    .attrs = (const KindAttr[]){{"of", ATTR_RECREATE}, {"part", ATTR_IGNORE}, {NULL}},
    .create = "ALTER INDEX {of} ATTACH PARTITION {part}",
    .facet = true,
    .inheritance = {.links = true},
    .prisma = {.stated = "attach partition"},
};
