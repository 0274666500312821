#include "catalog/catalog.h"
#include "catalog/retyping.h"
#include "sql.h"

#define ALTER_TYPE "ALTER TYPE {parent} | ALTER ATTRIBUTE {name} TYPE {type}[ COLLATE {collation}]"

static const char *loses(const Object *old, const Object *new) {
    return object_value(old, "unused")
               ? NULL
               : retyping_loses(object_value(old, "type"), object_value(new, "type"), NULL);
}

const Kind kind_attribute = {
    .name = "attribute",
    .type = "COLUMN",
    .sql = SQL_attribute,
    .asked_if = "SELECT FROM pg_class WHERE relkind = 'c' AND oid >= 16384",
    .rank = 16,
    .attrs = (const KindAttr[]){{"type", ATTR_ALTER, ALTER_TYPE, .breaks_dependents = true},
                                {"collation", ATTR_ALTER, ALTER_TYPE, ALTER_TYPE,
                                 .breaks_dependents = true},
                                {"unused", ATTR_IGNORE},
                                {"cascade", ATTR_IGNORE},
                                {NULL}},
    .create = "ALTER TYPE {parent} | ADD ATTRIBUTE {name} {type}[ COLLATE {collation}]",
    .drop = "ALTER TYPE {parent} | DROP ATTRIBUTE {name}",
    .rename = "ALTER TYPE {parent} RENAME ATTRIBUTE {name} TO {new}[ {cascade}]",
    .inline_create = "{name} {type}[ COLLATE {collation}]",
    .data = {DATA_HOLDS, .derived_if = "unused"},
    .within = {.altered_if = "unused", .by_place = true},
    .likeness = {.asks = true, .by = "type"},
    .hooks = {.loses = loses},
};
