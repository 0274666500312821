#include "catalog/kind.h"
#include "sql.h"

const Kind kind_inheritance = {
    .name = "inheritance",
    .sql = SQL_inheritance,
    .asked_if = "SELECT FROM pg_inherits",
    .rank = 58,
    .attrs = (const KindAttr[]){{"ancestor", ATTR_IGNORE}, {NULL}},
    .create = "ALTER TABLE {parent} INHERIT {ancestor}",
    .drop = "ALTER TABLE {parent} NO INHERIT {ancestor}",
    .inline_create = "",
    .facet = true,
    .inheritance = {.links = true},
    .prisma = {.stated = "inherit"},
};
