#include "catalog/catalog.h"
#include "catalog/retyping.h"
#include "sql.h"

static const char *loses(const Object *old, const Object *new) {
    return retyping_loses(object_value(old, "base_type"), object_value(new, "base_type"), NULL);
}

const Kind kind_domain = {
    .name = "domain",
    .type = "DOMAIN",
    .sql = SQL_domain,
    .asked_if = "SELECT FROM pg_type WHERE typtype = 'd' AND oid >= 16384",
    .rank = 20,
    .attrs = (const KindAttr[]){{"schema", ATTR_IGNORE},
                                {"base_type", ATTR_RECREATE},
                                {"collation", ATTR_RECREATE},
                                {"default", ATTR_ALTER, "ALTER DOMAIN {id} SET DEFAULT {default}",
                                 "ALTER DOMAIN {id} DROP DEFAULT", .expression = true},
                                {"not_null", ATTR_ALTER, "ALTER DOMAIN {id} SET NOT NULL",
                                 "ALTER DOMAIN {id} DROP NOT NULL"},
                                {NULL}},
    .create = "CREATE DOMAIN {id} AS {base_type}[ COLLATE {collation}][ DEFAULT {default}][ "
              "{not_null}][{?parts}\n    {parts}]",
    .drop = "DROP DOMAIN {id}",
    .rename = "ALTER DOMAIN {id} RENAME TO {new}",
    .aside = {.move = "ALTER DOMAIN {id} RENAME TO {aside}",
              .drop = "DROP DOMAIN {schema}.{aside}"},
    .separator = "\n    ",
    .hooks = {.loses = loses},
};
