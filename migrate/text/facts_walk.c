#include "text/facts_walk.h"

Fact *walk_add(Walk *walk, FactKind kind, const char *part, gsize offset) {
    const Statement *statement = walk->statement;
    Location place = {.line = statement->line, .column = statement->column};
    offset = MIN(offset, statement->length);
    location_advance(&place, statement->text, offset);
    Fact *fact = g_new(Fact, 1);
    *fact = (Fact){.kind = kind,
                   .what = walk->what,
                   .schema = g_strdup(walk->schema),
                   .name = g_strdup(walk->name),
                   .part = g_strdup(part),
                   .offset = offset,
                   .line = place.line,
                   .column = place.column};
    g_ptr_array_add(walk->facts, fact);
    return fact;
}

void walk_add_detailed(Walk *walk, FactKind kind, const char *part, gsize offset,
                       const char *detail) {
    walk_add(walk, kind, part, offset)->detail = g_strdup(detail);
}

void walk_about(Walk *walk, const char *what, const Json *range_var) {
    walk->what = what;
    walk->schema = parse_string(range_var, "schemaname");
    walk->name = parse_string(range_var, "relname");
}

void walk_about_listed(Walk *walk, const char *what, const Json *list, gsize from_end) {
    walk->what = what;
    walk->name = parse_list_string(list, from_end);
    walk->schema = parse_list_string(list, from_end + 1);
}

/* Kinds of objects by the server's ObjectType. */
static const struct {
    const char *type, *what;
} objects[] = {
    {"OBJECT_TABLE", "table"},         {"OBJECT_FOREIGN_TABLE", "foreign_table"},
    {"OBJECT_VIEW", "view"},           {"OBJECT_MATVIEW", "materialized_view"},
    {"OBJECT_SEQUENCE", "sequence"},   {"OBJECT_INDEX", "index"},
    {"OBJECT_TYPE", "type"},           {"OBJECT_DOMAIN", "domain"},
    {"OBJECT_FUNCTION", "function"},   {"OBJECT_PROCEDURE", "procedure"},
    {"OBJECT_SCHEMA", "schema"},       {"OBJECT_COLUMN", "column"},
    {"OBJECT_ATTRIBUTE", "attribute"},
};

const char *walk_what(const Json *node, const char *key) {
    for (guint i = 0; i < G_N_ELEMENTS(objects); i++)
        if (parse_is(node, key, objects[i].type))
            return objects[i].what;
    return NULL;
}
