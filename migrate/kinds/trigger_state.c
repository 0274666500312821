#include "catalog/kind.h"
#include "sql.h"

#define SET "ALTER TABLE ONLY {table} | {enabled} TRIGGER {name}"

const Kind kind_trigger_state = {
    .name = "trigger_state",
    .sql = SQL_trigger_state,
    .asked_if = "SELECT FROM pg_trigger WHERE tgparentid <> 0",
    .rank = 81,
    .attrs = (const KindAttr[]){{"table", ATTR_IGNORE},
                                {"enabled", ATTR_ALTER, SET},
                                {"of_whole", ATTR_ALTER, SET},
                                {NULL}},
    .create = SET,
    .drop = "ALTER TABLE ONLY {table} | {of_whole} TRIGGER {name}",
    .facet = true,
    .prisma = {.stated = "enable trigger|disable trigger|enable always|enable replica"},
};
