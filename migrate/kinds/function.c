#include "catalog/kind.h"
#include "sql.h"

const Kind kind_function = {
    .name = "function",
    .type = "FUNCTION",
    .sql = SQL_function,
    .asked_if = "SELECT FROM pg_proc WHERE prokind IN ('f', 'w') AND oid >= 16384 AND pronamespace "
                "<> ignored.schema",
    .rank = 45,
    .attrs = (const KindAttr[]){{"definition", ATTR_REPLACE, .expression = true},
                                {"result", ATTR_RECREATE},
                                {"argument_names", ATTR_RECREATE},
                                {"defaults", ATTR_EXTEND},
                                {"prokind", ATTR_RECREATE},
                                {"interface", ATTR_IGNORE},
                                {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ]{definition}",
    .drop = "DROP FUNCTION {id}",
    .rename = "ALTER FUNCTION {id} RENAME TO {new}",
};
