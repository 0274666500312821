#include "catalog/kind.h"
#include "sql.h"

#define ALTER                                                                                      \
    "ALTER POLICY {name} ON {table}[{~roles} TO [{roles}][{!roles}PUBLIC]][{~using} USING "        \
    "({using})][{~check} WITH CHECK ({check})]"

const Kind kind_policy = {
    .name = "policy",
    .type = "POLICY",
    .sql = SQL_policy,
    .asked_if = "SELECT FROM pg_policy",
    .rank = 82,
    .attrs = (const KindAttr[]){{"table", ATTR_IGNORE},
                                {"restrictive", ATTR_RECREATE},
                                {"command", ATTR_RECREATE},
                                {"roles", ATTR_ALTER, ALTER, ALTER},
                                {"using", ATTR_ALTER, ALTER, .expression = true},
                                {"check", ATTR_ALTER, ALTER, .expression = true},
                                {NULL}},
    .create = "CREATE POLICY {name} ON {table}[ AS {restrictive}][ FOR {command}][ TO {roles}]"
              "[ USING ({using})][ WITH CHECK ({check})]",
    .drop = "DROP POLICY {name} ON {table}",
    .rename = "ALTER POLICY {name} ON {table} RENAME TO {new}",
};
