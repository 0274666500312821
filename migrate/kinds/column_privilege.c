#include "catalog/kind.h"
#include "sql.h"

const Kind kind_column_privilege = {
    .name = "column_privilege",
    .sql = SQL_column_privilege,
    .asked_if = "SELECT FROM pg_attribute a WHERE attacl IS NOT NULL AND NOT EXISTS (SELECT FROM "
                "pg_init_privs i WHERE i.classoid = 'pg_class'::regclass AND i.objoid = a.attrelid "
                "AND i.objsubid = a.attnum AND i.initprivs = a.attacl)",
    .rank = 94,
    .attrs =
        (const KindAttr[]){
            {"relation", ATTR_IGNORE},
            {"column", ATTR_IGNORE},
            {"privilege", ATTR_IGNORE},
            {"grantee", ATTR_IGNORE},
            {"grantable", ATTR_ALTER,
             "GRANT | {privilege} ({column}) | ON TABLE {relation} TO {grantee} WITH GRANT OPTION",
             "REVOKE GRANT OPTION FOR | {privilege} ({column}) | ON TABLE {relation} FROM "
             "{grantee}"},
            {NULL}},
    .create =
        "GRANT | {privilege} ({column}) | ON TABLE {relation} TO {grantee}[ WITH {grantable}]",
    .drop = "REVOKE | {privilege} ({column}) | ON TABLE {relation} FROM {grantee}",
    .facet = true,
    .on_others = true,
    .prisma = {.stated = "grant|revoke"},
};
