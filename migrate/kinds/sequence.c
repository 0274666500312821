#include "catalog/kind.h"
#include "kinds/counter.h"
#include "sql.h"

/* One statement sets bounds and start, which must agree. Where the new bounds have nothing
 * in common with the old ones, the counter starts again, for the server has given out no value of
 * them. A new type brings its own bounds, whichever way the sequence counts, where the old ones
 * were those of the old type. */
#define BOUND(attribute, WORD, value)                                                              \
    "[{~" attribute "}[ " WORD " {" attribute "}][{!" attribute "}[{=type} NO " WORD               \
    "][{~type} " WORD " {" value "}]]]"                                                            \
    "[{=" attribute "}[{~descending}{!" attribute "} " WORD " {" value "}][{~edge} " WORD          \
    " {" attribute "}]]"
#define SET                                                                                        \
    COUNTER_MOVE                                                                                   \
    "ALTER SEQUENCE {id}[{~type}[ AS {type}][{!type} AS bigint]]"                                  \
    "[{~increment} INCREMENT BY {all_increment}]" BOUND("minimum", "MINVALUE", "bottom") BOUND(    \
        "maximum", "MAXVALUE", "top") "[{~all_start} START WITH {all_start}]"                      \
                                      "[{~cache}[ CACHE {cache}][{!cache} CACHE 1]]"               \
                                      "[{~cycle}[ {cycle}][{!cycle} NO CYCLE]]"                    \
                                      "[{>bottom old.top} RESTART][{<top old.bottom} RESTART]"

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
                                {"edge", ATTR_ALTER, SET, SET},
                                {"cache", ATTR_ALTER, SET, SET},
                                {"cycle", ATTR_ALTER, SET, SET},
                                {"schema", ATTR_IGNORE},
                                {"schema_literal", ATTR_IGNORE},
                                {"table", ATTR_IGNORE},
                                {"counts", ATTR_IGNORE},
                                {"filled", ATTR_IGNORE},
                                {"literal", ATTR_IGNORE},
                                {"descending", ATTR_IGNORE},
                                {"bottom", ATTR_IGNORE},
                                {"top", ATTR_IGNORE},
                                {"all_start", ATTR_IGNORE},
                                {"all_increment", ATTR_IGNORE},
                                {NULL}},
    .create = "CREATE [{persistence} ]SEQUENCE {id}[ AS {type}][ INCREMENT BY {increment}][ "
              "MINVALUE {minimum}]"
              "[ MAXVALUE {maximum}][ START WITH {start}][ CACHE {cache}][ {cycle}]",
    .drop = "DROP SEQUENCE {id}",
    .rename = "ALTER SEQUENCE {id} RENAME TO {new}",
    .data = {DATA_HOLDS},
    .counter = {.save = COUNTER_SAVE,
                .restore = COUNTER_RESTORE,
                .fill = COUNTER_FILL,
                .of = "counts",
                .word = "serial"},
    .likeness = {.asks = true},
};
