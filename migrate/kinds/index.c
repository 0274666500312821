#include "catalog/kind.h"
#include "sql.h"

#define TAIL "{rest}[ WITH ({storage})][ TABLESPACE {tablespace}][{tail}]"

/* The index of a partitioned table has no rows: its parts are built one by one, and nothing of it
 * can be dropped CONCURRENTLY (manual: CREATE INDEX, DROP INDEX). */
static const KindOnline online[] = {
    {ONLINE_CREATE, .holds = "{!whole}",
     .parts = (const KindPart[]){{PART_ALONE, "{concurrent}" TAIL}, {0}}},
    {ONLINE_DROP, .holds = "{!whole}",
     .parts = (const KindPart[]){{PART_ALONE, "DROP INDEX CONCURRENTLY {id}"}, {0}}},
    {ONLINE_REPLACE, .holds = "{!whole}{!old.whole}{!old.invalid}",
     .parts = (const KindPart[]){{PART_ALONE, "{beside}migrate_new_{1} ON " TAIL, .early = true},
                                 {PART_MOMENT, "ALTER INDEX {old.id} RENAME TO migrate_old_{1};;"
                                               "ALTER INDEX {schema}.migrate_new_{1} RENAME TO "
                                               "{name}"},
                                 {PART_ALONE, "DROP INDEX CONCURRENTLY {schema}.migrate_old_{1}"},
                                 {0}}},
    {0}};

const Kind kind_index = {
    .name = "index",
    .type = "INDEX",
    .sql = SQL_index,
    .asked_if = IF_ANY_TABLE,
    .identified = true,
    .rank = 65,
    .attrs = (const KindAttr[]){{"definition", ATTR_RECREATE, .expression = true},
                                {"head", ATTR_IGNORE},
                                {"rest", ATTR_IGNORE},
                                {"concurrent", ATTR_IGNORE},
                                {"beside", ATTR_IGNORE},
                                {"schema", ATTR_IGNORE},
                                {"body", ATTR_IGNORE},
                                {"given", ATTR_IGNORE},
                                {"whole", ATTR_IGNORE},
                                {"storage", ATTR_IGNORE},
                                {"tail", ATTR_IGNORE},
                                {"invalid", ATTR_RECREATE, .settled_by_parts = true},
                                {"shape", ATTR_IGNORE},
                                {"said", ATTR_IGNORE},
                                {"nameless", ATTR_IGNORE},
                                {"plain", ATTR_IGNORE},
                                {"whole_text", ATTR_IGNORE},
                                {"cascade", ATTR_IGNORE},
                                {"tablespace", ATTR_ALTER,
                                 "ALTER INDEX {id} SET TABLESPACE {tablespace}",
                                 "ALTER INDEX {id} SET TABLESPACE pg_default"},
                                {NULL}},
    .create = "{head}[{?lone}ONLY ]" TAIL,
    .drop = "DROP INDEX {id}[ {cascade}]",
    .rename = "ALTER INDEX {id} RENAME TO {new}",
    .rebuilt_by_server = true,
    .parts = {.whole_if = "whole", .lone_if = "invalid", .given_if = "given", .alike_by = "body"},
    .holds_fast = true,
    .likeness = {.by = "shape"},
    .prisma = {.says = true,
               .as = "said",
               .loosely = "plain",
               .featured = "whole_text",
               .nameless = "nameless",
               .once = "shape"},
    .online = online,
};
