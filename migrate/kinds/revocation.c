#include "catalog/kind.h"
#include "sql.h"

const Kind kind_revocation = {
    .name = "revocation",
    .sql = SQL_revocation,
    .rank = 92,
    .attrs = (const KindAttr[]){{"target", ATTR_IGNORE},
                                {"privilege", ATTR_IGNORE},
                                {"grantee", ATTR_IGNORE},
                                {NULL}},
    .create = "REVOKE | {privilege} | ON {target} {parent} FROM {grantee}",
    .drop = "GRANT | {privilege} | ON {target} {parent} TO {grantee}",
    .facet = true,
};
