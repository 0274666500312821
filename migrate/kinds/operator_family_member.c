#include "catalog/kind.h"
#include "sql.h"

/* Before the classes: added to a family that has its class already, some would become members of
 * that class. */
const Kind kind_operator_family_member = {
    .name = "operator_family_member",
    .sql = SQL_operator_family_member,
    .asked_if =
        "SELECT FROM pg_amop WHERE oid >= 16384 UNION ALL SELECT FROM pg_amproc WHERE oid >= 16384",
    .rank = 22,
    .attrs =
        (const KindAttr[]){
            {"family", ATTR_IGNORE}, {"slot", ATTR_IGNORE}, {"entry", ATTR_RECREATE}, {NULL}},
    .create = "ALTER OPERATOR FAMILY {family} ADD | {entry}",
    .drop = "ALTER OPERATOR FAMILY {family} DROP | {slot}",
};
