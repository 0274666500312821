#include "catalog/kind.h"
#include "kinds/counter.h"
#include "sql.h"

#define COLUMN "ALTER TABLE {table} | ALTER COLUMN {column}"
/* One statement sets bounds and start, which must agree. Where the new bounds have nothing
 * in common with the old ones, the counter starts again, for the server has given out no value of
 * them. Bounds of a larger type go in a statement of their own: within one, the server changes
 * types first. A new type brings its own bounds, whichever way the sequence counts, where the old
 * ones were those of the old type. */
#define BOUND(attribute, WORD, value)                                                              \
    "[{~" attribute "}[ SET " WORD " {" attribute "}][{!" attribute "} SET NO " WORD "]]"          \
    "[{=" attribute "}[{~descending}{!" attribute "} SET " WORD " {" value "}][{~edge} SET " WORD  \
    " {" attribute "}]]"
#define SET                                                                                        \
    COUNTER_MOVE                                                                                   \
    "ALTER TABLE {table}[{>=size} |] ALTER COLUMN {column}"                                        \
    "[{~increment} SET INCREMENT BY {all_increment}]" BOUND("minimum", "MINVALUE", "bottom")       \
        BOUND("maximum", "MAXVALUE",                                                               \
              "top") "[{~all_start} SET START WITH {all_start}]"                                   \
                     "[{~cache}[ SET CACHE {cache}][{!cache} SET CACHE 1]]"                        \
                     "[{~cycle}[ SET {cycle}][{!cycle} SET NO CYCLE]]"                             \
                     "[{>bottom old.top} RESTART][{<top old.bottom} RESTART]"

const Kind kind_identity = {
    .name = "identity",
    .type = "SEQUENCE",
    .sql = SQL_identity,
    .asked_if = "SELECT FROM pg_sequence WHERE seqrelid <> ALL (ignored.relations)",
    .rank = 50,
    .attrs =
        (const KindAttr[]){{"table", ATTR_IGNORE},
                           {"column", ATTR_IGNORE},
                           {"counts", ATTR_IGNORE},
                           {"filled", ATTR_IGNORE},
                           {"said", ATTR_IGNORE},
                           {"all_options", ATTR_IGNORE},
                           {"schema", ATTR_IGNORE},
                           {"schema_literal", ATTR_IGNORE},
                           {"generation", ATTR_ALTER, COLUMN " SET GENERATED {generation}"},
                           {"sequence_name", ATTR_IGNORE},
                           {"sequence", ATTR_ALTER, "ALTER SEQUENCE {old.id} RENAME TO {sequence}"},
                           {"persistence", ATTR_ALTER, "ALTER SEQUENCE {id} SET {persistence}",
                            "ALTER SEQUENCE {id} SET {like_table}"},
                           {"increment", ATTR_ALTER, SET, SET},
                           {"minimum", ATTR_ALTER, SET, SET},
                           {"maximum", ATTR_ALTER, SET, SET},
                           {"start", ATTR_ALTER, SET, SET},
                           {"edge", ATTR_ALTER, SET, SET},
                           {"cache", ATTR_ALTER, SET, SET},
                           {"cycle", ATTR_ALTER, SET, SET},
                           {"literal", ATTR_IGNORE},
                           {"size", ATTR_IGNORE},
                           {"like_table", ATTR_IGNORE},
                           {"descending", ATTR_IGNORE},
                           {"bottom", ATTR_IGNORE},
                           {"top", ATTR_IGNORE},
                           {"all_start", ATTR_IGNORE},
                           {"all_increment", ATTR_IGNORE},
                           {NULL}},
    .create = "ALTER TABLE {table} | ALTER COLUMN {column} ADD GENERATED {generation} AS IDENTITY[ "
              "({all_options})][;;ALTER SEQUENCE {id} SET {persistence}]",
    .drop = "ALTER TABLE {table} | ALTER COLUMN {column} DROP IDENTITY",
    .counter = {.save = COUNTER_SAVE,
                .restore = COUNTER_RESTORE,
                .fill = COUNTER_FILL,
                .of = "counts"},
    .inline_create = "{!persistence}GENERATED {generation} AS IDENTITY[ ({all_options})]",
    .named = true,
    .within = {.shrinks_first = "size"},
    .rebuilt_by_server = true,
    .prisma = {.says = true, .as = "said"},
};
