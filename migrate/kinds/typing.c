#include "catalog/kind.h"
#include "sql.h"

/* Neither a typed table nor its type changes its columns while they are linked. */
const Kind kind_typing = {
    .name = "typing",
    .sql = SQL_typing,
    .asked_if = IF_ANY_TABLE,
    .rank = 53,
    .attrs = (const KindAttr[]){{"of_type", ATTR_ALTER, "ALTER TABLE {parent} | OF {of_type}"},
                                {"columns", ATTR_RECREATE},
                                {NULL}},
    .create = "ALTER TABLE {parent} | OF {of_type}",
    .drop = "ALTER TABLE {parent} NOT OF",
    .facet = true,
};
