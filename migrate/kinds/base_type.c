#include "catalog/kind.h"
#include "sql.h"

#define SETTABLE(column, property)                                                                 \
    {                                                                                              \
        column, ATTR_ALTER, "ALTER TYPE {id} SET (" property " = {" column "})",                   \
            "ALTER TYPE {id} SET (" property " = NONE)"                                            \
    }

/* Without a `drop`: it is dropped with its declaration. A storage cannot become plain, which is the
 * one that is not written. */
const Kind kind_base_type = {
    .name = "base_type",
    .type = "TYPE",
    .sql = SQL_base_type,
    .asked_if = "SELECT FROM pg_type WHERE typtype = 'b' AND typarray <> 0 AND oid >= 16384",
    .rank = 9,
    .attrs =
        (const KindAttr[]){{"input", ATTR_RECREATE},
                           {"output", ATTR_RECREATE},
                           SETTABLE("receive", "RECEIVE"),
                           SETTABLE("send", "SEND"),
                           SETTABLE("typmod_in", "TYPMOD_IN"),
                           SETTABLE("typmod_out", "TYPMOD_OUT"),
                           SETTABLE("analyze", "ANALYZE"),
                           SETTABLE("subscript", "SUBSCRIPT"),
                           {"length", ATTR_RECREATE},
                           {"by_value", ATTR_RECREATE},
                           {"alignment", ATTR_RECREATE},
                           {"storage", ATTR_ALTER, "ALTER TYPE {id} SET (STORAGE = {storage})"},
                           {"category", ATTR_RECREATE},
                           {"preferred", ATTR_RECREATE},
                           {"default", ATTR_RECREATE},
                           {"element", ATTR_RECREATE},
                           {"delimiter", ATTR_RECREATE},
                           {"collatable", ATTR_RECREATE},
                           {NULL}},
    .create = "CREATE TYPE {id} (\n"
              "    INPUT = {input},\n"
              "    OUTPUT = {output}"
              "[,\n    RECEIVE = {receive}]"
              "[,\n    SEND = {send}]"
              "[,\n    TYPMOD_IN = {typmod_in}]"
              "[,\n    TYPMOD_OUT = {typmod_out}]"
              "[,\n    ANALYZE = {analyze}]"
              "[,\n    SUBSCRIPT = {subscript}]"
              ",\n    INTERNALLENGTH = {length}"
              "[,\n    {by_value}]"
              ",\n    ALIGNMENT = {alignment}"
              "[,\n    STORAGE = {storage}]"
              "[,\n    CATEGORY = {category}]"
              "[,\n    PREFERRED = {preferred}]"
              "[,\n    DEFAULT = {default}]"
              "[,\n    ELEMENT = {element}]"
              "[,\n    DELIMITER = {delimiter}]"
              "[,\n    COLLATABLE = {collatable}]"
              "\n)",
    .rename = "ALTER TYPE {id} RENAME TO {new}",
};
