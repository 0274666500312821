#include "catalog/kind.h"
#include "sql.h"

const Kind kind_index = {
    .name = "index",
    .type = "INDEX",
    .sql = SQL_index,
    .identified = true,
    .rank = 65,
    .attrs = (const KindAttr[]){{"definition", ATTR_RECREATE, .expression = true},
                                {"head", ATTR_IGNORE},
                                {"whole", ATTR_IGNORE},
                                {"storage", ATTR_IGNORE},
                                {"tail", ATTR_IGNORE},
                                {"invalid", ATTR_RECREATE},
                                {"shape", ATTR_IGNORE},
                                {"cascade", ATTR_IGNORE},
                                {"tablespace", ATTR_ALTER,
                                 "ALTER INDEX {id} SET TABLESPACE {tablespace}",
                                 "ALTER INDEX {id} SET TABLESPACE pg_default"},
                                {NULL}},
    .create = "{head}[ WITH ({storage})][ TABLESPACE {tablespace}][{tail}]",
    .drop = "DROP INDEX {id}[ {cascade}]",
    .rename = "ALTER INDEX {id} RENAME TO {new}",
    .rebuilt_by_server = true,
    .has_parts_if = "whole",
    .holds_fast = true,
    .look_alike = "shape",
};
