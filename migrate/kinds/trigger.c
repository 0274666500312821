#include "catalog/kind.h"
#include "sql.h"

/* Replacing a trigger enables it. */
const Kind kind_trigger = {
    .name = "trigger",
    .type = "TRIGGER",
    .sql = SQL_trigger,
    .asked_if =
        "SELECT FROM pg_trigger WHERE NOT tgisinternal AND tgrelid <> ALL (ignored.relations)",
    .identified = true,
    .rank = 80,
    .attrs =
        (const KindAttr[]){{"table", ATTR_IGNORE},
                           {"definition", ATTR_REPLACE, .expression = true},
                           {"fixed_definition", ATTR_RECREATE, .expression = true},
                           {"enabled", ATTR_ALTER, "ALTER TABLE {table} | {enabled} TRIGGER {name}",
                            "ALTER TABLE {table} | ENABLE TRIGGER {name}"},
                           {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ][{definition}][{fixed_definition}]"
              "[{=enabled};;ALTER TABLE {table} | {enabled} TRIGGER {name}]",
    .drop = "DROP TRIGGER {name} ON {table}",
    .rename = "ALTER TRIGGER {name} ON {table} RENAME TO {new}",
};
