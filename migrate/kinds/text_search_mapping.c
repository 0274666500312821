#include "catalog/kind.h"
#include "sql.h"

const Kind kind_text_search_mapping = {
    .name = "text_search_mapping",
    .sql = SQL_text_search_mapping,
    .asked_if = "SELECT FROM pg_ts_config WHERE oid >= 16384",
    .rank = 27,
    .attrs = (const KindAttr[]){{"dictionaries", ATTR_ALTER,
                                 "ALTER TEXT SEARCH CONFIGURATION {parent} ALTER MAPPING FOR "
                                 "{name} WITH {dictionaries}"},
                                {NULL}},
    .create =
        "ALTER TEXT SEARCH CONFIGURATION {parent} ADD MAPPING FOR | {name} | WITH {dictionaries}",
    .drop = "ALTER TEXT SEARCH CONFIGURATION {parent} DROP MAPPING FOR | {name}",
    .named = true,
};
