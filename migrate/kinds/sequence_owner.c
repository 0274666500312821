#include "catalog/catalog.h"
#include "plan/emit.h"
#include "sql.h"

/* The server requires that both have the same owner. A new table gets its owner later, and the
 * sequence with it; an existing one has it. */
static bool make(Emit *emit, const Object *new) {
    const Object *table = new->dep_count ? object_root(new->deps[0].object) : NULL;
    if (table && emit_was_there(emit, table))
        emit_sql(emit, "[ALTER SEQUENCE {parent} OWNER TO {table_owner}]", NULL, new, NULL);
    return false;
}

const Kind kind_sequence_owner = {
    .name = "sequence_owner",
    .sql = SQL_sequence_owner,
    .asked_if = "SELECT FROM pg_sequence WHERE seqrelid <> ALL (ignored.relations)",
    .rank = 60,
    .attrs = (const KindAttr[]){{"table_owner", ATTR_IGNORE},
                                {"column", ATTR_ALTER, "ALTER SEQUENCE {parent} OWNED BY {column}"},
                                {NULL}},
    .create = "ALTER SEQUENCE {parent} OWNED BY {column}",
    .drop = "ALTER SEQUENCE {parent} OWNED BY NONE",
    .facet = true,
    .hooks = {.make = make},
    .prisma = {.stated = "owned by"},
};
