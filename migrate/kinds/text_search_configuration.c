#include "catalog/kind.h"
#include "sql.h"

const Kind kind_text_search_configuration = {
    .name = "text_search_configuration",
    .type = "TEXT SEARCH CONFIGURATION",
    .sql = SQL_text_search_configuration,
    .asked_if = "SELECT FROM pg_ts_config WHERE oid >= 16384",
    .rank = 26,
    .attrs = (const KindAttr[]){{"parser", ATTR_RECREATE}, {NULL}},
    .create = "CREATE TEXT SEARCH CONFIGURATION {id} (PARSER = {parser})",
    .drop = "DROP TEXT SEARCH CONFIGURATION {id}",
    .rename = "ALTER TEXT SEARCH CONFIGURATION {id} RENAME TO {new}",
};
