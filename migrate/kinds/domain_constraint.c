#include "catalog/kind.h"
#include "sql.h"

const Kind kind_domain_constraint = {
    .name = "domain_constraint",
    .type = "CONSTRAINT",
    .sql = SQL_domain_constraint,
    .asked_if = "SELECT FROM pg_type WHERE typtype = 'd' AND oid >= 16384",
    .rank = 21,
    .attrs = (const KindAttr[]){{"definition", ATTR_RECREATE, .expression = true},
                                {"not_valid", ATTR_ALTER, NULL,
                                 "ALTER DOMAIN {parent} VALIDATE CONSTRAINT {name}"},
                                {NULL}},
    .create = "ALTER DOMAIN {parent} ADD CONSTRAINT {name} {definition}[ {not_valid}]",
    .drop = "ALTER DOMAIN {parent} DROP CONSTRAINT {name}",
    .rename = "ALTER DOMAIN {parent} RENAME CONSTRAINT {name} TO {new}",
    .inline_create = "{!not_valid}CONSTRAINT {name} {definition}",
    .prisma = {.stated = "create domain|alter domain"},
};
