#include "catalog/kind.h"
#include "sql.h"

const Kind kind_text_search_parser = {
    .name = "text_search_parser",
    .type = "TEXT SEARCH PARSER",
    .sql = SQL_text_search_parser,
    .asked_if = "SELECT FROM pg_ts_parser WHERE oid >= 16384",
    .rank = 24,
    .attrs = (const KindAttr[]){{"start", ATTR_RECREATE},
                                {"gettoken", ATTR_RECREATE},
                                {"end", ATTR_RECREATE},
                                {"lextypes", ATTR_RECREATE},
                                {"headline", ATTR_RECREATE},
                                {NULL}},
    .create = "CREATE TEXT SEARCH PARSER {id} (\n"
              "    START = {start},\n"
              "    GETTOKEN = {gettoken},\n"
              "    END = {end},\n"
              "    LEXTYPES = {lextypes}"
              "[,\n    HEADLINE = {headline}]"
              "\n)",
    .drop = "DROP TEXT SEARCH PARSER {id}",
    .rename = "ALTER TEXT SEARCH PARSER {id} RENAME TO {new}",
};
