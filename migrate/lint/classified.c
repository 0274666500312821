#include "lint/classified.h"

#include "mask/rule.h"
#include "source/directives.h"
#include "source/personal.h"
#include <string.h>

/* What is known of columns, by personal_name(). */
typedef struct {
    GHashTable *said;   /* a set: of columns, and of whole tables */
    GHashTable *places; /* where each is declared */
    GHashTable *before; /* those of the base branch; NULL: none */
    Findings *findings;
} Classifying;

static bool is_a(const Object *object, const char *kind) {
    return strcmp(object->kind->name, kind) == 0;
}

/* Text, dates, network addresses and json, or a list of one. */
static bool may_be_personal(const Object *column) {
    static const char *const others[] = {"json",
                                         "jsonb",
                                         "xml",
                                         "hstore",
                                         "bytea",
                                         "bytea[]",
                                         "tsvector",
                                         "tsquery",
                                         "macaddr",
                                         "macaddr8",
                                         "\"char\"",
                                         "daterange",
                                         "tsrange",
                                         "tstzrange",
                                         "text[]",
                                         "character varying[]",
                                         "character[]",
                                         "date[]",
                                         "timestamp without time zone[]",
                                         "timestamp with time zone[]",
                                         "inet[]",
                                         "cidr[]",
                                         "json[]",
                                         "jsonb[]",
                                         NULL};
    const char *category = object_value(column, "category");
    return !object_value(column, "derived") &&
           ((category && strchr("SDI", *category)) ||
            g_strv_contains(others, object_value(column, "base_type")));
}

static bool is_partition(const Object *table) {
    for (guint i = 0; i < table->child_count; i++)
        if (is_a(table->children[i], "partition"))
            return true;
    return false;
}

/* Whether a foreign key takes it along: it is as what it refers to. */
static bool is_in_key(const Object *table, const Object *column) {
    for (guint i = 0; i < table->child_count; i++) {
        const Object *key = table->children[i];
        const char *definition = is_a(key, "foreign_key") ? object_value(key, "definition") : NULL;
        const char *open = definition ? strchr(definition, '(') : NULL;
        const char *close = open ? strstr(open, ") REFERENCES") : NULL;
        g_autofree char *list = close ? g_strndup(open + 1, (gsize)(close - open) - 1) : NULL;
        g_auto(GStrv) names = g_strsplit(list ? list : "", ", ", -1);
        if (g_strv_contains((const char *const *)names, column->name))
            return true;
    }
    return false;
}

static bool lacks(const Classifying *classifying, const Object *table, const Object *column,
                  const char *schema, const char *name) {
    g_autofree char *own = directive_unquote(column->name);
    g_autofree char *key = personal_name(schema, name, own);
    return !g_hash_table_contains(classifying->said, key) &&
           !(classifying->before && g_hash_table_contains(classifying->before, key)) &&
           !is_in_key(table, column);
}

static void tell(const Classifying *classifying, const Object *table, const GPtrArray *columns,
                 const char *schema, const char *name) {
    const Object *first = columns->pdata[0];
    g_autofree char *own = directive_unquote(first->name);
    g_autofree char *key = personal_name(schema, name, own);
    const Location *place = g_hash_table_lookup(classifying->places, key);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               ((const Object *)columns->pdata[i])->name);
    Finding *finding = findings_add(classifying->findings, "unclassified-column", SEVERITY_ERROR,
                                    "of table %s, nothing says whether these columns are "
                                    "personal: %s",
                                    table->identity, names->str);
    finding->object = g_strdup_printf("table %s", table->identity);
    finding->fix = g_strdup("put '-- migrate: mask KIND' or '-- migrate: not personal' on the line "
                            "above each; `migrate help masking` has the kinds");
    if (!place)
        return;
    finding->file = g_strdup(place->file);
    finding->line = finding->end_line = place->line;
    finding->column = finding->end_column = place->column;
}

static void look_at(const Classifying *classifying, const Object *table) {
    g_autoptr(GPtrArray) lacking = g_ptr_array_new();
    g_autofree char *schema = directive_schema_of(table), *name = directive_unquote(table->name);
    g_autofree char *whole = personal_name(schema, name, NULL);
    if (g_hash_table_contains(classifying->said, whole))
        return;
    for (guint i = 0; i < table->child_count; i++) {
        const Object *column = table->children[i];
        if (is_a(column, "column") && !column->origin && may_be_personal(column) &&
            lacks(classifying, table, column, schema, name))
            g_ptr_array_add(lacking, (gpointer)column);
    }
    if (lacking->len > 0)
        tell(classifying, table, lacking, schema, name);
}

/* What is said, and whether it can be meant. */
static void take_said(Classifying *classifying, const GPtrArray *all) {
    for (guint i = 0; i < all->len; i++) {
        const Personal *personal = all->pdata[i];
        g_autoptr(GError) wrong = NULL;
        mask_rule_free(personal->mask ? mask_rule_parse(personal->mask, &wrong) : NULL);
        g_hash_table_add(classifying->said,
                         personal_name(personal->schema, personal->table, personal->column));
        if (!wrong)
            continue;
        Finding *finding =
            findings_add(classifying->findings, "wrong-mask", SEVERITY_ERROR, "%s", wrong->message);
        finding->file = g_strdup(personal->file);
        finding->line = finding->end_line = personal->line;
        finding->fix = g_strdup("`migrate help masking` lists the kinds of masks");
    }
}

bool lint_classified(const Source *schema, const Catalog *catalog, const Source *base, bool strict,
                     Findings *findings, GError **error) {
    g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) all = personal_read(schema, error);
    Classifying classifying = {.said = said, .findings = findings};
    if (!all)
        return false;
    take_said(&classifying, all);
    if (!strict)
        return true;
    g_autoptr(GHashTable) places = personal_columns(schema, error);
    g_autoptr(GHashTable) before = base ? personal_columns(base, NULL) : NULL;
    classifying.places = places;
    classifying.before = before;
    for (guint i = 0; places && i < catalog->count; i++)
        if (is_a(catalog->objects[i], "table") && !is_partition(catalog->objects[i]))
            look_at(&classifying, catalog->objects[i]);
    return places;
}
