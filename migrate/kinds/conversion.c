#include "catalog/kind.h"
#include "sql.h"

const Kind kind_conversion = {
    .name = "conversion",
    .type = "CONVERSION",
    .sql = SQL_conversion,
    .asked_if = "SELECT FROM pg_conversion WHERE oid >= 16384",
    .rank = 22,
    .attrs = (const KindAttr[]){{"default", ATTR_RECREATE},
                                {"source", ATTR_RECREATE},
                                {"target", ATTR_RECREATE},
                                {"function", ATTR_RECREATE},
                                {NULL}},
    .create = "CREATE [{default} ]CONVERSION {id} FOR {source} TO {target} FROM {function}",
    .drop = "DROP CONVERSION {id}",
    .rename = "ALTER CONVERSION {id} RENAME TO {new}",
};
