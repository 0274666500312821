#include "catalog/kind.h"
#include "sql.h"

const Kind kind_option = {
    .name = "option",
    .sql = SQL_option,
    .rank = 85,
    .attrs = (const KindAttr[]){{"option", ATTR_IGNORE},
                                {"value", ATTR_ALTER,
                                 "ALTER {parent.type} {parent} | SET ({option} = {value})"},
                                {NULL}},
    .create = "ALTER {parent.type} {parent} | SET ({option} = {value})",
    .drop = "ALTER {parent.type} {parent} | RESET ({option})",
    .facet = true,
};
