#include "catalog/kind.h"
#include "sql.h"

const Kind kind_aggregate = {
    .name = "aggregate",
    .type = "AGGREGATE",
    .sql = SQL_aggregate,
    .asked_if = "SELECT FROM pg_aggregate WHERE aggfnoid >= 16384",
    .rank = 46,
    .attrs = (const KindAttr[]){{"signature", ATTR_IGNORE},
                                {"qualified", ATTR_IGNORE},
                                {"arguments", ATTR_IGNORE},
                                {"result", ATTR_RECREATE},
                                {"argument_names", ATTR_RECREATE},
                                {"direct_arguments", ATTR_RECREATE},
                                {"hypothetical", ATTR_IGNORE},
                                {"transition", ATTR_REPLACE},
                                {"state", ATTR_REPLACE},
                                {"state_size", ATTR_REPLACE},
                                {"final", ATTR_REPLACE},
                                {"final_extra", ATTR_REPLACE},
                                {"final_modify", ATTR_REPLACE},
                                {"combine", ATTR_REPLACE},
                                {"serialize", ATTR_REPLACE},
                                {"deserialize", ATTR_REPLACE},
                                {"initial", ATTR_REPLACE},
                                {"moving_transition", ATTR_REPLACE},
                                {"moving_inverse", ATTR_REPLACE},
                                {"moving_state", ATTR_REPLACE},
                                {"moving_state_size", ATTR_REPLACE},
                                {"moving_final", ATTR_REPLACE},
                                {"moving_final_extra", ATTR_REPLACE},
                                {"moving_final_modify", ATTR_REPLACE},
                                {"moving_initial", ATTR_REPLACE},
                                {"sort_operator", ATTR_REPLACE},
                                {"parallel", ATTR_REPLACE},
                                {NULL}},
    .create = "CREATE [{?replace}OR REPLACE ]AGGREGATE {qualified}({arguments}) (\n"
              "    SFUNC = {transition},\n"
              "    STYPE = {state}"
              "[,\n    SSPACE = {state_size}]"
              "[,\n    FINALFUNC = {final}]"
              "[,\n    {final_extra}]"
              "[,\n    FINALFUNC_MODIFY = {final_modify}]"
              "[,\n    COMBINEFUNC = {combine}]"
              "[,\n    SERIALFUNC = {serialize}]"
              "[,\n    DESERIALFUNC = {deserialize}]"
              "[,\n    INITCOND = {initial}]"
              "[,\n    MSFUNC = {moving_transition}]"
              "[,\n    MINVFUNC = {moving_inverse}]"
              "[,\n    MSTYPE = {moving_state}]"
              "[,\n    MSSPACE = {moving_state_size}]"
              "[,\n    MFINALFUNC = {moving_final}]"
              "[,\n    {moving_final_extra}]"
              "[,\n    MFINALFUNC_MODIFY = {moving_final_modify}]"
              "[,\n    MINITCOND = {moving_initial}]"
              "[,\n    SORTOP = {sort_operator}]"
              "[,\n    PARALLEL = {parallel}]"
              "[,\n    {hypothetical}]"
              "\n)",
    .drop = "DROP AGGREGATE {id}",
    .rename = "ALTER AGGREGATE {id} RENAME TO {new}",
};
