#include "rows/import.h"

#include "rows/infile.h"
#include "rows/recordset.h"
#include "rows/sequences.h"
#include "rows/sink.h"
#include <string.h>

enum { BATCH = 500 };

/* An import at work: rows of one table with the same columns are collected, and go together. */
typedef struct {
    End *end;
    const ImportRequest *request;
    Imported *imported;
    Table *table;
    GPtrArray *columns;   /* of TableColumn*, of the rows below */
    GPtrArray *rows;      /* of char*, as recordset_row() makes them */
    GArray *places;       /* of guint: a row's line, or its number */
    GHashTable *filled;   /* a set of Table* */
    const char *word;     /* "line" or "row" */
    GHashTable *deferred; /* Table* → Rows* that put its foreign keys back */
    bool whole;           /* the table's rows go together, because they refer to each other */
    bool looking;         /* for the row that refers to nothing; all of them are in */
} Importing;

static void importing_clear(Importing *importing) {
    g_clear_pointer(&importing->rows, g_ptr_array_unref);
    g_clear_pointer(&importing->columns, g_ptr_array_unref);
    g_clear_pointer(&importing->places, g_array_unref);
    g_clear_pointer(&importing->filled, g_hash_table_unref);
    g_clear_pointer(&importing->deferred, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Importing, importing_clear)

static bool fail_row(const Importing *importing, guint place, const char *column, const char *what,
                     GError **error) {
    g_set_error(error, ROWS_ERROR, FAIL_FINDINGS, "%s: %s %u of %s%s%s: %s; nothing was imported",
                importing->request->path, importing->word, place, importing->table->id,
                column ? ", column " : "", column ? column : "", what);
    return false;
}

/* --- SQL */

static void put_columns(GString *sql, const GPtrArray *columns) {
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(sql, "%s%s", i ? ", " : "",
                               ((const TableColumn *)columns->pdata[i])->id);
}

static const UniqueKey *primary_key(const Table *table) {
    for (guint i = 0; i < table->uniques->len; i++)
        if (((const UniqueKey *)table->uniques->pdata[i])->primary)
            return table->uniques->pdata[i];
    return NULL;
}

static void put_upsert(GString *sql, const UniqueKey *key, const GPtrArray *columns) {
    g_string_append(sql, " ON CONFLICT (");
    put_columns(sql, key->columns);
    g_string_append(sql, ") DO ");
    gsize start = sql->len;
    for (guint i = 0; i < columns->len; i++) {
        const TableColumn *column = columns->pdata[i];
        if (!column->primary)
            g_string_append_printf(sql, "%s%s = EXCLUDED.%s",
                                   sql->len == start ? "UPDATE SET " : ", ", column->id,
                                   column->id);
    }
    g_string_append(sql, sql->len == start ? "NOTHING" : "");
}

/* The statement for the rows that $1 holds. */
static char *insert_sql(const Importing *importing) {
    const GPtrArray *columns = importing->columns;
    const UniqueKey *key = primary_key(importing->table);
    g_autoptr(GString) sql = g_string_new("INSERT INTO ");
    bool always = false;
    for (guint i = 0; i < columns->len; i++)
        always = always || ((const TableColumn *)columns->pdata[i])->always;
    g_string_append_printf(sql, "%s (", importing->table->id);
    put_columns(sql, columns);
    g_string_append(sql, always ? ") OVERRIDING SYSTEM VALUE SELECT " : ") SELECT ");
    recordset_put_values(sql, columns);
    recordset_put_source(sql, columns);
    if (importing->request->upsert && key)
        put_upsert(sql, key, columns);
    return g_string_free(g_steal_pointer(&sql), FALSE);
}

static bool insert(const Importing *importing, const char *rows, GError **error) {
    g_autofree char *sql = insert_sql(importing);
    g_autoptr(Rows) done = pg_query(importing->end->pg, sql, 1, &rows, error);
    return done;
}

/* --- whose fault it is */

static bool attempt(const Importing *importing, const char *row, GError **error) {
    g_autofree char *one = g_strconcat("[", row, "]", NULL);
    return pg_script(importing->end->pg, "SAVEPOINT migrate_row", error) &&
           insert(importing, one, error);
}

/* The column whose value cannot be one of its type; NULL: none. */
static const char *wrong_column(const Importing *importing, const char *row) {
    g_autofree char *rows = g_strconcat("[", row, "]", NULL);
    const char *const values[] = {rows};
    for (guint i = 0; i < importing->columns->len; i++) {
        g_autoptr(GPtrArray) one = g_ptr_array_new();
        g_autoptr(GString) sql = g_string_new("SELECT ");
        g_ptr_array_add(one, importing->columns->pdata[i]);
        recordset_put_values(sql, one);
        recordset_put_source(sql, one);
        pg_script(importing->end->pg, "ROLLBACK TO SAVEPOINT migrate_row", NULL);
        g_autoptr(Rows) fine = pg_query(importing->end->pg, sql->str, 1, values, NULL);
        if (!fine)
            return ((const TableColumn *)one->pdata[0])->id;
    }
    return NULL;
}

/* Row by row, because an error about many does not say which. */
static bool blame_row(const Importing *importing, const GError *all, GError **error) {
    pg_script(importing->end->pg, "ROLLBACK TO SAVEPOINT migrate_batch", NULL);
    for (guint i = 0; i < importing->places->len; i++) {
        const char *row = importing->rows->pdata[i];
        g_autoptr(GError) local = NULL;
        if (attempt(importing, row, &local))
            continue;
        const SqlFault *fault = pg_fault(local);
        const char *column = wrong_column(importing, row);
        if (!column && fault)
            column = fault->column;
        return fail_row(importing, g_array_index(importing->places, guint, i), column,
                        fault ? fault->message : local->message, error);
    }
    return fail_row(importing, g_array_index(importing->places, guint, 0), NULL, all->message,
                    error);
}

/* --- collecting */

static bool send(const Importing *importing, GError **error) {
    g_autofree char *rows = recordset_of(importing->rows);
    return pg_script(importing->end->pg, "SAVEPOINT migrate_batch", error) &&
           insert(importing, rows, error);
}

/* Rows may refer to such that come later, by keys that cannot wait: makes them wait, where the role
 * may. */
static bool defer_keys(const Importing *importing) {
    Table *table = importing->table;
    if (g_hash_table_contains(importing->deferred, table) ||
        !pg_script(importing->end->pg, "ROLLBACK TO SAVEPOINT migrate_batch", NULL))
        return false;
    Rows *aside = sink_defer_keys(importing->end->pg, table, NULL);
    if (aside)
        g_hash_table_insert(importing->deferred, table, aside);
    return aside;
}

/* Rows of a table that refers to itself may refer to those that come next, where the role may not
 * make its keys wait: then they go in one statement. */
static bool wait_for_more(Importing *importing) {
    const Table *table = importing->table;
    for (guint i = 0; !importing->whole && i < table->references->len; i++)
        importing->whole = ((const ForeignKey *)table->references->pdata[i])->to == table;
    return importing->whole &&
           pg_script(importing->end->pg, "ROLLBACK TO SAVEPOINT migrate_batch", NULL);
}

/* Whether the rows are in, or, where `more` rows like them come, wait for these. */
static bool send_or_blame(Importing *importing, bool more, GError **error) {
    GError *local = NULL;
    if (send(importing, &local))
        return true;
    bool early = pg_fault_is(local, "23503");
    if (early && defer_keys(importing)) {
        g_clear_error(&local);
        if (send(importing, &local))
            return true;
    } else if (early && more && wait_for_more(importing)) {
        g_clear_error(&local);
        return true;
    }
    const SqlFault *fault = pg_fault(local);
    if (!fault || fault->connection_lost) {
        g_propagate_error(error, local);
        return false;
    }
    blame_row(importing, local, error);
    g_clear_error(&local);
    return false;
}

/* Whether each of the rows has what it refers to. */
static bool look(const Importing *importing, GError **error) {
    g_autofree char *rows = recordset_of(importing->rows);
    const char *const values[] = {rows};
    for (guint i = 0; i < importing->table->references->len; i++) {
        const ForeignKey *key = importing->table->references->pdata[i];
        g_autoptr(GString) sql = g_string_new("SELECT own.migrate_number FROM (SELECT ");
        recordset_put_values(sql, importing->columns);
        g_string_append(sql, ", row_number() OVER () AS migrate_number");
        recordset_put_source(sql, importing->columns);
        g_string_append(sql, ") AS own WHERE ");
        sink_put_missing(sql, key, "own");
        g_string_append(sql, " ORDER BY 1 LIMIT 1");
        /* What a row leaves to a default is not in the file, and not looked at. */
        g_autoptr(Rows) found = pg_query(importing->end->pg, sql->str, 1, values, NULL);
        if (!found)
            pg_script(importing->end->pg, "ROLLBACK TO SAVEPOINT migrate_end", NULL);
        if (!found || rows_count(found) == 0)
            continue;
        g_autofree char *what = g_strdup_printf("it refers to nothing in %s by the foreign key %s",
                                                key->to->id, key->name);
        guint at = (guint)rows_number(found, 0, 0) - 1;
        return fail_row(importing, g_array_index(importing->places, guint, at), NULL, what, error);
    }
    return true;
}

static bool flush(Importing *importing, bool more, GError **error) {
    guint count = importing->places->len;
    if (count == 0)
        return true;
    if (!(importing->looking
              ? look(importing, error)
              : send_or_blame(importing, more, error) &&
                    pg_script(importing->end->pg, "RELEASE SAVEPOINT migrate_batch", error)))
        return false;
    if (more && importing->whole)
        return true;
    importing->imported->rows += count;
    g_ptr_array_set_size(importing->rows, 0);
    g_array_set_size(importing->places, 0);
    return true;
}

/* The columns that a row names. */
static GPtrArray *columns_of(const Importing *importing, const FileRow *row, guint place,
                             GError **error) {
    g_autoptr(GPtrArray) columns = g_ptr_array_new();
    for (guint i = 0; i < row->values->len; i++) {
        const char *name = g_array_index(row->values, FileValue, i).name;
        TableColumn *column = table_column(importing->table, name);
        if (!column) {
            fail_row(importing, place, name, "the table has no such column", error);
            return NULL;
        }
        if (!column->generated)
            g_ptr_array_add(columns, column);
    }
    return g_steal_pointer(&columns);
}

static bool same_columns(const GPtrArray *one, const GPtrArray *two) {
    return one && one->len == two->len &&
           memcmp(one->pdata, two->pdata, one->len * sizeof(gpointer)) == 0;
}

static bool add_row(Importing *importing, const FileRow *row, GError **error) {
    guint place = row->line ? row->line : row->number;
    importing->word = row->line ? "line" : "row";
    g_autoptr(GPtrArray) columns = columns_of(importing, row, place, error);
    if (!columns)
        return false;
    if (columns->len == 0)
        return fail_row(importing, place, NULL, "it names no column that takes a value", error);
    bool same = same_columns(importing->columns, columns);
    if (!same || (importing->places->len >= BATCH && !importing->whole)) {
        if (!flush(importing, same, error))
            return false;
        g_clear_pointer(&importing->columns, g_ptr_array_unref);
        importing->columns = g_steal_pointer(&columns);
    }
    g_ptr_array_add(importing->rows, recordset_row(importing->table, row));
    g_array_append_val(importing->places, place);
    return true;
}

/* "people.pupil" for "seeds/010_people.pupil.csv": what stands before the first '_' is its order.
 */
static char *table_of_path(const char *path) {
    g_autofree char *base = g_path_get_basename(path);
    char *name = base + strspn(base, "0123456789");
    name += name > base && *name == '_';
    *strrchr(name, '.') = '\0';
    return g_strdup(name);
}

static bool enter_table(Importing *importing, const char *name, GError **error) {
    const char *path = importing->request->project->names.path;
    g_autofree char *home = path ? pg_first_of_path(path) : NULL;
    g_autofree char *of_path = table_of_path(importing->request->path);
    const char *meant = name                        ? name
                        : importing->request->table ? importing->request->table
                                                    : of_path;
    Table *table = tables_find(importing->end->tables, meant, home);
    if (!table) {
        g_set_error(error, ROWS_ERROR, FAIL_USAGE, "%s: %s has no table \"%s\"%s",
                    importing->request->path, importing->end->name, meant,
                    name ? "" : "; --table says whose rows these are");
        return false;
    }
    if (table == importing->table)
        return true;
    if (!flush(importing, false, error))
        return false;
    importing->table = table;
    importing->whole = false;
    g_clear_pointer(&importing->columns, g_ptr_array_unref);
    importing->imported->tables += g_hash_table_add(importing->filled, table);
    return true;
}

static bool set_sequences(const Importing *importing, GError **error) {
    GHashTableIter iter;
    gpointer table;
    g_hash_table_iter_init(&iter, importing->filled);
    while (g_hash_table_iter_next(&iter, &table, NULL))
        if (!sequences_catch_up(importing->end->pg, table, error))
            return false;
    return true;
}

static bool read_file(Importing *importing, GError **error) {
    g_autoptr(RowFile) file = row_file_open(importing->request->path, error);
    while (file) {
        FileRow row;
        bool done;
        if (!row_file_next(file, &row, &done, error))
            return false;
        if (done)
            return flush(importing, false, error);
        if (!enter_table(importing, row.table, error) || !add_row(importing, &row, error))
            return false;
    }
    return false;
}

/* Which row it is that a constraint, looked at when all are in, does not take. */
static bool blame_end(Importing *importing, GError *all, GError **error) {
    GError *local = NULL;
    importing->looking = true;
    importing->whole = false;
    importing->table = NULL;
    g_clear_pointer(&importing->columns, g_ptr_array_unref);
    bool fine = pg_script(importing->end->pg, "ROLLBACK TO SAVEPOINT migrate_end", NULL) &&
                read_file(importing, &local);
    g_propagate_error(error, fine || !local ? g_error_copy(all) : g_steal_pointer(&local));
    g_clear_error(&local);
    g_clear_error(&all);
    return false;
}

static bool check_constraints(Importing *importing, GError **error) {
    GError *local = NULL;
    if (pg_script(importing->end->pg, "SAVEPOINT migrate_end; SET CONSTRAINTS ALL IMMEDIATE",
                  &local))
        return true;
    if (pg_fault_is(local, "23503"))
        return blame_end(importing, local, error);
    g_propagate_error(error, local);
    return false;
}

static bool restore_keys(const Importing *importing, GError **error) {
    GHashTableIter iter;
    gpointer aside;
    g_hash_table_iter_init(&iter, importing->deferred);
    while (g_hash_table_iter_next(&iter, NULL, &aside))
        if (!sink_restore_keys(importing->end->pg, aside, error))
            return false;
    return true;
}

static void free_rows(gpointer rows) {
    rows_free(rows);
}

bool data_import(End *end, const ImportRequest *request, Imported *imported, GError **error) {
    g_auto(Importing) importing = {
        .end = end,
        .request = request,
        .imported = imported,
        .rows = g_ptr_array_new_with_free_func(g_free),
        .places = g_array_new(FALSE, FALSE, sizeof(guint)),
        .filled = g_hash_table_new(g_direct_hash, g_direct_equal),
        .deferred = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_rows)};
    return pg_script(end->pg, "SET CONSTRAINTS ALL DEFERRED", error) &&
           read_file(&importing, error) && check_constraints(&importing, error) &&
           restore_keys(&importing, error) && set_sequences(&importing, error);
}
