#include "lint/documented.h"

#include "text/pattern.h"

#include <string.h>

enum { MOST_NAMES = 5 };

static bool is_a(const Object *object, const char *kind) {
    return strcmp(object->kind->name, kind) == 0;
}

/* A comment on its index or its row type is another. */
static bool has_comment(const Object *object) {
    for (guint i = 0; i < object->child_count; i++)
        if (is_a(object->children[i], "comment") && !object->children[i]->name)
            return true;
    return false;
}

static bool is_partition(const Object *table) {
    for (guint i = 0; i < table->child_count; i++)
        if (is_a(table->children[i], "partition"))
            return true;
    return false;
}

static GPtrArray *read_patterns(const char *const *texts, GError **error) {
    g_autoptr(GPtrArray) patterns =
        g_ptr_array_new_with_free_func((GDestroyNotify)(void (*)(void))pattern_free);
    for (; *texts; texts++) {
        Pattern *pattern = pattern_new(*texts, error);
        if (!pattern) {
            g_prefix_error(error, "[doc] undocumented: ");
            return NULL;
        }
        g_ptr_array_add(patterns, pattern);
    }
    return g_steal_pointer(&patterns);
}

static bool counts(const GPtrArray *patterns, const Object *object, bool *does, GError **error) {
    *does = patterns->len == 0;
    for (guint i = 0; !*does && i < patterns->len; i++) {
        int found = pattern_match(patterns->pdata[i], object->identity, error);
        if (found < 0)
            return false;
        *does = found == 1;
    }
    return true;
}

/* What of the table lacks one, itself first. */
static bool find_lacking(const GPtrArray *patterns, const Object *table, GPtrArray *lacking,
                         GError **error) {
    bool does;
    if (!counts(patterns, table, &does, error))
        return false;
    if (does && !has_comment(table))
        g_ptr_array_add(lacking, (gpointer)table);
    for (guint i = 0; i < table->child_count; i++) {
        const Object *column = table->children[i];
        if (!is_a(column, "column") || column->origin || has_comment(column))
            continue;
        if (!counts(patterns, column, &does, error))
            return false;
        if (does)
            g_ptr_array_add(lacking, (gpointer)column);
    }
    return true;
}

static char *names_of(const GPtrArray *lacking, guint first) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = first; i < MIN(lacking->len, first + MOST_NAMES); i++)
        g_string_append_printf(text, "%s%s", text->len ? ", " : "",
                               ((const Object *)lacking->pdata[i])->name);
    if (lacking->len > first + MOST_NAMES)
        g_string_append_printf(text, " and %u more", lacking->len - first - MOST_NAMES);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void tell(const Object *table, const GPtrArray *lacking, Findings *findings) {
    bool itself = lacking->pdata[0] == table;
    guint columns = lacking->len - itself;
    g_autofree char *names = names_of(lacking, itself);
    g_autofree char *what =
        !itself ? g_strdup_printf("of table %s, these columns have no comment: %s", table->identity,
                                  names)
        : columns ? g_strdup_printf("table %s has no comment, nor do its columns %s",
                                    table->identity, names)
                  : g_strdup_printf("table %s has no comment", table->identity);
    Finding *finding = findings_add(findings, "undocumented", SEVERITY_WARNING, "%s", what);
    finding->object = g_strdup_printf("%s %s", table->kind->name, table->identity);
    finding->objects = g_new0(char *, lacking->len + 1);
    for (guint i = 0; i < lacking->len; i++) {
        const Object *object = lacking->pdata[i];
        finding->objects[i] = g_strdup_printf("%s %s", object->kind->name, object->identity);
    }
    finding->fix = g_strdup("say what they hold with COMMENT ON, in the schema and in a migration");
}

bool lint_undocumented(const Catalog *catalog, const char *const *texts, Findings *findings,
                       GError **error) {
    g_autoptr(GPtrArray) patterns = read_patterns(texts, error);
    for (guint i = 0; patterns && i < catalog->count; i++) {
        const Object *table = catalog->objects[i];
        if (!is_a(table, "table") || is_partition(table))
            continue;
        g_autoptr(GPtrArray) lacking = g_ptr_array_new();
        if (!find_lacking(patterns, table, lacking, error))
            return false;
        if (lacking->len > 0)
            tell(table, lacking, findings);
    }
    return patterns;
}
