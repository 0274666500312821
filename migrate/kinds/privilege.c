#include "catalog/kind.h"
#include "sql.h"

/* GRANT may write the object differently from the rest of SQL; the server's own objects are in no
 * catalog of ours. */
#define PARENT "[{!object}[{!parent.signature}{parent}][{parent.signature}]][{object}]"

const Kind kind_privilege = {
    .name = "privilege",
    .sql = SQL_privilege,
    .asked_if = SQL_granted,
    .rank = 93,
    .attrs =
        (const KindAttr[]){
            {"target", ATTR_IGNORE},
            {"object", ATTR_IGNORE},
            {"privilege", ATTR_IGNORE},
            {"grantee", ATTR_IGNORE},
            {"grantable", ATTR_ALTER,
             "GRANT | {privilege} | ON {target} " PARENT " TO {grantee} WITH GRANT OPTION",
             "REVOKE GRANT OPTION FOR | {privilege} | ON {target} " PARENT " FROM {grantee}"},
            {NULL}},
    .create = "GRANT | {privilege} | ON {target} " PARENT " TO {grantee}[ WITH {grantable}]",
    .drop = "REVOKE | {privilege} | ON {target} " PARENT " FROM {grantee}",
    .facet = true,
    .on_others = true,
    .prisma = {.stated = "grant|revoke"},
};
