#include "catalog/kind.h"
#include "sql.h"

const Kind kind_privilege = {
    .name = "privilege",
    .sql = SQL_privilege,
    .rank = 93,
    .attrs = (const KindAttr[]){{"target", ATTR_IGNORE},
                                {"privilege", ATTR_IGNORE},
                                {"grantee", ATTR_IGNORE},
                                {"grantable", ATTR_ALTER,
                                 "GRANT | {privilege} | ON {target} {parent} TO {grantee} WITH GRANT OPTION",
                                 "REVOKE GRANT OPTION FOR | {privilege} | ON {target} {parent} FROM {grantee}"},
                                {NULL}},
    .create = "GRANT | {privilege} | ON {target} {parent} TO {grantee}[ WITH {grantable}]",
    .drop = "REVOKE | {privilege} | ON {target} {parent} FROM {grantee}",
    .facet = true,
};
