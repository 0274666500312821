#include "catalog/catalog.h"
#include "catalog/retyping.h"
#include "plan/emit.h"
#include "sql.h"

#include <string.h>

#define ALTER "ALTER TABLE {parent} | ALTER COLUMN {name} "
/* A serial column says it by itself, as long as it need not have a name. */
#define NOT_NULL                                                                                   \
    "[{!counted}[ CONSTRAINT {not_null_name}][ {not_null}]]"                                       \
    "[{?counted} CONSTRAINT {not_null_name}[ {not_null}]]"

static bool same(const char *one, const char *two) {
    return g_strcmp0(one, two) == 0;
}

/* Whether `list` of the old column names the type of the new one. Domains count as what they are
 * over, and two arrays as their elements: casts are those of these. */
static bool has_cast(const Object *old, const Object *new, const char *list) {
    const char *targets = object_value(old, list);
    bool alike =
        same(object_value(old, "category"), "A") == same(object_value(new, "category"), "A");
    g_auto(GStrv) names = g_strsplit(targets && alike ? targets : "", "|", -1);
    return g_strv_contains((const gchar *const *)names, object_value(new, "cast_type"));
}

/* Whether the server has an implicit or assignment cast from the old column's type to the new
 * one's; any type can be assigned to a string type (manual: CREATE CAST). */
static bool is_assignable(const Object *old, const Object *new) {
    return same(object_value(old, "base_type"), object_value(new, "base_type")) ||
           same(object_value(new, "category"), "S") || has_cast(old, new, "assignable");
}

/* How the old values become new ones: by a cast that has to be asked for, or else through their
 * text, an array's elements one by one. */
static const char *retype(const Object *old, const Object *new) {
    if (is_assignable(old, new) || object_value(new, "generated"))
        return ALTER "TYPE {type}[ COLLATE {collation}]";
    if (has_cast(old, new, "castable") && object_value(new, "text_type"))
        return ALTER "TYPE {type}[ COLLATE {collation}] USING {name}::{type}";
    return same(object_value(old, "text_type"), object_value(new, "text_type"))
               ? ALTER "TYPE {type}[ COLLATE {collation}][ USING {name}::{text_type}::{type}]"
               : ALTER "TYPE {type}[ COLLATE {collation}] USING {name}::text::{type}";
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
    emit_sql(emit, retype(old, new), old, new, NULL);
    emit_handled(emit, "type");
    emit_handled(emit, "collation");
    return false;
}

static const char *loses(const Object *old, const Object *new) {
    const char *to = object_value(new, object_value(new, "checked") ? "type" : "stored");
    return object_value(new, "derived") || same(object_value(old, "type"), to)
               ? NULL
               : retyping_loses(object_value(old, "stored"), to, object_value(old, "same_bits"));
}

/* A check that says the same lets SET NOT NULL pass without reading the table (manual: ALTER TABLE,
 * SET NOT NULL). A default that is computed for each row would be so for all rows at once. */
#define CHECKED "migrate_not_null_{1}"
#define ADD_CHECK                                                                                  \
    "ALTER TABLE {parent} | ADD CONSTRAINT " CHECKED " CHECK ({name} IS NOT NULL) NOT VALID"
#define VALIDATE "ALTER TABLE {parent} VALIDATE CONSTRAINT " CHECKED
#define REQUIRE                                                                                    \
    "[{!not_null_name}" ALTER "SET NOT NULL][ALTER TABLE {parent} | ADD CONSTRAINT "               \
    "{not_null_name} NOT NULL {name}];;ALTER TABLE {parent} DROP CONSTRAINT " CHECKED
static const KindOnline online[] = {
    {ONLINE_ALTER, "not_null", "{not_null}{!old.not_null}",
     .parts =
         (const KindPart[]){
             {PART_MOMENT, ADD_CHECK}, {PART_SCAN, VALIDATE}, {PART_MOMENT, REQUIRE}, {0}}},
    {ONLINE_CREATE, .holds = "{volatile}{local}{!counted}{!options}{parent.batch_key}",
     .parts =
         (const KindPart[]){
             {PART_MOMENT,
              "ALTER TABLE {parent} | ADD COLUMN {name} {type}[ COLLATE {collation}];;" ALTER
              "SET DEFAULT {volatile}"},
             {PART_ALONE, "-- migrate: batch key={parent.batch_key}\nUPDATE {parent} SET {name} = "
                          "DEFAULT WHERE {name} IS NULL"},
             {PART_MOMENT, "{?not_null}" ADD_CHECK},
             {PART_SCAN, "{?not_null}" VALIDATE},
             {PART_MOMENT, "{?not_null}" REQUIRE},
             {0}}},
    {0}};

const Kind kind_column = {
    .name = "column",
    .type = "COLUMN",
    .sql = SQL_column,
    .asked_if = IF_ANY_TABLE,
    .rank = 50,
    .named = true,
    .attrs =
        (const KindAttr[]){{"local", ATTR_IGNORE},
                           {"declared", ATTR_IGNORE},
                           {"type", ATTR_ALTER, ALTER "TYPE {type}", .breaks_dependents = true,
                            .loosely = "close_type"},
                           {"serial", ATTR_IGNORE},
                           {"base_type", ATTR_IGNORE},
                           {"category", ATTR_IGNORE},
                           {"list", ATTR_IGNORE},
                           {"assignable", ATTR_IGNORE},
                           {"castable", ATTR_IGNORE},
                           {"same_bits", ATTR_IGNORE},
                           {"cast_type", ATTR_IGNORE},
                           {"stored", ATTR_IGNORE},
                           {"checked", ATTR_IGNORE},
                           {"close_type", ATTR_IGNORE},
                           {"text_type", ATTR_IGNORE},
                           {"collation", ATTR_ALTER, ALTER "TYPE {type}[ COLLATE {collation}]",
                            ALTER "TYPE {type}[ COLLATE {collation}]", .breaks_dependents = true,
                            .unsaid_if = "type"},
                           {"options", ATTR_IGNORE},
                           {"derived", ATTR_IGNORE, .unsaid_if = "type"},
                           {"not_null_name", ATTR_IGNORE, .unsaid_if = "list"},
                           {"not_null_constraint", ATTR_IGNORE, .unsaid_if = "list"},
                           {"not_null", ATTR_ALTER,
                            "[{!not_null_name}" ALTER "SET NOT NULL][ALTER TABLE {parent} | ADD "
                            "CONSTRAINT {not_null_name} NOT NULL {name}]",
                            ALTER "DROP NOT NULL", .unsaid_if = "list"},
                           {"required", ATTR_IGNORE, .unsaid_if = "list"},
                           {"volatile", ATTR_IGNORE, .unsaid_if = "list"},
                           {"free", ATTR_IGNORE},
                           {"generated_by_ancestor", ATTR_IGNORE},
                           {"generation", ATTR_IGNORE, .unsaid_if = "type"},
                           {"computed", ATTR_IGNORE, .unsaid_if = "type"},
                           {"generated", ATTR_ALTER, ALTER "SET EXPRESSION AS ({generation})",
                            ALTER "DROP EXPRESSION", .expression = true, .set_while = "computed",
                            .unsaid_if = "type"},
                           {NULL}},
    .create =
        "ALTER TABLE {parent} | ADD COLUMN {name} [{?counted}{serial}][{!counted}{type}][ OPTIONS "
        "({options})][ COLLATE {collation}][ {generated}][{?parts} {parts}]" NOT_NULL,
    .drop = "ALTER TABLE [{?alone}ONLY ]{parent} | DROP COLUMN {name}",
    .rename = "ALTER TABLE {parent} RENAME COLUMN {name} TO {new}",
    .inline_create = "[{local}{name} [{?counted}{serial}][{!counted}{type}][ OPTIONS "
                     "({options})][ COLLATE {collation}][{!generated_by_ancestor} {generated}]"
                     "[{?parts} {parts}]" NOT_NULL "]",
    .separator = " ",
    .data = {DATA_HOLDS, .derived_if = "derived"},
    .within = {.altered_if = "free"},
    .inheritance = {.own_if = "local", .declared_if = "declared"},
    .aside = {.adopt =
                  ALTER "TYPE {type}[ COLLATE {collation}][ USING {name}::{text_type}::{type}]"},
    .likeness = {.asks = true, .by = "type"},
    .hooks = {.alter = alter, .loses = loses},
    .prisma = {.says = true},
    .online = online,
};
