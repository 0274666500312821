#include "catalog/kind.h"
#include "sql.h"

const Kind kind_replica_identity = {
    .name = "replica_identity",
    .sql = SQL_replica_identity,
    .asked_if = IF_ANY_TABLE,
    .rank = 86,
    .attrs = (const KindAttr[]){{"identity_of", ATTR_ALTER,
                                 "ALTER TABLE {parent} | REPLICA IDENTITY {identity_of}"},
                                {NULL}},
    .create = "ALTER TABLE {parent} | REPLICA IDENTITY {identity_of}",
    .drop = "ALTER TABLE {parent} | REPLICA IDENTITY DEFAULT",
    .facet = true,
    .prisma = {.stated = "replica identity"},
};
