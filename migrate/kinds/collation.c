#include "catalog/kind.h"
#include "sql.h"

const Kind kind_collation = {
    .name = "collation",
    .type = "COLLATION",
    .sql = SQL_collation,
    .asked_if = "SELECT FROM pg_collation WHERE oid >= 16384",
    .rank = 7,
    .attrs = (const KindAttr[]){{"provider", ATTR_RECREATE},
                                {"locale", ATTR_RECREATE},
                                {"lc_collate", ATTR_RECREATE},
                                {"lc_ctype", ATTR_RECREATE},
                                {"rules", ATTR_RECREATE},
                                {"deterministic", ATTR_RECREATE},
                                {NULL}},
    .create = "CREATE COLLATION {id} (PROVIDER = {provider}[, LOCALE = {locale}][, LC_COLLATE = "
              "{lc_collate}][, LC_CTYPE = {lc_ctype}]"
              "[, RULES = {rules}][, DETERMINISTIC = {deterministic}])",
    .drop = "DROP COLLATION {id}",
    .rename = "ALTER COLLATION {id} RENAME TO {new}",
};
