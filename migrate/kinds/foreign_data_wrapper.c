#include "catalog/kind.h"
#include "sql.h"

#define ALTER "ALTER FOREIGN DATA WRAPPER {id} "

const Kind kind_foreign_data_wrapper = {
    .name = "foreign_data_wrapper",
    .type = "FOREIGN DATA WRAPPER",
    .sql = SQL_foreign_data_wrapper,
    .asked_if = "SELECT FROM pg_foreign_data_wrapper",
    .rank = 46,
    .attrs =
        (const KindAttr[]){
            {"handler", ATTR_ALTER, ALTER "HANDLER {handler}", ALTER "NO HANDLER"},
            {"validator", ATTR_ALTER, ALTER "VALIDATOR {validator}", ALTER "NO VALIDATOR"},
            {"options", ATTR_IGNORE},
            {NULL}},
    .create = "CREATE FOREIGN DATA WRAPPER {id}[ HANDLER {handler}][ VALIDATOR {validator}][ "
              "OPTIONS ({options})]",
    .drop = "DROP FOREIGN DATA WRAPPER {id}",
    .rename = ALTER "RENAME TO {new}",
};
