#include "catalog/kind.h"
#include "sql.h"

const Kind kind_rule = {
    .name = "rule",
    .type = "RULE",
    .sql = SQL_rule,
    .asked_if = "SELECT FROM pg_rewrite WHERE NOT (ev_type = '1' AND rulename = '_RETURN') AND oid "
                ">= 16384",
    .rank = 81,
    .attrs =
        (const KindAttr[]){{"table", ATTR_IGNORE},
                           {"definition", ATTR_REPLACE, .expression = true},
                           {"enabled", ATTR_ALTER, "ALTER TABLE {table} | {enabled} RULE {name}",
                            "ALTER TABLE {table} | ENABLE RULE {name}"},
                           {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ]{definition}[{!replace};;ALTER TABLE {table} | "
              "{enabled} RULE {name}]",
    .drop = "DROP RULE {name} ON {table}",
    .rename = "ALTER RULE {name} ON {table} RENAME TO {new}",
};
