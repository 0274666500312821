#include "catalog/kind.h"
#include "sql.h"

const Kind kind_multirange = {
    .name = "multirange",
    .type = "TYPE",
    .sql = SQL_multirange,
    .asked_if = "SELECT FROM pg_range WHERE rngtypid >= 16384",
    .rank = 9,
    .min_server = 140000,
    .attrs =
        (const KindAttr[]){
            {"type_schema", ATTR_ALTER,
             "ALTER TYPE {old.type_schema}.{old.type_name} SET SCHEMA {type_schema}"},
            {"type_name", ATTR_ALTER,
             "ALTER TYPE {type_schema}.{old.type_name} RENAME TO {type_name}"},
            {NULL}},
    .inline_create = "MULTIRANGE_TYPE_NAME = {id}",
    .named = true,
};
