#include "catalog/kind.h"
#include "sql.h"

/* No statement names one of these triggers, whose names differ between databases: all go together,
 * those that users made among them, and need a superuser. */
const Kind kind_disabled_checks = {
    .name = "disabled_checks",
    .sql = SQL_disabled_checks,
    .asked_if = "SELECT FROM pg_trigger WHERE tgisinternal AND tgenabled <> 'O'",
    .rank = 97,
    .attrs = (const KindAttr[]){{"table", ATTR_IGNORE}, {"of", ATTR_RECREATE}, {NULL}},
    .create = "ALTER TABLE {table} DISABLE TRIGGER ALL",
    .drop = "ALTER TABLE {table} ENABLE TRIGGER ALL",
    .facet = true,
};
