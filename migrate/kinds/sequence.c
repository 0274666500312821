#include "catalog/kind.h"
#include "sql.h"

/* The bounds and the start must fit each other after each statement; a counter below the new bounds
 * is moved into them. */
#define SET                                                                                        \
    "[{>lowest}SELECT pg_catalog.setval({literal}, {lowest}, false) FROM {id} WHERE last_value < " \
    "{lowest};;]"                                                                                  \
    "ALTER SEQUENCE {id}[{~type}[ AS {type}][{!type} AS bigint]][{~increment} INCREMENT BY "       \
    "{all_increment}]"                                                                             \
    "[{~minimum}[ MINVALUE {minimum}][{!minimum} NO MINVALUE]][{~maximum}[ MAXVALUE "              \
    "{maximum}][{!maximum} NO MAXVALUE]]"                                                          \
    "[{~all_start} START WITH {all_start}][{~cache}[ CACHE {cache}][{!cache} CACHE 1]][{~cycle}[ " \
    "{cycle}][{!cycle} NO CYCLE]]"

const Kind kind_sequence = {
    .name = "sequence",
    .type = "SEQUENCE",
    .sql = SQL_sequence,
    .asked_if = "SELECT FROM pg_sequence WHERE seqrelid <> ALL (ignored.relations)",
    .identified = true,
    .rank = 30,
    .attrs = (const KindAttr[]){{"type", ATTR_ALTER, SET, SET},
                                {"persistence", ATTR_ALTER, "ALTER SEQUENCE {id} SET UNLOGGED",
                                 "ALTER SEQUENCE {id} SET LOGGED"},
                                {"increment", ATTR_ALTER, SET, SET},
                                {"minimum", ATTR_ALTER, SET, SET},
                                {"maximum", ATTR_ALTER, SET, SET},
                                {"start", ATTR_ALTER, SET, SET},
                                {"cache", ATTR_ALTER, SET, SET},
                                {"cycle", ATTR_ALTER, SET, SET},
                                {"literal", ATTR_IGNORE},
                                {"lowest", ATTR_IGNORE},
                                {"all_start", ATTR_IGNORE},
                                {"all_increment", ATTR_IGNORE},
                                {NULL}},
    .create = "CREATE [{persistence} ]SEQUENCE {id}[ AS {type}][ INCREMENT BY {increment}][ "
              "MINVALUE {minimum}]"
              "[ MAXVALUE {maximum}][ START WITH {start}][ CACHE {cache}][ {cycle}]",
    .drop = "DROP SEQUENCE {id}",
    .rename = "ALTER SEQUENCE {id} RENAME TO {new}",
    .data = DATA_HOLDS,
    .look_alike_asks = true,
};
