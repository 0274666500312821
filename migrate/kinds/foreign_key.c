#include "catalog/kind.h"
#include "sql.h"

const Kind kind_foreign_key = {
    .name = "foreign_key",
    .type = "CONSTRAINT",
    .sql = SQL_foreign_key,
    .asked_if =
        "SELECT FROM pg_constraint WHERE contype = 'f' AND oid >= 16384 AND conrelid <> ALL "
        "(ignored.relations)",
    .identified = true,
    .rank = 72,
    .attrs = (const KindAttr[]){{"inline", ATTR_IGNORE},
                                {"definition", ATTR_RECREATE},
                                {"said", ATTR_IGNORE},
                                {"deferrable", ATTR_ALTER,
                                 "ALTER TABLE {parent} | ALTER CONSTRAINT {name} {deferrable}",
                                 "ALTER TABLE {parent} | ALTER CONSTRAINT {name} NOT DEFERRABLE"},
                                {"not_enforced", ATTR_ALTER,
                                 "ALTER TABLE {parent} | ALTER CONSTRAINT {name} NOT ENFORCED",
                                 "ALTER TABLE {parent} | ALTER CONSTRAINT {name} ENFORCED"},
                                {"not_valid", ATTR_ALTER, NULL,
                                 "ALTER TABLE {parent} | VALIDATE CONSTRAINT {name}"},
                                {NULL}},
    .create = "ALTER TABLE {parent} | ADD CONSTRAINT {name} {definition}[ {deferrable}][ "
              "{not_enforced}][ {not_valid}]",
    .inline_create =
        "{inline}{!not_valid}CONSTRAINT {name} {definition}[ {deferrable}][ {not_enforced}]",
    .drop = "ALTER TABLE {parent} | DROP CONSTRAINT {name}",
    .rename = "ALTER TABLE {parent} RENAME CONSTRAINT {name} TO {new}",
    .inheritance = {.kept_when_detached = true},
    .holds_fast = true,
    .likeness = {.by = "definition"},
    .prisma = {.says = true, .as = "said"},
};
