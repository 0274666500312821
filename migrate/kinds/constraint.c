#include "catalog/kind.h"
#include "sql.h"

const Kind kind_constraint = {
    .name = "constraint",
    .type = "CONSTRAINT",
    .sql = SQL_constraint,
    .rank = 55,
    .attrs = (const KindAttr[]){{"only", ATTR_IGNORE},
                                {"inline", ATTR_IGNORE},
                                {"definition", ATTR_RECREATE, .expression = true},
                                {"tablespace", ATTR_IGNORE},
                                {"not_valid", ATTR_ALTER, NULL,
                                 "ALTER TABLE {parent} | VALIDATE CONSTRAINT {name}"},
                                {NULL}},
    .create = "ALTER TABLE {only}{parent} | ADD CONSTRAINT {name} {definition}[ {not_valid}]",
    .drop = "ALTER TABLE {parent} | DROP CONSTRAINT {name}",
    .rename = "ALTER TABLE {parent} RENAME CONSTRAINT {name} TO {new}",
    .inline_create = "{inline}{!not_valid}CONSTRAINT {name} {definition}",
    .rebuilt_by_server = true,
    .look_alike = "definition",
};
