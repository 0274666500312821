#include "catalog/kind.h"
#include "sql.h"

#define ON                                                                                         \
    "COMMENT ON [{copy}][{!copy}{!column}{!index}{!row_type}{parent.type} {parent}][COLUMN "       \
    "{parent}.{column}]"                                                                           \
    "[INDEX {index}][TYPE {row_type}] IS "

const Kind kind_comment = {
    .name = "comment",
    .sql = SQL_comment,
    .asked_if =
        "SELECT FROM pg_description WHERE objoid = 2200 AND description <> 'standard public "
        "schema' OR objoid "
        ">= 16384 AND NOT (objoid = ignored.schema AND classoid = 'pg_namespace'::regclass)",
    .rank = 90,
    .attrs = (const KindAttr[]){{"column", ATTR_IGNORE},
                                {"index", ATTR_IGNORE},
                                {"row_type", ATTR_IGNORE},
                                {"copy", ATTR_IGNORE},
                                {"before", ATTR_IGNORE},
                                {"text", ATTR_ALTER, ON "{text}"},
                                {NULL}},
    .create = ON "{text}",
    .drop = ON "[{before}][{!before}NULL]",
    .facet = true,
    .prisma = {.stated = "comment on"},
};
