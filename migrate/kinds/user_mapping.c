#include "catalog/kind.h"
#include "sql.h"

/* The mapping of the default owner is written FOR CURRENT_USER. Passwords are compared like every
 * option and stand in the SQL, because a mapping without them is another one; labels, summaries and
 * findings name options and never values. */
const Kind kind_user_mapping = {
    .name = "user_mapping",
    .sql = SQL_user_mapping,
    .asked_if = "SELECT FROM pg_foreign_server",
    .rank = 48,
    .attrs = (const KindAttr[]){{"options", ATTR_IGNORE}, {NULL}},
    .create = "CREATE USER MAPPING {id}[ OPTIONS ({options})]",
    .drop = "DROP USER MAPPING {id}",
    .named = true,
    .prisma = {.stated = "create user mapping"},
};
