#include "rows/sample.h"

#include <string.h>

struct Sample {
    End *end;
    GHashTable *numbers; /* Table* → the number of its temporary table */
    GPtrArray *drawn;    /* of Table* */
};

static guint number_of(const Sample *sample, const Table *table) {
    return GPOINTER_TO_UINT(g_hash_table_lookup(sample->numbers, table));
}

/* Makes the temporary table that says which rows of `table` are chosen; `round` is how far they are
 * from what was drawn. */
static bool need(Sample *sample, const Table *table, GError **error) {
    if (number_of(sample, table))
        return true;
    guint number = g_hash_table_size(sample->numbers) + 1;
    g_autofree char *sql = g_strdup_printf("CREATE TEMPORARY TABLE pg_temp.migrate_sample_%u"
                                           " (part oid, place tid, round integer) ON COMMIT DROP",
                                           number);
    g_hash_table_insert(sample->numbers, (gpointer)table, GUINT_TO_POINTER(number));
    return pg_script(sample->end->pg, sql, error);
}

/* --- drawing */

static bool fail_word(const char *word, GError **error) {
    g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                "--sample: expected TABLE: PERCENT %%, as in 'people.pupil: 5 %%', not \"%s\"",
                word);
    return false;
}

static bool draw(Sample *sample, const char *word, const char *home, GError **error) {
    const char *colon = strrchr(word, ':');
    char *end = NULL;
    double percent = colon ? g_ascii_strtod(colon + 1, &end) : 0;
    if (!colon || end == colon + 1 || strcmp(g_strstrip(end), "%") != 0 || !(percent > 0) ||
        percent > 100)
        return fail_word(word, error);
    g_autofree char *name = g_strstrip(g_strndup(word, (gsize)(colon - word)));
    const Table *table = tables_find(sample->end->tables, name, home);
    if (!table) {
        g_set_error(error, ROWS_ERROR, FAIL_USAGE, "--sample: %s has no table \"%s\"",
                    sample->end->name, name);
        return false;
    }
    if (!need(sample, table, error))
        return false;
    g_ptr_array_add(sample->drawn, (gpointer)table);
    g_autofree char *only = table_only(table);
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO pg_temp.migrate_sample_%u SELECT tableoid, ctid, 0 FROM %s"
        " TABLESAMPLE BERNOULLI (%s) REPEATABLE (0)",
        number_of(sample, table), only, g_ascii_dtostr(number, sizeof number, percent));
    return pg_script(sample->end->pg, sql, error);
}

/* --- what belongs to it */

/* The rows at the other end of `key` become chosen: `up`, what the chosen rows of round `round`
 * refer to; else what refers to them. How many that were new. */
static bool follow(Sample *sample, const ForeignKey *key, bool up, guint round, gint64 *added,
                   GError **error) {
    const Table *near = up ? key->from : key->to, *far = up ? key->to : key->from;
    if (!need(sample, far, error))
        return false;
    g_autofree char *near_only = table_only(near), *far_only = table_only(far);
    g_autoptr(GString) sql = g_string_new(NULL);
    g_string_append_printf(
        sql,
        "WITH new AS (INSERT INTO pg_temp.migrate_sample_%u SELECT DISTINCT far.tableoid, far.ctid,"
        " %u FROM pg_temp.migrate_sample_%u AS chosen JOIN %s AS near"
        " ON near.tableoid = chosen.part AND near.ctid = chosen.place JOIN %s AS far ON true",
        number_of(sample, far), round + 1, number_of(sample, near), near_only, far_only);
    for (guint i = 0; i < key->columns->len; i++)
        g_string_append_printf(sql, " AND %s.%s = %s.%s", up ? "near" : "far",
                               ((TableColumn *)key->columns->pdata[i])->id, up ? "far" : "near",
                               ((TableColumn *)key->referenced->pdata[i])->id);
    g_string_append_printf(
        sql,
        " WHERE chosen.round = %u AND NOT EXISTS (SELECT FROM pg_temp.migrate_sample_%u AS had"
        " WHERE had.part = far.tableoid AND had.place = far.ctid) RETURNING 1)"
        " SELECT count(*) FROM new",
        round, number_of(sample, far));
    g_autoptr(Rows) rows = pg_ask(sample->end->pg, PG_ONE_ROW("!"), sql->str, 0, NULL, error);
    if (rows)
        *added += rows_number(rows, 0, 0);
    return rows;
}

static bool add_children(Sample *sample, GError **error) {
    gint64 added = 0;
    for (guint i = 0; i < sample->drawn->len; i++) {
        const Table *table = sample->drawn->pdata[i];
        for (guint n = 0; n < table->referencing->len; n++)
            if (!follow(sample, table->referencing->pdata[n], false, 0, &added, error))
                return false;
    }
    return true;
}

/* Round by round, so that each row's keys are followed once. */
static bool add_round(Sample *sample, guint round, gint64 *added, GError **error) {
    const GPtrArray *tables = sample->end->tables->tables;
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = tables->pdata[i];
        for (guint n = 0; number_of(sample, table) && n < table->references->len; n++)
            if (!follow(sample, table->references->pdata[n], true, round, added, error))
                return false;
    }
    return true;
}

/* Rows of the first round are there already: the children. */
static bool close_up(Sample *sample, GError **error) {
    gint64 added = 1;
    for (guint round = 0; round < 2 || added > 0; round++) {
        added = 0;
        if (!add_round(sample, round, &added, error))
            return false;
    }
    return true;
}

Sample *sample_draw(End *end, const char *const *words, const char *home, GError **error) {
    g_autoptr(Sample) sample = g_new0(Sample, 1);
    sample->end = end;
    sample->numbers = g_hash_table_new(g_direct_hash, g_direct_equal);
    sample->drawn = g_ptr_array_new();
    for (; *words; words++)
        if (!draw(sample, *words, home, error))
            return NULL;
    return add_children(sample, error) && close_up(sample, error) ? g_steal_pointer(&sample) : NULL;
}

void sample_free(Sample *sample) {
    if (!sample)
        return;
    g_hash_table_unref(sample->numbers);
    g_ptr_array_unref(sample->drawn);
    g_free(sample);
}

bool sample_has(const Sample *sample, const Table *table) {
    return number_of(sample, table) > 0;
}

char *sample_condition(const Table *table, void *data) {
    const Sample *sample = data;
    if (!sample_has(sample, table))
        return g_strdup("false");
    return g_strdup_printf("(migrate_row.tableoid, migrate_row.ctid) IN"
                           " (SELECT part, place FROM pg_temp.migrate_sample_%u)",
                           number_of(sample, table));
}
