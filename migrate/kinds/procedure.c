#include "catalog/kind.h"
#include "sql.h"

const Kind kind_procedure = {
    .name = "procedure",
    .type = "PROCEDURE",
    .sql = SQL_procedure,
    .asked_if = "SELECT FROM pg_proc WHERE prokind = 'p' AND oid >= 16384",
    .rank = 45,
    .attrs = (const KindAttr[]){{"definition", ATTR_REPLACE, .expression = true},
                                {"argument_names", ATTR_RECREATE},
                                {"defaults", ATTR_EXTEND},
                                {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ]{definition}",
    .drop = "DROP PROCEDURE {id}",
    .rename = "ALTER PROCEDURE {id} RENAME TO {new}",
};
