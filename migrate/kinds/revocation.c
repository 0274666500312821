#include "catalog/kind.h"
#include "sql.h"

/* GRANT may write the object differently from the rest of SQL; the server's own objects are in no
 * catalog of ours. */
#define PARENT "[{!object}[{!parent.signature}{parent}][{parent.signature}]][{object}]"

const Kind kind_revocation = {
    .name = "revocation",
    .sql = SQL_revocation,
    .asked_if = SQL_granted,
    .rank = 92,
    .attrs = (const KindAttr[]){{"target", ATTR_IGNORE},
                                {"object", ATTR_IGNORE},
                                {"privilege", ATTR_IGNORE},
                                {"grantee", ATTR_IGNORE},
                                {NULL}},
    .create = "REVOKE | {privilege} | ON {target} " PARENT " FROM {grantee}",
    .drop = "GRANT | {privilege} | ON {target} " PARENT " TO {grantee}",
    .facet = true,
    .on_others = true,
    .prisma = {.stated = "grant|revoke"},
};
