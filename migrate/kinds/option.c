#include "catalog/kind.h"
#include "sql.h"

#define ALTER "ALTER [{!index}{parent.type} {parent}][INDEX {index}] | "

const Kind kind_option = {
    .name = "option",
    .sql = SQL_option,
    .asked_if = "SELECT FROM pg_class WHERE reloptions IS NOT NULL AND oid >= 16384",
    .rank = 85,
    .attrs = (const KindAttr[]){{"option", ATTR_IGNORE},
                                {"value", ATTR_ALTER, ALTER "SET ({option} = {written})"},
                                {"written", ATTR_IGNORE},
                                {"index", ATTR_IGNORE},
                                {"inline", ATTR_IGNORE},
                                {NULL}},
    .create = ALTER "SET ({option} = {written})",
    .drop = ALTER "RESET ({option})",
    .inline_create = "{inline}",
    .facet = true,
    .drops = {.late = true},
    .prisma = {.stated = "with (|set ("},
};
