#include "catalog/kind.h"
#include "sql.h"

const Kind kind_owner = {
    .name = "owner",
    .sql = SQL_owner,
    .rank = 91,
    .attrs =
        (const KindAttr[]){{"owner", ATTR_ALTER, "ALTER {parent.type} {parent} OWNER TO {owner}"},
                           {"otherwise", ATTR_IGNORE},
                           {NULL}},
    .create = "ALTER {parent.type} {parent} OWNER TO {owner}",
    .drop = "ALTER {parent.type} {parent} OWNER TO {otherwise}",
    .facet = true,
};
