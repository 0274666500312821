#include "catalog/kind.h"
#include "sql.h"

const Kind kind_constraint = {
    .name = "constraint",
    .type = "CONSTRAINT",
    .sql = SQL_constraint,
    .rank = 55,
    .attrs =
        (const KindAttr[]){
            {"only", ATTR_IGNORE},
            {"inline", ATTR_IGNORE},
            {"passed_on", ATTR_IGNORE},
            {"definition", ATTR_RECREATE, .expression = true},
            {"index", ATTR_IGNORE},
            {"tablespace", ATTR_ALTER, "ALTER INDEX {index} SET TABLESPACE {tablespace}",
             "ALTER INDEX {old.index} SET TABLESPACE pg_default"},
            {"not_valid", ATTR_ALTER, NULL, "ALTER TABLE {parent} | VALIDATE CONSTRAINT {name}"},
            {NULL}},
    .create = "ALTER TABLE {only}{parent} | ADD CONSTRAINT {name} {definition}[ "
              "{not_valid}][;;ALTER INDEX {index} SET TABLESPACE {tablespace}]",
    .drop = "ALTER TABLE {parent} | DROP CONSTRAINT {name}",
    .rename = "ALTER TABLE {parent} RENAME CONSTRAINT {name} TO {new}",
    .inline_create = "{inline}{!not_valid}{!tablespace}CONSTRAINT {name} {definition}",
    .rebuilt_by_server = true,
    .passed_on_if = "passed_on",
    .look_alike = "definition",
};
