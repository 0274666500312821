#include "catalog/catalog.h"
#include "plan/emit.h"
#include "sql.h"

#include <stdio.h>
#include <string.h>

#define ALTER "ALTER TABLE {parent} | ALTER COLUMN {name} "

static bool same(const char *one, const char *two) {
    return g_strcmp0(one, two) == 0;
}

/* Whether the server has an implicit or assignment cast from the old column's type to the new
 * one's; any type can be assigned to a string type (manual: CREATE CAST). */
static bool is_assignable(const Object *old, const Object *new) {
    const char *to = object_value(new, "base_type"), *targets = object_value(old, "assignable");
    if (same(object_value(old, "base_type"), to) || same(object_value(new, "category"), "S"))
        return true;
    if (!targets)
        return false;
    g_auto(GStrv) names = g_strsplit(targets, "|", -1);
    return g_strv_contains((const gchar *const *)names, to);
}

/* Type and collation change in one action; what templates can't say is whether USING is needed,
 * which the server does not allow for a generated column. */
static bool alter(Emit *emit, const Object *old, const Object *new) {
    if (!emit_is_due(emit, "type") && !emit_is_due(emit, "collation"))
        return false;
    if (emit_is_due(emit, "generated") && !object_value(new, "generated")) {
        emit_sql(emit, "ALTER TABLE {parent} ALTER COLUMN {name} DROP EXPRESSION", old, new, NULL);
        emit_handled(emit, "generated");
    }
    emit_sql(emit,
             is_assignable(old, new) || object_value(new, "generated")
                 ? ALTER "TYPE {type}[ COLLATE {collation}]"
                 : ALTER "TYPE {type}[ COLLATE {collation}][ USING {name}::{text_type}::{type}]",
             old, new, NULL);
    emit_handled(emit, "type");
    emit_handled(emit, "collation");
    return false;
}

/* The numbers in "numeric(10,2)": precision and scale, or a length; -1 where there is none. */
static void modifiers(const char *type, int *first, int *second) {
    *first = *second = -1;
    const char *open = strchr(type, '(');
    if (open && sscanf(open, "(%d,%d", first, second) == 1)
        *second = 0;
}

/* Whether every value of `from` is one of `to` when only the modifiers differ. */
static bool modifiers_widen(const char *base, const char *from, const char *to) {
    int from_first, from_second, to_first, to_second;
    modifiers(from, &from_first, &from_second);
    modifiers(to, &to_first, &to_second);
    if (to_first < 0)
        return strcmp(base, "character") != 0;
    if (from_first < 0)
        return false;
    if (strcmp(base, "numeric") == 0)
        return to_second >= from_second && to_first - to_second >= from_first - from_second;
    return to_first >= from_first;
}

/* Changes of type that keep every value, beside those to text (manual: chapter Data Types). */
static const char *const widening[][2] = {
    {"smallint", "integer"},
    {"smallint", "bigint"},
    {"integer", "bigint"},
    {"smallint", "numeric"},
    {"integer", "numeric"},
    {"bigint", "numeric"},
    {"smallint", "double precision"},
    {"integer", "double precision"},
    {"smallint", "real"},
    {"real", "double precision"},
    {"date", "timestamp without time zone"},
    {"date", "timestamp with time zone"},
    {"timestamp without time zone", "timestamp with time zone"},
    {"timestamp with time zone", "timestamp without time zone"},
    {"cidr", "inet"},
    {"character varying", "citext"},
    {"text", "citext"},
    {"text", "character varying"},
    {"json", "jsonb"},
    {"macaddr", "macaddr8"},
    {"character", "character varying"},
};

static const char *loses(const Object *old, const Object *new) {
    const char *from = object_value(old, "type"), *to = object_value(new, "type");
    const char *from_base = object_value(old, "base_type"),
               *to_base = object_value(new, "base_type");
    if (same(from, to) || object_value(new, "derived"))
        return NULL;
    bool keeps = strcmp(to, "text") == 0 || strcmp(to, "character varying") == 0;
    if (same(from_base, to_base))
        keeps = keeps || modifiers_widen(from_base, from, to);
    for (guint i = 0; !keeps && i < G_N_ELEMENTS(widening); i++)
        keeps = strcmp(widening[i][0], from_base) == 0 && strcmp(widening[i][1], to_base) == 0 &&
                !strchr(to, '(');
    return keeps ? NULL : "the new type cannot hold every value of the old one";
}

const Kind kind_column = {
    .name = "column",
    .type = "COLUMN",
    .sql = SQL_column,
    .rank = 50,
    .named = true,
    .attrs =
        (const KindAttr[]){
            {"local", ATTR_IGNORE},
            {"type", ATTR_ALTER, ALTER "TYPE {type}", .breaks_dependents = true},
            {"base_type", ATTR_IGNORE},
            {"category", ATTR_IGNORE},
            {"assignable", ATTR_IGNORE},
            {"text_type", ATTR_IGNORE},
            {"collation", ATTR_ALTER, ALTER "TYPE {type}[ COLLATE {collation}]",
             ALTER "TYPE {type}[ COLLATE {collation}]", .breaks_dependents = true},
            {"options", ATTR_IGNORE},
            {"derived", ATTR_IGNORE},
            {"not_null", ATTR_ALTER, ALTER "SET NOT NULL", ALTER "DROP NOT NULL"},
            {"generated", ATTR_ALTER, NULL, ALTER "DROP EXPRESSION", .expression = true},
            {NULL}},
    .create = "ALTER TABLE {parent} | ADD COLUMN {name} {type}[ OPTIONS ({options})][ COLLATE "
              "{collation}][ {generated}][{?parts} {parts}][ {not_null}]",
    .drop = "ALTER TABLE [{?alone}ONLY ]{parent} | DROP COLUMN {name}",
    .rename = "ALTER TABLE {parent} RENAME COLUMN {name} TO {new}",
    .inline_create = "[{local}{name} {type}[ OPTIONS ({options})][ COLLATE {collation}][ "
                     "{generated}][{?parts} {parts}][ {not_null}]]",
    .separator = " ",
    .data = DATA_HOLDS,
    .derived_if = "derived",
    .adopt = ALTER "TYPE {type}[ COLLATE {collation}][ USING {name}::{text_type}::{type}]",
    .look_alike_asks = true,
    .look_alike = "type",
    .alter = alter,
    .loses = loses,
};
