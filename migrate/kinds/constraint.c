#include "catalog/kind.h"
#include "sql.h"

/* The index's options, which are objects of their own, and its tablespace stand in the middle of
 * the definition. */
#define BODY                                                                                       \
    "[{!head}{definition}][{head}[ WITH ({storage})][ USING INDEX TABLESPACE "                     \
    "{tablespace}][{tail}]]"

#define BUILT "ON {parent} USING btree {built}[ WITH ({storage})][ TABLESPACE {tablespace}]"
#define USING "{using_index} USING INDEX"

/* A check can be added without looking at the rows, and an index be built before it becomes a
 * constraint's: not that of a partitioned table, whose parts are built one by one, nor that of an
 * exclusion constraint (manual: ALTER TABLE, Notes). */
static const KindOnline online[] = {
    {ONLINE_CREATE, .holds = "{checks}{!not_valid}",
     .parts =
         (const KindPart[]){
             {PART_MOMENT, "ALTER TABLE {parent} | ADD CONSTRAINT {name} {definition} NOT VALID"},
             {PART_SCAN, "ALTER TABLE {parent} VALIDATE CONSTRAINT {name}"},
             {0}}},
    {ONLINE_REPLACE, .holds = "{checks}{old.checks}{!not_valid}",
     .parts =
         (const KindPart[]){
             {PART_MOMENT,
              "ALTER TABLE {parent} | ADD CONSTRAINT migrate_new_{1} {definition} NOT VALID",
              .early = true},
             {PART_SCAN, "ALTER TABLE {parent} VALIDATE CONSTRAINT migrate_new_{1}", .early = true},
             {PART_MOMENT, "ALTER TABLE {parent} DROP CONSTRAINT {old.name};;"
                           "ALTER TABLE {parent} RENAME CONSTRAINT migrate_new_{1} TO {name}"},
             {0}}},
    {ONLINE_CREATE, .holds = "{using_index}{!whole}",
     .parts =
         (const KindPart[]){{PART_ALONE, "CREATE UNIQUE INDEX CONCURRENTLY {index_name} " BUILT},
                            {PART_MOMENT, "ALTER TABLE {parent} | ADD CONSTRAINT {name} " USING
                                          " {index_name}[{tail}]"},
                            {0}}},
    {ONLINE_REPLACE, .holds = "{using_index}{!whole}{!old.whole}",
     .parts =
         (const KindPart[]){
             {PART_ALONE, "CREATE UNIQUE INDEX CONCURRENTLY migrate_new_{1} " BUILT, .early = true},
             {PART_MOMENT,
              "ALTER TABLE {parent} | DROP CONSTRAINT {old.name};;"
              "ALTER TABLE {parent} | ADD CONSTRAINT {name} " USING " migrate_new_{1}[{tail}]"},
             {0}}},
    {ONLINE_ALTER, "not_valid", "{!not_valid}",
     .parts =
         (const KindPart[]){{PART_SCAN, "ALTER TABLE {parent} VALIDATE CONSTRAINT {name}"}, {0}}},
    {0}};

const Kind kind_constraint = {
    .name = "constraint",
    .type = "CONSTRAINT",
    .sql = SQL_constraint,
    .asked_if = IF_ANY_TABLE,
    .identified = true,
    .rank = 55,
    .attrs =
        (const KindAttr[]){
            {"invalid", ATTR_RECREATE, .settled_by_parts = true},
            {"tacit", ATTR_IGNORE},
            {"given", ATTR_IGNORE},
            {"inline", ATTR_IGNORE},
            {"passed_on", ATTR_IGNORE},
            {"definition", ATTR_RECREATE, .expression = true},
            {"said", ATTR_IGNORE},
            {"shape", ATTR_IGNORE},
            {"nameless", ATTR_IGNORE},
            {"head", ATTR_IGNORE},
            {"whole", ATTR_IGNORE},
            {"tail", ATTR_IGNORE},
            {"index", ATTR_IGNORE},
            {"index_name", ATTR_IGNORE},
            {"checks", ATTR_IGNORE},
            {"using_index", ATTR_IGNORE},
            {"built", ATTR_IGNORE},
            {"storage", ATTR_IGNORE},
            {"tablespace", ATTR_ALTER, "ALTER INDEX {index} SET TABLESPACE {tablespace}",
             "ALTER INDEX {index} SET TABLESPACE pg_default"},
            {"not_valid", ATTR_ALTER, NULL, "ALTER TABLE {parent} | VALIDATE CONSTRAINT {name}"},
            {NULL}},
    .create = "ALTER TABLE [{?lone}ONLY ]{parent} | ADD CONSTRAINT {name} " BODY "[ {not_valid}]",
    .drop = "ALTER TABLE {parent} | DROP CONSTRAINT {name}",
    .rename = "ALTER TABLE {parent} RENAME CONSTRAINT {name} TO {new}",
    .inline_create = "{inline}{!not_valid}CONSTRAINT {name} " BODY,
    .rebuilt_by_server = true,
    .parts = {.whole_if = "whole",
              .lone_if = "invalid",
              .given_if = "given",
              .alike_by = "definition"},
    .inheritance = {.inherited_if = "passed_on"},
    .holds_fast = true,
    .tacit_if = "tacit",
    .likeness = {.by = "definition"},
    .prisma = {.says = true,
               .as = "said",
               .nameless = "nameless",
               .once = "shape",
               .stated = "check|exclude"},
    .online = online,
};
