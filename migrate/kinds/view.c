#include "catalog/kind.h"
#include "sql.h"

const Kind kind_view = {
    .name = "view",
    .type = "VIEW",
    .sql = SQL_view,
    .asked_if = "SELECT FROM pg_rewrite WHERE ev_type = '1' AND oid >= 16384 AND ev_class <> ALL "
                "(ignored.relations)",
    .identified = true,
    .rank = 75,
    .attrs = (const KindAttr[]){{"definition", ATTR_REPLACE, .expression = true},
                                {"columns", ATTR_EXTEND},
                                {"shape", ATTR_IGNORE},
                                {"storage", ATTR_IGNORE},
                                {"writable", ATTR_IGNORE},
                                {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ]VIEW {id}[ WITH ({storage})] AS\n{definition}",
    .drop = "DROP VIEW {id}",
    .rename = "ALTER VIEW {id} RENAME TO {new}",
};
