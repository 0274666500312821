#include "catalog/kind.h"
#include "sql.h"

const Kind kind_foreign_server = {
    .name = "foreign_server",
    .type = "SERVER",
    .sql = SQL_foreign_server,
    .asked_if = "SELECT FROM pg_foreign_server",
    .rank = 47,
    .attrs = (const KindAttr[]){{"wrapper", ATTR_RECREATE},
                                {"type", ATTR_RECREATE},
                                {"version", ATTR_ALTER, "ALTER SERVER {id} VERSION {version}",
                                 "ALTER SERVER {id} VERSION NULL"},
                                {"options", ATTR_IGNORE},
                                {NULL}},
    .create = "CREATE SERVER {id}[ TYPE {type}][ VERSION {version}] FOREIGN DATA WRAPPER "
              "{wrapper}[ OPTIONS ({options})]",
    .drop = "DROP SERVER {id}",
    .rename = "ALTER SERVER {id} RENAME TO {new}",
};
