#include "catalog/kind.h"
#include "sql.h"

/* ONLY, because a table's children have rows of their own. */
const Kind kind_publication_table = {
    .name = "publication_table",
    .sql = SQL_publication_table,
    .asked_if = "SELECT FROM pg_publication",
    .rank = 88,
    .attrs = (const KindAttr[]){{"table", ATTR_IGNORE},
                                {"columns", ATTR_RECREATE},
                                {"filter", ATTR_RECREATE, .expression = true},
                                {NULL}},
    .create =
        "ALTER PUBLICATION {parent} ADD TABLE | ONLY {table}[ ({columns})][ WHERE ({filter})]",
    .drop = "ALTER PUBLICATION {parent} DROP TABLE | ONLY {table}",
    .prisma = {.stated = "create publication|alter publication"},
};
