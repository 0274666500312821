#include "measure/before.h"

#include <string.h>

/* transam.h: objects below are the server's own */
#define FIRST_NORMAL_OID 16384
#define HIGHEST_OID      "4294967295"

static void known_free(gpointer data) {
    Known *known = data;
    g_free(known->schema);
    g_free(known->name);
    g_free(known->old_schema);
    g_free(known->old_name);
    g_free(known);
}

void before_init(Before *before) {
    *before = (Before){.relations =
                           g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, known_free),
                       .files = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
                       .held = g_ptr_array_new()};
}

void before_clear(Before *before) {
    asker_clear(&before->asker);
    g_hash_table_unref(before->relations);
    g_hash_table_unref(before->files);
    g_ptr_array_unref(before->held);
}

Known *before_find(const Before *before, gint64 oid) {
    return g_hash_table_lookup(before->relations, &oid);
}

bool before_learn_file(Before *before, gint64 file) {
    return file && g_hash_table_add(before->files, g_memdup2(&file, sizeof file));
}

/* --- one relation */

/* In the words of the kinds of objects. */
static const char *kind_word(const char *relkind) {
    static const struct {
        char letter;
        const char *word;
    } kinds[] = {{'r', "table"},    {'p', "table"},         {'i', "index"},
                 {'I', "index"},    {'v', "view"},          {'m', "materialized_view"},
                 {'S', "sequence"}, {'f', "foreign_table"}, {'c', "type"}};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (*relkind == kinds[i].letter)
            return kinds[i].word;
    return "relation";
}

static void set_text(char **member, const char *value) {
    if (!value || g_strcmp0(*member, value) == 0)
        return;
    g_free(*member);
    *member = g_strdup(value);
}

/* Takes the quotes off an identifier. */
static void set_schema(Known *known, const char *identifier) {
    if (!identifier || *identifier != '"') {
        set_text(&known->schema, identifier);
        return;
    }
    g_autofree char *inner = g_strndup(identifier + 1, strlen(identifier) - 2);
    g_auto(GStrv) parts = g_strsplit(inner, "\"\"", -1);
    g_autofree char *name = g_strjoinv("\"", parts);
    set_text(&known->schema, name);
}

void known_learn(Known *known, const Rows *rows, guint row) {
    set_schema(known, rows_value(rows, row, 1));
    set_text(&known->name, rows_value(rows, row, 2));
    known->file = rows_number(rows, row, 4);
    known->tablespace = rows_number(rows, row, 5);
    known->scans = rows_number(rows, row, 6);
    known->space = rows_number(rows, row, 7);
}

void known_follow_schema(Known *known, const Rows *rows, guint row) {
    if (known->space == rows_number(rows, row, 7))
        set_schema(known, rows_value(rows, row, 1));
}

MeasuredRelation *known_relation(const Known *known) {
    MeasuredRelation *relation = g_new(MeasuredRelation, 1);
    *relation = (MeasuredRelation){.kind = known->kind,
                                   .schema = g_strdup(known->schema),
                                   .name = g_strdup(known->name),
                                   .old_schema = g_strdup(known->old_schema),
                                   .old_name = g_strdup(known->old_name),
                                   .lock = known->held,
                                   .before = known->held,
                                   .partitioned = known->partitioned};
    return relation;
}

/* --- all of them */

static void learn(Before *before, const Rows *rows, guint row) {
    gint64 oid = rows_number(rows, row, 0);
    Known *known = before_find(before, oid);
    before_learn_file(before, rows_number(rows, row, 4));
    if (!known && before->closed)
        return;
    if (!known) {
        known = g_new0(Known, 1);
        g_hash_table_insert(before->relations, g_memdup2(&oid, sizeof oid), known);
        before->highest = MAX(before->highest, oid);
    }
    known->kind = kind_word(rows_value(rows, row, 3));
    known->partitioned = *rows_value(rows, row, 3) == 'p';
    known->indexed = rows_number(rows, row, 8);
    known->dropped = false;
    known_learn(known, rows, row);
}

static void keep_name(gpointer oid, gpointer value, gpointer data) {
    Known *known = value;
    (void)oid;
    (void)data;
    set_text(&known->old_schema, known->schema);
    set_text(&known->old_name, known->name);
}

void before_learn(Before *before, const Rows *rows) {
    for (guint i = 0; i < rows_count(rows); i++)
        learn(before, rows, i);
}

GHashTable *before_oids(const Before *before) {
    GHashTable *oids = g_hash_table_new(g_int64_hash, g_int64_equal);
    GHashTableIter iter;
    gpointer oid;
    g_hash_table_iter_init(&iter, before->relations);
    while (g_hash_table_iter_next(&iter, &oid, NULL))
        g_hash_table_add(oids, oid);
    return oids;
}

void before_forget(Before *before, GHashTable *oids) {
    GHashTableIter iter;
    gpointer oid;
    g_ptr_array_set_size(before->held, 0);
    g_hash_table_iter_init(&iter, oids);
    while (g_hash_table_iter_next(&iter, &oid, NULL))
        g_hash_table_remove(before->relations, oid);
}

/* The server adds up scans of several transactions, and now and then begins at 0 again: those that
 * have some are counted again, as an array's text. Caller frees. */
static char *counted(const Before *before) {
    GString *text = g_string_new("{");
    GHashTableIter iter;
    gpointer oid, value;
    g_hash_table_iter_init(&iter, before->relations);
    while (g_hash_table_iter_next(&iter, &oid, &value))
        if (((const Known *)value)->scans)
            g_string_append_printf(text, "%s%" G_GINT64_FORMAT, text->len > 1 ? "," : "",
                                   *(const gint64 *)oid);
    return g_string_free(g_string_append_c(text, '}'), FALSE);
}

Rows *before_ask(Before *before, Pg *pg, bool all, GError **error) {
    g_autofree char *again = all ? g_strdup("{}") : counted(before);
    g_autofree char *first =
        g_strdup_printf("%" G_GINT64_FORMAT, all ? FIRST_NORMAL_OID : before->highest + 1);
    const char *const values[] = {first, before->closed && !all ? "0" : HIGHEST_OID, again};
    return ask(&before->asker, pg, ASK_RELATIONS, values, error);
}

static gboolean is_dropped(gpointer oid, gpointer value, gpointer data) {
    Known *known = value;
    (void)oid;
    (void)data;
    known->held = LOCK_NONE;
    return known->dropped;
}

/* Whether nothing can be new, or counted again. */
static bool is_known(const Before *before) {
    g_autofree char *again = counted(before);
    return before->current && before->closed && strcmp(again, "{}") == 0;
}

bool before_read(Before *before, Pg *pg, GError **error) {
    bool known = is_known(before);
    g_autoptr(Rows) rows = known ? NULL : before_ask(before, pg, !before->current, error);
    if (!known && !rows)
        return false;
    g_ptr_array_set_size(before->held, 0);
    if (!before->current && !before->closed) {
        g_hash_table_remove_all(before->relations);
        g_hash_table_remove_all(before->files);
        before->highest = 0;
    }
    if (rows)
        before_learn(before, rows);
    g_hash_table_foreach_remove(before->relations, is_dropped, NULL);
    before->highest = MAX(before->highest, FIRST_NORMAL_OID - 1);
    if (!before->closed)
        g_hash_table_foreach(before->relations, keep_name, NULL);
    before->current = before->closed = true;
    return true;
}
