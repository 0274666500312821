#include "catalog/kind.h"
#include "sql.h"

#define ON "COMMENT ON [{!column}{parent.type} {parent}][COLUMN {parent}.{column}] IS "

const Kind kind_comment = {
    .name = "comment",
    .sql = SQL_comment,
    .rank = 90,
    .attrs = (const KindAttr[]){{"column", ATTR_IGNORE}, {"text", ATTR_ALTER, ON "{text}"}, {NULL}},
    .create = ON "{text}",
    .drop = ON "NULL",
    .facet = true,
};
