#include "catalog/kind.h"
#include "sql.h"

#define OPTIONS "ALTER {object} OPTIONS ( | "

/* A wrapper's validator checks the options that an ALTER leaves, so additions and removals share
 * one. */
const Kind kind_foreign_option = {
    .name = "foreign_option",
    .sql = SQL_foreign_option,
    .asked_if = "SELECT FROM pg_foreign_data_wrapper",
    .rank = 84,
    .attrs = (const KindAttr[]){{"object", ATTR_IGNORE},
                                {"inline", ATTR_IGNORE},
                                {"option", ATTR_IGNORE},
                                {"value", ATTR_ALTER, OPTIONS "SET {option} {value} | )"},
                                {NULL}},
    .create = OPTIONS "ADD {option} {value} | )",
    .drop = OPTIONS "DROP {option} | )",
    .inline_create = "{inline}",
    .facet = true,
    .drops = {.late = true},
};
