#include "source/spared.h"

#include "history/statement.h"
#include "sql.h"
#include "text/facts.h"
#include "text/tree.h"
#include <string.h>

void spared_watch_clear(SparedWatch *watch) {
    g_clear_pointer(&watch->facts, g_ptr_array_unref);
    g_clear_pointer(&watch->before, g_hash_table_unref);
}

/* Whether running the statement shows what the fact takes. */
static bool is_seen(const Fact *fact) {
    return fact->kind == FACT_ALTER_COLUMN_TYPE || fact->kind == FACT_ADD_UNIQUE ||
           fact->kind == FACT_ADD_PRIMARY_KEY || fact->kind == FACT_ADD_FOREIGN_KEY;
}

/* The first fact of that kind, or NULL. All of a statement are about one table. */
static const Fact *find_change(const GPtrArray *facts) {
    for (guint i = 0; facts && i < facts->len; i++) {
        const Fact *fact = facts->pdata[i];
        if (is_seen(fact) && fact->name)
            return fact;
    }
    return NULL;
}

static Rows *read_marks(Pg *pg, const Fact *change, GError **error) {
    const char *const values[] = {change->schema ? change->schema : "", change->name};
    return pg_query(pg, SQL_spared, G_N_ELEMENTS(values), values, error);
}

static char *made_key(const char *schema, const char *name) {
    return g_strconcat(schema ? schema : "", "\n", name, NULL);
}

static void note_made(GHashTable *made, const Statement *statement) {
    g_autoptr(GPtrArray) created = tree_created(statement);
    for (guint i = 0; i < created->len; i++) {
        const Named *named = created->pdata[i];
        if (!named->relation)
            g_hash_table_add(made, made_key(named->schema, named->name));
    }
}

static bool is_made(GHashTable *made, const Fact *change) {
    g_autofree char *key = made_key(change->schema, change->name);
    return g_hash_table_contains(made, key);
}

bool spared_begin(SparedWatch *watch, Pg *pg, GHashTable *made, const Statement *statement,
                  GError **error) {
    g_autofree char *head = statement_head(statement, 2);
    if (strcmp(head, "create table") == 0)
        note_made(made, statement);
    if (strcmp(head, "alter table") != 0)
        return true;
    watch->facts = facts_new();
    facts_add(watch->facts, statement);
    const Fact *change = find_change(watch->facts);
    if (!change || is_made(made, change)) {
        g_clear_pointer(&watch->facts, g_ptr_array_unref);
        return true;
    }
    g_autoptr(Rows) rows = read_marks(pg, change, error);
    if (!rows)
        return false;
    watch->before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < rows_count(rows); i++)
        g_hash_table_add(watch->before, g_strdup(rows_value(rows, i, 0)));
    return true;
}

bool spared_end(const SparedWatch *watch, Pg *pg, GArray *spared, GError **error) {
    const Fact *change = find_change(watch->facts);
    if (!change || g_hash_table_size(watch->before) == 0)
        return true;
    g_autoptr(Rows) rows = read_marks(pg, change, error);
    if (!rows)
        return false;
    bool same = rows_count(rows) > 0;
    for (guint i = 0; same && i < rows_count(rows); i++)
        same = g_hash_table_contains(watch->before, rows_value(rows, i, 0));
    for (guint i = 0; same && i < watch->facts->len; i++) {
        const Fact *fact = watch->facts->pdata[i];
        const Location place = {.line = fact->line, .column = fact->column};
        if (is_seen(fact))
            g_array_append_val(spared, place);
    }
    return true;
}
