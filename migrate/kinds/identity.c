#include "catalog/kind.h"
#include "sql.h"

#define COLUMN "ALTER TABLE {table} | ALTER COLUMN {column}"
/* The bounds and the start must fit each other after each statement; a counter below the new bounds
 * is moved into them. */
#define SET                                                                                        \
    "[{>lowest}SELECT pg_catalog.setval({literal}, {lowest}, false) FROM {id} WHERE last_value < " \
    "{lowest};;]" COLUMN "[{~increment} SET INCREMENT BY {all_increment}][{~minimum}[ SET "        \
    "MINVALUE {minimum}][{!minimum} SET NO MINVALUE]]"                                             \
    "[{~maximum}[ SET MAXVALUE {maximum}][{!maximum} SET NO MAXVALUE]][{~all_start} SET START "    \
    "WITH {all_start}]"                                                                            \
    "[{~cache}[ SET CACHE {cache}][{!cache} SET CACHE 1]][{~cycle}[ SET {cycle}][{!cycle} SET NO " \
    "CYCLE]]"

/* What it counted outlives its table's being made anew, as far as the new bounds allow. */
#define SAVE                                                                                       \
    "CREATE SEQUENCE {schema}.{aside} MINVALUE -9223372036854775808 START WITH 1;;"                \
    "SELECT pg_catalog.setval('{schema_literal}.{aside}', last_value, is_called) FROM {id}"
#define RESTORE                                                                                    \
    "SELECT pg_catalog.setval({literal}, last_value, is_called) FROM {old.schema}.{aside}[ WHERE " \
    "last_value >= {lowest}];;DROP SEQUENCE {old.schema}.{aside}"

const Kind kind_identity = {
    .name = "identity",
    .type = "SEQUENCE",
    .sql = SQL_identity,
    .asked_if = "SELECT FROM pg_sequence WHERE seqrelid <> ALL (ignored.relations)",
    .rank = 50,
    .attrs =
        (const KindAttr[]){{"table", ATTR_IGNORE},
                           {"column", ATTR_IGNORE},
                           {"all_options", ATTR_IGNORE},
                           {"schema", ATTR_IGNORE},
                           {"schema_literal", ATTR_IGNORE},
                           {"generation", ATTR_ALTER, COLUMN " SET GENERATED {generation}"},
                           {"sequence_name", ATTR_IGNORE},
                           {"sequence", ATTR_ALTER, "ALTER SEQUENCE {old.id} RENAME TO {sequence}"},
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
    .create = "ALTER TABLE {table} | ALTER COLUMN {column} ADD GENERATED {generation} AS IDENTITY[ "
              "({all_options})]",
    .drop = "ALTER TABLE {table} | ALTER COLUMN {column} DROP IDENTITY",
    .save = SAVE,
    .restore = RESTORE,
    .inline_create = "GENERATED {generation} AS IDENTITY[ ({all_options})]",
    .named = true,
    .rebuilt_by_server = true,
};
