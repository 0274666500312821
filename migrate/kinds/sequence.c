#include "catalog/kind.h"
#include "sql.h"

const Kind kind_sequence = {
    .name = "sequence",
    .type = "SEQUENCE",
    .sql = SQL_sequence,
    .rank = 30,
    .attrs =
        (const KindAttr[]){
            {"type", ATTR_ALTER, "ALTER SEQUENCE {id} AS {type}", "ALTER SEQUENCE {id} AS bigint"},
            {"persistence", ATTR_ALTER, "ALTER SEQUENCE {id} SET UNLOGGED", "ALTER SEQUENCE {id} SET LOGGED"},
            {"increment", ATTR_ALTER, "ALTER SEQUENCE {id} INCREMENT BY {increment}",
             "ALTER SEQUENCE {id} INCREMENT BY 1"},
            {"minimum", ATTR_ALTER, "ALTER SEQUENCE {id} MINVALUE {minimum}", "ALTER SEQUENCE {id} NO MINVALUE"},
            {"maximum", ATTR_ALTER, "ALTER SEQUENCE {id} MAXVALUE {maximum}", "ALTER SEQUENCE {id} NO MAXVALUE"},
            {"start", ATTR_ALTER, "ALTER SEQUENCE {id} START WITH {start}",
             "ALTER SEQUENCE {id} START WITH {default_start}"},
            {"default_start", ATTR_IGNORE},
            {"cache", ATTR_ALTER, "ALTER SEQUENCE {id} CACHE {cache}", "ALTER SEQUENCE {id} CACHE 1"},
            {"cycle", ATTR_ALTER, "ALTER SEQUENCE {id} CYCLE", "ALTER SEQUENCE {id} NO CYCLE"},
            {NULL}},
    .create = "CREATE [{persistence} ]SEQUENCE {id}[ AS {type}][ INCREMENT BY {increment}][ MINVALUE {minimum}]"
              "[ MAXVALUE {maximum}][ START WITH {start}][ CACHE {cache}][ {cycle}]",
    .drop = "DROP SEQUENCE {id}",
    .rename = "ALTER SEQUENCE {id} RENAME TO {new}",
    .data = DATA_HOLDS,
    .look_alike_asks = true,
};
