#include "catalog/kind.h"
#include "sql.h"

const Kind kind_text_search_template = {
    .name = "text_search_template",
    .type = "TEXT SEARCH TEMPLATE",
    .sql = SQL_text_search_template,
    .asked_if = "SELECT FROM pg_ts_template WHERE oid >= 16384",
    .rank = 24,
    .attrs = (const KindAttr[]){{"init", ATTR_RECREATE}, {"lexize", ATTR_RECREATE}, {NULL}},
    .create = "CREATE TEXT SEARCH TEMPLATE {id} ([INIT = {init}, ]LEXIZE = {lexize})",
    .drop = "DROP TEXT SEARCH TEMPLATE {id}",
    .rename = "ALTER TEXT SEARCH TEMPLATE {id} RENAME TO {new}",
};
