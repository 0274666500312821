#include "catalog/kind.h"
#include "sql.h"

#define SET "ALTER PUBLICATION {id} SET "

const Kind kind_publication = {
    .name = "publication",
    .type = "PUBLICATION",
    .sql = SQL_publication,
    .asked_if = "SELECT FROM pg_publication",
    .rank = 87,
    .attrs = (const KindAttr[]){{"all_tables", ATTR_RECREATE},
                                {"publish", ATTR_ALTER, SET "(publish = {publish})",
                                 SET "(publish = 'insert, update, delete, truncate')"},
                                {"via_root", ATTR_ALTER, SET "(publish_via_partition_root = true)",
                                 SET "(publish_via_partition_root = false)"},
                                {"generated_columns", ATTR_ALTER,
                                 SET "(publish_generated_columns = {generated_columns})",
                                 SET "(publish_generated_columns = none)"},
                                {"options", ATTR_IGNORE},
                                {NULL}},
    .create = "CREATE PUBLICATION {id}[ {all_tables}][ WITH ({options})]",
    .drop = "DROP PUBLICATION {id}",
    .rename = "ALTER PUBLICATION {id} RENAME TO {new}",
};
