#include "catalog/kind.h"
#include "sql.h"

#define ALTER_TYPE "ALTER TYPE {parent} | ALTER ATTRIBUTE {name} TYPE {type}[ COLLATE {collation}]"

const Kind kind_attribute = {
    .name = "attribute",
    .type = "COLUMN",
    .sql = SQL_attribute,
    .rank = 16,
    .attrs = (const KindAttr[]){{"type", ATTR_ALTER, ALTER_TYPE, .breaks_dependents = true},
                                {"collation", ATTR_ALTER, ALTER_TYPE, ALTER_TYPE,
                                 .breaks_dependents = true},
                                {"unused", ATTR_IGNORE},
                                {NULL}},
    .create = "ALTER TYPE {parent} | ADD ATTRIBUTE {name} {type}[ COLLATE {collation}]",
    .drop = "ALTER TYPE {parent} | DROP ATTRIBUTE {name}",
    .rename = "ALTER TYPE {parent} RENAME ATTRIBUTE {name} TO {new}",
    .inline_create = "{name} {type}[ COLLATE {collation}]",
    .data = DATA_HOLDS,
    .derived_if = "unused",
    .look_alike_asks = true,
    .look_alike = "type",
};
