#include "catalog/kind.h"
#include "sql.h"

/* The index's options, which are objects of their own, and its tablespace stand in the middle of
 * the definition. */
#define BODY                                                                                       \
    "[{!head}{definition}][{head}[ WITH ({storage})][ USING INDEX TABLESPACE "                     \
    "{tablespace}][{tail}]]"

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
};
