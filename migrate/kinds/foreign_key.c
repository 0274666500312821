#include "catalog/kind.h"
#include "sql.h"

#define ADDED "{definition}[ {deferrable}] NOT VALID"

/* Before version 18 a partitioned table takes no NOT VALID; on all versions it adopts the keys that
 * its partitions have, and reads nothing then. */
static const KindOnline online[] = {
    {ONLINE_CREATE, .holds = "{!not_valid}{!not_enforced}{?parent.partition_key}",
     .parts =
         (const KindPart[]){
             {PART_MOMENT, "ALTER TABLE {leaf} | ADD CONSTRAINT {name} " ADDED, .each_leaf = true,
              .wide = true},
             {PART_SCAN, "ALTER TABLE {leaf} VALIDATE CONSTRAINT {name}", .each_leaf = true},
             {PART_MOMENT,
              "ALTER TABLE {parent} | ADD CONSTRAINT {name} {definition}[ {deferrable}]",
              .wide = true},
             {0}}},
    {ONLINE_CREATE, .holds = "{!not_valid}{!not_enforced}",
     .parts =
         (const KindPart[]){
             {PART_MOMENT, "ALTER TABLE {parent} | ADD CONSTRAINT {name} " ADDED, .wide = true},
             {PART_SCAN, "ALTER TABLE {parent} VALIDATE CONSTRAINT {name}"},
             {0}}},
    {ONLINE_REPLACE, .holds = "{!not_valid}{!not_enforced}{!parent.partition_key}",
     .parts =
         (const KindPart[]){
             {PART_MOMENT, "ALTER TABLE {parent} | ADD CONSTRAINT migrate_new_{1} " ADDED,
              .early = true, .wide = true},
             {PART_SCAN, "ALTER TABLE {parent} VALIDATE CONSTRAINT migrate_new_{1}", .early = true},
             {PART_MOMENT,
              "ALTER TABLE {parent} DROP CONSTRAINT {old.name};;"
              "ALTER TABLE {parent} RENAME CONSTRAINT migrate_new_{1} TO {name}",
              .wide = true},
             {0}}},
    {ONLINE_ALTER, "not_valid", "{!not_valid}",
     .parts =
         (const KindPart[]){{PART_SCAN, "ALTER TABLE {parent} VALIDATE CONSTRAINT {name}"}, {0}}},
    {0}};

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
    .online = online,
};
