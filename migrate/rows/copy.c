#include "rows/copy.h"

#include "rows/sample.h"
#include "rows/sink.h"
#include "rows/stream.h"
#include "rows/views.h"
#include <string.h>

/* A copy at work. */
typedef struct {
    const CopyRequest *request;
    Copied *copied;
    End from, to;
    Masks *masks;
    Sample *sample;
    Sink sink;
    GPtrArray *tables; /* of Table* of the target, side by side with those of the source */
} Copy;

static void copy_clear(Copy *copy) {
    g_clear_pointer(&copy->tables, g_ptr_array_unref);
    sink_clear(&copy->sink);
    sample_free(copy->sample);
    masks_free(copy->masks);
    end_clear(&copy->from);
    end_clear(&copy->to);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Copy, copy_clear)

void copied_clear(Copied *copied) {
    for (guint i = 0; copied->tables && i < copied->tables->len; i++)
        g_free(g_array_index(copied->tables, CopiedTable, i).table);
    g_clear_pointer(&copied->tables, g_array_unref);
    g_free(copied->from);
    g_free(copied->to);
    *copied = (Copied){0};
}

/* --- before anything is read */

static bool open_ends(Copy *copy, GError **error) {
    const CopyRequest *request = copy->request;
    const Config *config = request->project->config;
    if (!end_open(&copy->from, config, request->from, "migrate copy", error) ||
        !end_open(&copy->to, config, request->to, "migrate copy", error) ||
        !end_refuse_protected(&copy->to, "copied to", error))
        return false;
    if (strcmp(copy->from.identity, copy->to.identity) == 0) {
        g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                    "%s and %s are the same database, which cannot be copied into itself",
                    copy->from.name, copy->to.name);
        return false;
    }
    copy->copied->from = g_strdup(copy->from.name);
    copy->copied->to = g_strdup(copy->to.name);
    return !copy->from.protected || request->mask ||
           request->confirm(end_guarded_name(&copy->from), request->data, error);
}

/* --- whether the tables fit */

static bool fit_table(const Copy *copy, const Table *table, Table **found, GError **error) {
    *found = tables_named(copy->to.tables, table->schema, table->name);
    if (!*found) {
        g_set_error(
            error, ROWS_ERROR, FAIL_USAGE,
            "%s has no table %s, which %s has; bring it up to date with `migrate apply`, or "
            "leave the table out under [ignore] in migrate.ini",
            copy->to.name, table->id, copy->from.name);
        return false;
    }
    for (guint i = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        const TableColumn *there = table_column(*found, column->name);
        if (column->generated || (there && !there->generated))
            continue;
        g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                    "of %s, %s has no column %s that takes values, which %s has; bring both to the "
                    "same version with `migrate apply`",
                    table->id, copy->to.name, column->id, copy->from.name);
        return false;
    }
    return true;
}

static bool fit_tables(Copy *copy, GError **error) {
    const GPtrArray *tables = copy->from.tables->tables;
    copy->tables = g_ptr_array_new();
    for (guint i = 0; i < tables->len; i++) {
        Table *found;
        if (!fit_table(copy, tables->pdata[i], &found, error))
            return false;
        g_ptr_array_add(copy->tables, found);
    }
    return true;
}

static bool has_sample(const Copy *copy) {
    return copy->request->samples && *copy->request->samples;
}

static bool prepare_source(Copy *copy, GError **error) {
    const CopyRequest *request = copy->request;
    const Project *project = request->project;
    g_autofree char *home = project->names.path ? pg_first_of_path(project->names.path) : NULL;
    if (!end_begin(&copy->from, true, !has_sample(copy), error) ||
        !end_read(&copy->from, project, error))
        return false;
    if (request->mask) {
        copy->masks = masked_open(&copy->from, project, error);
        if (!copy->masks)
            return false;
        copy->copied->masked = masks_count(copy->masks);
    }
    if (has_sample(copy)) {
        copy->sample = sample_draw(&copy->from, request->samples, home, error);
        if (!copy->sample)
            return false;
    }
    return !copy->masks ||
           masks_verify(copy->masks, copy->from.pg, copy->sample ? sample_condition : NULL,
                        copy->sample, error);
}

/* --- rows */

static bool copy_table(Copy *copy, guint at, GError **error) {
    const Table *table = copy->from.tables->tables->pdata[at];
    CopiedTable done = {.table = NULL};
    if (copy->sample && !sample_has(copy->sample, table))
        return true;
    g_autofree char *condition = copy->sample ? sample_condition(table, copy->sample) : NULL;
    if (!stream_table(copy->from.pg, table, copy->masks, condition, copy->to.pg,
                      copy->tables->pdata[at], &done.rows, error))
        return false;
    done.table = g_strdup(table->id);
    g_array_append_val(copy->copied->tables, done);
    return true;
}

static bool copy_tables(Copy *copy, GError **error) {
    copy->copied->tables = g_array_new(FALSE, FALSE, sizeof(CopiedTable));
    for (guint i = 0; i < copy->tables->len; i++)
        if (!copy_table(copy, i, error))
            return false;
    return true;
}

/* --- what is not rows */

static bool has_name(const GPtrArray *names, const char *name) {
    return g_ptr_array_find_with_equal_func((GPtrArray *)names, name, g_str_equal, NULL);
}

static bool set_sequence(Copy *copy, const char *id, GError **error) {
    g_autofree char *sql = g_strdup_printf("SELECT last_value, is_called FROM %s", id);
    g_autoptr(Rows) rows = pg_ask(copy->from.pg, PG_ONE_ROW("!!"), sql, 0, NULL, error);
    if (!rows)
        return false;
    const char *const values[] = {id, rows_value(rows, 0, 0), rows_value(rows, 0, 1)};
    g_autoptr(Rows) set =
        pg_query(copy->to.pg, "SELECT setval($1::regclass, $2::bigint, $3::boolean)",
                 G_N_ELEMENTS(values), values, error);
    copy->copied->sequences += set != NULL;
    return set;
}

/* Last, because their values are those of this moment: never behind the rows. */
static bool set_sequences(Copy *copy, GError **error) {
    const GPtrArray *sequences = copy->from.tables->sequences;
    for (guint i = 0; i < sequences->len; i++)
        if (has_name(copy->to.tables->sequences, sequences->pdata[i]) &&
            !set_sequence(copy, sequences->pdata[i], error))
            return false;
    return true;
}

/* Whether the source has held the same key, and nothing was done to its columns. */
static bool is_kept_by_source(const Copy *copy, const Table *table, const ForeignKey *key) {
    bool same = false;
    for (guint i = 0; !same && i < table->references->len; i++) {
        const ForeignKey *other = table->references->pdata[i];
        same = strcmp(other->name, key->name) == 0 && strcmp(other->to->id, key->to->id) == 0;
    }
    for (guint i = 0; same && copy->masks && i < key->columns->len; i++) {
        const TableColumn *own = table_column(table, ((TableColumn *)key->columns->pdata[i])->name);
        same = own && !masks_of(copy->masks, own)->rule;
    }
    return same && !copy->sample;
}

static bool check_keys(Copy *copy, GError **error) {
    for (guint i = 0; copy->sink.replica && i < copy->tables->len; i++) {
        const Table *there = copy->tables->pdata[i];
        for (guint n = 0; n < there->references->len; n++)
            if (!is_kept_by_source(copy, copy->from.tables->tables->pdata[i],
                                   there->references->pdata[n]) &&
                !sink_check_key(&copy->sink, there->references->pdata[n], error))
                return false;
    }
    return true;
}

static bool fill_target(Copy *copy, GError **error) {
    return sink_begin(&copy->sink, &copy->to, copy->tables, copy->request->replace, error) &&
           copy_tables(copy, error) && check_keys(copy, error) && sink_finish(&copy->sink, error) &&
           views_refresh(copy->to.pg, copy->to.tables, error) && set_sequences(copy, error) &&
           pg_script(copy->to.pg, "COMMIT", error);
}

bool copy_rows(const CopyRequest *request, Copied *copied, GError **error) {
    g_auto(Copy) copy = {.request = request, .copied = copied};
    return open_ends(&copy, error) && prepare_source(&copy, error) &&
           end_begin(&copy.to, false, false, error) &&
           end_read(&copy.to, request->project, error) && fit_tables(&copy, error) &&
           fill_target(&copy, error) && pg_script(copy.from.pg, "ROLLBACK", error);
}
