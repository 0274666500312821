#include "catalog/kind.h"
#include "sql.h"

const Kind kind_default = {
    .name = "default",
    .sql = SQL_default,
    .asked_if = "SELECT FROM pg_attrdef WHERE oid >= 16384 AND adrelid <> ALL (ignored.relations)",
    .identified = true,
    .inheritance = {.set_with_origin = true},
    .rank = 50,
    .attrs =
        (const KindAttr[]){{"table", ATTR_IGNORE},
                           {"column", ATTR_IGNORE},
                           {"local", ATTR_IGNORE},
                           {"said", ATTR_IGNORE},
                           {"loose", ATTR_IGNORE},
                           {"expression", ATTR_ALTER,
                            "ALTER TABLE {table} | ALTER COLUMN {column} SET DEFAULT {expression}",
                            .expression = true},
                           {"written", ATTR_IGNORE},
                           {NULL}},
    .create = "ALTER TABLE {table} | ALTER COLUMN {column} SET DEFAULT {expression}",
    .drop = "ALTER TABLE [{?alone}ONLY ]{table} | ALTER COLUMN {column} DROP DEFAULT",
    .inline_create = "{local}DEFAULT {written}",
    .prisma = {.says = true, .as = "said", .loosely = "loose", .left_open = true},
};
