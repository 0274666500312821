#include "catalog/kind.h"
#include "sql.h"

const Kind kind_extension = {
    .name = "extension",
    .type = "EXTENSION",
    .sql = SQL_extension,
    .rank = 5,
    .attrs = (const KindAttr[]){{"schema", ATTR_ALTER, "ALTER EXTENSION {name} SET SCHEMA {schema}",
                                 .set_while = "relocatable"},
                                {"relocatable", ATTR_IGNORE},
                                {NULL}},
    .create = "CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA {schema}",
    .drop = "DROP EXTENSION {name}",
    .data = {DATA_HOLDS},
};
