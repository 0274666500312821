#include "catalog/kind.h"
#include "sql.h"

const Kind kind_publication_schema = {
    .name = "publication_schema",
    .sql = SQL_publication_schema,
    .asked_if = "SELECT FROM pg_publication",
    .rank = 88,
    .min_server = 150000,
    .attrs = (const KindAttr[]){{"schema", ATTR_IGNORE}, {NULL}},
    .create = "ALTER PUBLICATION {parent} ADD TABLES IN SCHEMA | {schema}",
    .drop = "ALTER PUBLICATION {parent} DROP TABLES IN SCHEMA | {schema}",
    .prisma = {.stated = "create publication|alter publication"},
};
