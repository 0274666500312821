#include "catalog/kind.h"
#include "sql.h"

/* A shell that becomes an operator is the same partner as before; an operator that becomes a shell
 * is dropped first, and no longer a partner. */
const Kind kind_operator = {
    .name = "operator",
    .type = "OPERATOR",
    .sql = SQL_operator,
    .asked_if = "SELECT FROM pg_operator WHERE oid >= 16384",
    .rank = 20,
    .attrs = (const KindAttr[]){{"function", ATTR_RECREATE},
                                {"left", ATTR_IGNORE},
                                {"right", ATTR_IGNORE},
                                {"commutator", ATTR_RECREATE},
                                {"negator", ATTR_RECREATE},
                                {"shell_commutator", ATTR_ALTER, NULL, ""},
                                {"shell_negator", ATTR_ALTER, NULL, ""},
                                {"restrict", ATTR_ALTER,
                                 "ALTER OPERATOR {id} SET (RESTRICT = {restrict})",
                                 "ALTER OPERATOR {id} SET (RESTRICT = NONE)"},
                                {"join", ATTR_ALTER, "ALTER OPERATOR {id} SET (JOIN = {join})",
                                 "ALTER OPERATOR {id} SET (JOIN = NONE)"},
                                {"hashes", ATTR_RECREATE},
                                {"merges", ATTR_RECREATE},
                                {NULL}},
    .create = "CREATE OPERATOR {name} (\n"
              "    FUNCTION = {function}"
              "[,\n    LEFTARG = {left}]"
              "[,\n    RIGHTARG = {right}]"
              "[,\n    COMMUTATOR = {commutator}]"
              "[,\n    NEGATOR = {negator}]"
              "[,\n    RESTRICT = {restrict}]"
              "[,\n    JOIN = {join}]"
              "[,\n    {hashes}]"
              "[,\n    {merges}]"
              "\n)",
    .drop = "DROP OPERATOR {id}[;;DROP OPERATOR IF EXISTS {shell_commutator}][;;DROP OPERATOR IF "
            "EXISTS {shell_negator}]",
};
