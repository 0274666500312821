#include "catalog/kind.h"
#include "sql.h"

/* The server's own objects are in no catalog of ours. */
#define ALTER "ALTER [{!object}{parent.type} {parent}][{target} {object}] OWNER TO "

const Kind kind_owner = {
    .name = "owner",
    .sql = SQL_owner,
    .rank = 91,
    .attrs = (const KindAttr[]){{"target", ATTR_IGNORE},
                                {"object", ATTR_IGNORE},
                                {"owner", ATTR_ALTER, ALTER "{owner}"},
                                {"otherwise", ATTR_IGNORE},
                                {NULL}},
    .create = ALTER "{owner}",
    .drop = ALTER "{otherwise}",
    .facet = true,
    .on_others = true,
    .prisma = {.stated = "owner to"},
};
