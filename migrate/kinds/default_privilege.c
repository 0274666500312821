#include "catalog/kind.h"
#include "sql.h"

#define DEFAULTS "ALTER DEFAULT PRIVILEGES[ FOR ROLE {role}][ IN SCHEMA {schema}] "

/* Created last and dropped first, so that they grant nothing on what the plan creates. What
 * existing ones grant on that is revoked once the rehearsal has shown it. */
const Kind kind_default_privilege = {
    .name = "default_privilege",
    .sql = SQL_default_privilege,
    .asked_if = "SELECT FROM pg_default_acl",
    .rank = 97,
    .attrs =
        (const KindAttr[]){
            {"role", ATTR_IGNORE},
            {"schema", ATTR_IGNORE},
            {"objects", ATTR_IGNORE},
            {"privilege", ATTR_IGNORE},
            {"grantee", ATTR_IGNORE},
            {"verb", ATTR_IGNORE},
            {"direction", ATTR_IGNORE},
            {"undo", ATTR_IGNORE},
            {"back", ATTR_IGNORE},
            {"grantable", ATTR_ALTER,
             DEFAULTS "GRANT | {privilege} | ON {objects} TO {grantee} WITH GRANT OPTION",
             DEFAULTS "REVOKE GRANT OPTION FOR | {privilege} | ON {objects} FROM {grantee}"},
            {NULL}},
    .create =
        DEFAULTS "{verb} | {privilege} | ON {objects} {direction} {grantee}[ WITH {grantable}]",
    .drop = DEFAULTS "{undo} | {privilege} | ON {objects} {back} {grantee}",
    .named = true,
    .prisma = {.stated = "alter default privileges"},
};
