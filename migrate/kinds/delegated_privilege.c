#include "catalog/kind.h"
#include "sql.h"

/* GRANT may write the object differently from the rest of SQL; the server's own objects are in no
 * catalog of ours. */
#define ON_OBJECT                                                                                  \
    "ON {target} [{!object}[{!parent.signature}{parent}][{parent.signature}]][{object}]"
/* The server refuses SET ROLE to who is no member of that role: only the grantor can revoke. */
#define AS_GRANTOR(sql) "SET ROLE {grantor};;" sql ";;RESET ROLE"

/* Granted after the grant options that they rest on, and revoked before those. */
const Kind kind_delegated_privilege = {
    .name = "delegated_privilege",
    .sql = SQL_delegated_privilege,
    .asked_if = SQL_granted,
    .rank = 95,
    .attrs =
        (const KindAttr[]){
            {"target", ATTR_IGNORE},
            {"object", ATTR_IGNORE},
            {"privilege", ATTR_IGNORE},
            {"grantee", ATTR_IGNORE},
            {"grantor", ATTR_IGNORE},
            {"grantable", ATTR_ALTER,
             AS_GRANTOR("GRANT {privilege} " ON_OBJECT " TO {grantee} WITH GRANT OPTION"),
             AS_GRANTOR("REVOKE GRANT OPTION FOR {privilege} " ON_OBJECT " FROM {grantee}")},
            {NULL}},
    .create = AS_GRANTOR("GRANT {privilege} " ON_OBJECT " TO {grantee}[ WITH {grantable}]"),
    .drop = AS_GRANTOR("REVOKE {privilege} " ON_OBJECT " FROM {grantee}"),
    .facet = true,
    .on_others = true,
    .prisma = {.stated = "grant|revoke"},
};
