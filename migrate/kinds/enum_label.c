#include "catalog/catalog.h"
#include "plan/emit.h"
#include "sql.h"

/* A label's place is given by a neighbour that exists already: the one before it, which is added
 * first, or else the first one behind it that the old type has. */
static bool make(Emit *emit, const Object *new) {
    const Object *parent = new->parent, *neighbour = NULL;
    bool after = false;
    for (guint i = 0; i < parent->child_count && !(neighbour && !after); i++) {
        const Object *sibling = parent->children[i];
        if (sibling->kind != new->kind)
            continue;
        if (sibling->ord == new->ord - 1) {
            neighbour = sibling;
            after = true;
            break;
        }
        if (sibling->ord > new->ord && emit_was_there(emit, sibling))
            neighbour = sibling;
    }
    if (neighbour)
        emit_sql(emit,
                 after ? "ALTER TYPE {parent} ADD VALUE {label} AFTER {1}"
                       : "ALTER TYPE {parent} ADD VALUE {label} BEFORE {1}",
                 NULL, new, object_value(neighbour, "label"));
    else
        emit_sql(emit, "ALTER TYPE {parent} ADD VALUE {label}", NULL, new, NULL);
    return true;
}

const Kind kind_enum_label = {
    .name = "enum_label",
    .sql = SQL_enum_label,
    .asked_if = "SELECT FROM pg_enum WHERE oid >= 16384",
    .rank = 11,
    .attrs = (const KindAttr[]){{"label", ATTR_IGNORE}, {NULL}},
    .create = "ALTER TYPE {parent} ADD VALUE {label}",
    .rename = "ALTER TYPE {parent} RENAME VALUE {label} TO {new_literal}",
    .inline_create = "{label}",
    .data = {DATA_HOLDS},
    .named = true,
    .within = {.ordered = true},
    .likeness = {.asks = true},
    .commit_before_use = true,
    .hooks = {.make = make},
    .prisma = {.says = true},
};
