#include "catalog/catalog.h"
#include "catalog/retyping.h"
#include "sql.h"

/* What the server made for the type keeps its name when the type is renamed. */
#define ASIDE                                                                                      \
    "ALTER TYPE {id} RENAME TO {aside}"                                                            \
    ";;ALTER FUNCTION {constructor}({subtype}, {subtype}) RENAME TO {aside}"                       \
    ";;ALTER FUNCTION {constructor}({subtype}, {subtype}, text) RENAME TO {aside}"                 \
    "[;;ALTER TYPE {multirange} RENAME TO {aside}_multirange"                                      \
    ";;ALTER FUNCTION {multirange_constructor}() RENAME TO {aside}"                                \
    ";;ALTER FUNCTION {multirange_constructor}({schema}.{aside}) RENAME TO {aside}_one"            \
    ";;ALTER FUNCTION {multirange_constructor}(VARIADIC {schema}.{aside}\\[\\]) RENAME TO "        \
    "{aside}_many]"

/* The functions that the server made for the type, and those for its multirange. */
#define OF_RANGE(name, action)                                                                     \
    ";;ALTER FUNCTION " name "({subtype}, {subtype}) " action ";;ALTER FUNCTION " name             \
    "({subtype}, {subtype}, text) " action
#define OF_MULTIRANGE(name, action)                                                                \
    ";;ALTER FUNCTION " name "() " action ";;ALTER FUNCTION " name "({id}) " action                \
    ";;ALTER FUNCTION " name "(VARIADIC {id}\\[\\]) " action
#define TO_SCHEMA(whose, which)                                                                    \
    whose("{old." which "_schema}.{old." which "_name}", "SET SCHEMA {" which "_schema}")
#define TO_NAME(whose, which)                                                                      \
    whose("{" which "_schema}.{old." which "_name}", "RENAME TO {" which "_name}")
/* After CREATE, which names them like their type, in the schema of the range. */
#define APART(whose, which, type)                                                                  \
    "[{?" which                                                                                    \
    "_moved}" whose(type, "SET SCHEMA {" which "_schema}") "][{?" which "_renamed}" whose(         \
        "{" which "_schema}.{" which "_made_as}", "RENAME TO {" which "_name}") "]"

static const char *loses(const Object *old, const Object *new) {
    return retyping_loses(object_value(old, "subtype"), object_value(new, "subtype"), NULL);
}

const Kind kind_range = {
    .name = "range",
    .type = "TYPE",
    .sql = SQL_range,
    .asked_if = "SELECT FROM pg_range WHERE rngtypid >= 16384",
    .rank = 9,
    .attrs =
        (const KindAttr[]){{"schema", ATTR_IGNORE},
                           {"constructor", ATTR_IGNORE},
                           {"multirange", ATTR_IGNORE},
                           {"multirange_constructor", ATTR_IGNORE},
                           {"constructor_schema", ATTR_ALTER, TO_SCHEMA(OF_RANGE, "constructor")},
                           {"constructor_name", ATTR_ALTER, TO_NAME(OF_RANGE, "constructor")},
                           {"constructor_made_as", ATTR_IGNORE},
                           {"constructor_moved", ATTR_IGNORE},
                           {"constructor_renamed", ATTR_IGNORE},
                           {"multirange_constructor_schema", ATTR_ALTER,
                            TO_SCHEMA(OF_MULTIRANGE, "multirange_constructor")},
                           {"multirange_constructor_name", ATTR_ALTER,
                            TO_NAME(OF_MULTIRANGE, "multirange_constructor")},
                           {"multirange_constructor_made_as", ATTR_IGNORE},
                           {"multirange_constructor_moved", ATTR_IGNORE},
                           {"multirange_constructor_renamed", ATTR_IGNORE},
                           {"subtype", ATTR_RECREATE},
                           {"operator_class", ATTR_RECREATE},
                           {"collation", ATTR_RECREATE},
                           {"canonical", ATTR_RECREATE},
                           {"subtype_diff", ATTR_RECREATE},
                           {NULL}},
    .create = "CREATE TYPE {id} AS RANGE (\n"
              "    SUBTYPE = {subtype}"
              "[,\n    SUBTYPE_OPCLASS = {operator_class}]"
              "[,\n    COLLATION = {collation}]"
              "[,\n    CANONICAL = {canonical}]"
              "[,\n    SUBTYPE_DIFF = {subtype_diff}]"
              "[{?parts},\n    {parts}]"
              "\n)" APART(OF_RANGE, "constructor", "{id}")
                  APART(OF_MULTIRANGE, "multirange_constructor",
                        "{schema}.{multirange_constructor_made_as}"),
    .drop = "DROP TYPE {id}",
    .rename = "ALTER TYPE {id} RENAME TO {new}",
    .aside = {.move = ASIDE, .drop = "DROP TYPE {schema}.{aside}"},
    .separator = ",\n    ",
    .within = {.with_parent = true},
    .likeness = {.asks = true},
    .hooks = {.loses = loses},
};
