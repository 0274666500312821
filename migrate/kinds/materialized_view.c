#include "catalog/kind.h"
#include "sql.h"

const Kind kind_materialized_view = {
    .name = "materialized_view",
    .type = "MATERIALIZED VIEW",
    .sql = SQL_materialized_view,
    .asked_if = "SELECT FROM pg_rewrite WHERE ev_type = '1' AND oid >= 16384 AND ev_class <> ALL "
                "(ignored.relations)",
    .identified = true,
    .rank = 76,
    .attrs = (const KindAttr[]){{"definition", ATTR_RECREATE, .expression = true},
                                {"shape", ATTR_IGNORE},
                                {"empty", ATTR_IGNORE},
                                {"storage", ATTR_IGNORE},
                                {"tablespace", ATTR_ALTER,
                                 "ALTER MATERIALIZED VIEW {id} SET TABLESPACE {tablespace}",
                                 "ALTER MATERIALIZED VIEW {id} SET TABLESPACE pg_default"},
                                {"access_method", ATTR_ALTER,
                                 "ALTER MATERIALIZED VIEW {id} SET ACCESS METHOD {access_method}",
                                 "ALTER MATERIALIZED VIEW {id} SET ACCESS METHOD heap"},
                                {NULL}},
    .create = "CREATE MATERIALIZED VIEW {id}[ USING {access_method}][ WITH ({storage})][ "
              "TABLESPACE {tablespace}] "
              "AS\n{definition}[\n{empty}]",
    .drop = "DROP MATERIALIZED VIEW {id}",
    .rename = "ALTER MATERIALIZED VIEW {id} RENAME TO {new}",
    .data = {DATA_DERIVED},
};
