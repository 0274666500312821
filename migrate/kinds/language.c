#include "catalog/kind.h"
#include "sql.h"

const Kind kind_language = {
    .name = "language",
    .type = "LANGUAGE",
    .sql = SQL_language,
    .rank = 6,
    .attrs = (const KindAttr[]){{"trusted", ATTR_REPLACE},
                                {"handler", ATTR_REPLACE},
                                {"inline", ATTR_REPLACE},
                                {"validator", ATTR_REPLACE},
                                {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ][{trusted} ]LANGUAGE {id} HANDLER {handler}[ INLINE "
              "{inline}][ VALIDATOR {validator}]",
    .drop = "DROP LANGUAGE {id}",
    .rename = "ALTER LANGUAGE {id} RENAME TO {new}",
};
