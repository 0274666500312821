/* How much disk the pending migrations will need: a hint, because a client sees what a table takes
 * and not what is free. */
#include "apply/space.h"
#include "apply/ahead.h"
#include "sql.h"
#include "text/facts.h"
#include <string.h>

enum { MAX_NAME = 64 }; /* bytes, with the NUL; the server cuts what is longer */

/* Three arrays as the server reads them, one element for each relation. */
struct Needs {
    GString *schemas, *names, *whats;
    GHashTable *seen;
};

static void append_element(GString *array, const char *text) {
    g_string_append(array, array->len > 1 ? ",\"" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_c(array, '\\');
        g_string_append_c(array, *text);
    }
    g_string_append_c(array, '"');
}

static void add_need(Needs *needs, const Fact *fact, const char *what) {
    const char *schema = fact->schema ? fact->schema : "";
    if (!fact->name ||
        !g_hash_table_add(needs->seen, g_strjoin("\x1f", schema, fact->name, what, NULL)))
        return;
    append_element(needs->schemas, schema);
    append_element(needs->names, fact->name);
    append_element(needs->whats, what);
}

/* What a fact means for the disk; NULL: nothing. */
static const char *need_of(FactKind kind) {
    static const char *const needs[FACT_COUNT] = {
        [FACT_ADD_COLUMN_VOLATILE] = "rewrite",
        [FACT_ADD_COLUMN_SERIAL] = "rewrite",
        [FACT_ADD_COLUMN_STORED] = "rewrite",
        [FACT_ALTER_COLUMN_TYPE] = "rewrite",
        [FACT_REWRITE] = "rewrite",
        [FACT_REFRESH] = "rewrite",
        [FACT_ADD_UNIQUE] = "index",
        [FACT_ADD_PRIMARY_KEY] = "index",
        [FACT_ADD_EXCLUSION] = "index",
    };
    return needs[kind];
}

/* Whether `part` is the whole of an identifier that nothing folds, cuts or quotes. */
static bool is_plain(const char *part, gsize length) {
    return length > 0 && length < MAX_NAME && !g_ascii_isdigit(part[0]) &&
           strspn(part, "abcdefghijklmnopqrstuvwxyz0123456789_") >= length;
}

/* Most names are plain, and need no parser. */
static bool add_plain(Needs *needs, const char *written) {
    const char *dot = strchr(written, '.');
    gsize before = dot ? (gsize)(dot - written) : 0;
    const char *name = dot ? dot + 1 : written;
    if (!is_plain(name, strlen(name)) || (dot && !is_plain(written, before)))
        return false;
    g_autofree char *schema = g_strndup(written, before);
    const Fact fact = {.schema = schema, .name = (char *)name};
    add_need(needs, &fact, "index");
    return true;
}

/* A NAME as it was written, taken apart. */
static void add_written(Needs *needs, const char *written) {
    if (add_plain(needs, written))
        return;
    g_autoptr(GPtrArray) facts = facts_new();
    g_autofree char *text = g_strconcat("TRUNCATE ", written, NULL);
    const Statement statement = {.text = text, .length = strlen(text)};
    facts_add(facts, &statement);
    for (guint i = 0; i < facts->len; i++) {
        const Fact *fact = facts->pdata[i];
        if (fact->kind == FACT_TRUNCATE)
            add_need(needs, fact, "index");
    }
}

void needs_add(Needs *needs, const Statement *statement, const StatementClass *found) {
    if (found->kind->builds > 0 && found->names[found->kind->builds - 1])
        add_written(needs, found->names[found->kind->builds - 1]);
    if (!found->kind->may_rewrite)
        return;
    g_autoptr(GPtrArray) facts = facts_new();
    facts_add(facts, statement);
    for (guint i = 0; i < facts->len; i++) {
        const Fact *fact = facts->pdata[i];
        if (need_of(fact->kind))
            add_need(needs, fact, need_of(fact->kind));
    }
}

static void add_finding(const Rows *rows, guint i, Findings *findings) {
    const char *name = rows_value(rows, i, 0), *size = rows_value(rows, i, 2);
    bool rewrite = strcmp(rows_value(rows, i, 1), "rewrite") == 0;
    Finding *finding =
        rewrite ? findings_add(findings, "disk-space", SEVERITY_WARNING,
                               "%s (%s) may be rewritten by a pending migration: the server "
                               "then needs as much free disk until the old one is gone, and about "
                               "as much for its log",
                               name, size)
                : findings_add(findings, "disk-space", SEVERITY_WARNING,
                               "a pending migration builds an index over %s (%s): the server may "
                               "need up to as much free disk for it and for sorting",
                               name, size);
    finding->fix =
        g_strdup("look at the server's disk before you start; it cannot be seen from here");
}

Needs *needs_new(void) {
    Needs *needs = g_new(Needs, 1);
    *needs = (Needs){.schemas = g_string_new("{"),
                     .names = g_string_new("{"),
                     .whats = g_string_new("{"),
                     .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    return needs;
}

void needs_free(Needs *needs) {
    g_string_free(needs->schemas, TRUE);
    g_string_free(needs->names, TRUE);
    g_string_free(needs->whats, TRUE);
    g_hash_table_unref(needs->seen);
    g_free(needs);
}

void run_space_ahead(const Run *run, Needs *needs, Findings *findings) {
    GString *arrays[] = {needs->schemas, needs->names, needs->whats};
    if (g_hash_table_size(needs->seen) == 0)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_string_append_c(arrays[i], '}');
    const char *const values[] = {needs->schemas->str, needs->names->str, needs->whats->str};
    g_autoptr(Rows) rows =
        run_look(run, PG_ANY_ROWS("!!!"), SQL_space, G_N_ELEMENTS(values), values);
    for (guint i = 0; rows && i < rows_count(rows); i++)
        add_finding(rows, i, findings);
}
