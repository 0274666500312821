#include "catalog/kind.h"
#include "sql.h"

const Kind kind_statistics = {
    .name = "statistics",
    .type = "STATISTICS",
    .sql = SQL_statistics,
    .asked_if = "SELECT FROM pg_statistic_ext",
    .rank = 66,
    .attrs =
        (const KindAttr[]){{"table", ATTR_RECREATE},
                           {"kinds", ATTR_RECREATE},
                           {"members", ATTR_RECREATE, .expression = true},
                           {"target", ATTR_ALTER, "ALTER STATISTICS {id} SET STATISTICS {target}",
                            "ALTER STATISTICS {id} SET STATISTICS -1"},
                           {NULL}},
    .create = "CREATE STATISTICS {id}[ ({kinds})] ON {members} FROM {table}[;;ALTER STATISTICS "
              "{id} SET STATISTICS {target}]",
    .drop = "DROP STATISTICS {id}",
    .rename = "ALTER STATISTICS {id} RENAME TO {new}",
    .rebuilt_by_server = true,
};
