#include "rows/export.h"

#include "base/file.h"
#include "base/term.h"
#include "pg/copy.h"
#include "rows/order.h"
#include "rows/stream.h"
#include <errno.h>
#include <string.h>

enum { PIECE = 64 * 1024 };

/* An export at work. */
typedef struct {
    const ExportRequest *request;
    Exported *exported;
    End end;
    Masks *masks;
    GString *out; /* what is to be written next */
    gint64 rows;  /* of this table, lines in csv */
} Exporting;

struct ExportFormat {
    const char *name;
    bool several;        /* a file may hold rows of more than one table */
    bool json;           /* a row is an object of json */
    const char *options; /* of COPY, or "" */
    void (*begin)(Exporting *exporting, const Table *table);
    void (*row)(Exporting *exporting, const char *line, gsize length);
    void (*end)(Exporting *exporting, const Table *table);
    /* Before and behind all tables, with the keys that lead to later ones. */
    void (*around)(Exporting *exporting, const GPtrArray *keys, bool behind);
};

static void exporting_clear(Exporting *exporting) {
    masks_free(exporting->masks);
    end_clear(&exporting->end);
    g_string_free(exporting->out, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Exporting, exporting_clear)

/* --- what rows look like */

/* What COPY has escaped in a line of one column (manual: COPY, Text Format). A line end in json can
 * only be a blank outside of its strings. */
static void put_unescaped(GString *out, const char *line, gsize length) {
    for (gsize i = 0; i < length; i++) {
        bool escaped = line[i] == '\\' && i + 1 < length;
        char c = escaped ? line[++i] : line[i];
        g_string_append_c(out, !escaped || c == '\\' ? c : ' ');
    }
}

static void put_as_is(Exporting *exporting, const char *line, gsize length) {
    g_string_append_len(exporting->out, line, (gssize)length);
    g_string_append_c(exporting->out, '\n');
}

static void put_json_line(Exporting *exporting, const char *line, gsize length) {
    put_unescaped(exporting->out, line, length);
    g_string_append_c(exporting->out, '\n');
}

static void put_json_name(GString *out, const char *name) {
    g_string_append_c(out, '"');
    for (; *name; name++)
        g_string_append_printf(out, *name == '"' || *name == '\\' ? "\\%c" : "%c", *name);
    g_string_append(out, "\": [");
}

static void begin_json(Exporting *exporting, const Table *table) {
    g_string_append(exporting->out, exporting->exported->tables ? "\n],\n" : "{\n");
    put_json_name(exporting->out, table ? table->id : "query");
}

static void put_json_row(Exporting *exporting, const char *line, gsize length) {
    g_string_append(exporting->out, exporting->rows > 1 ? ",\n" : "\n");
    put_unescaped(exporting->out, line, length);
}

/* The end of the file, where `table` is NULL. */
static void end_json(Exporting *exporting, const Table *table) {
    if (!table)
        g_string_append(exporting->out, exporting->exported->tables ? "\n]\n}\n" : "{}\n");
}

static void begin_sql(Exporting *exporting, const Table *table) {
    g_autofree char *columns = table_column_list(table);
    g_string_append_printf(exporting->out, "COPY %s (%s) FROM stdin;\n", table->id, columns);
}

/* Sequences of columns go on behind the rows. */
static void end_sql(Exporting *exporting, const Table *table) {
    if (!table)
        return;
    g_string_append(exporting->out, "\\.\n\n");
    for (guint i = 0; i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        if (!column->identity && !(column->has_default && column->values == VALUES_INTEGER))
            continue;
        g_autofree char *name = pg_quote_literal(exporting->end.pg, column->name);
        g_autofree char *of = pg_quote_literal(exporting->end.pg, table->id);
        g_string_append_printf(exporting->out,
                               "SELECT pg_catalog.setval(s, max(%s)) FROM %s,"
                               " pg_catalog.pg_get_serial_sequence(%s, %s) AS s"
                               " WHERE s IS NOT NULL GROUP BY s;\n",
                               column->id, table->id, of, name);
    }
}

/* Keys in a circle are looked at when all rows are in. */
static void put_keys(Exporting *exporting, const GPtrArray *keys, bool behind) {
    GString *out = exporting->out;
    if (keys->len == 0)
        return;
    g_string_append(out, behind ? "SET CONSTRAINTS ALL IMMEDIATE;\n" : "BEGIN;\n");
    for (guint i = 0; i < keys->len; i++) {
        const ForeignKey *key = keys->pdata[i];
        g_autofree char *name = pg_quote_ident(exporting->end.pg, key->name);
        if (!key->deferrable)
            g_string_append_printf(out, "ALTER TABLE %s ALTER CONSTRAINT %s %s;\n", key->from->id,
                                   name,
                                   behind ? "NOT DEFERRABLE" : "DEFERRABLE INITIALLY DEFERRED");
    }
    g_string_append(out, behind ? "COMMIT;\n" : "SET CONSTRAINTS ALL DEFERRED;\n\n");
}

static const ExportFormat export_formats[] = {
    {"json", true, true, "", begin_json, put_json_row, end_json, NULL},
    {"ndjson", false, true, "", NULL, put_json_line, NULL, NULL},
    {"csv", false, false, " (FORMAT csv, HEADER)", NULL, put_as_is, NULL, NULL},
    {"sql", true, false, "", begin_sql, put_as_is, end_sql, put_keys},
};
const char *const export_format_names[] = {"json", "ndjson", "csv", "sql", NULL};

const ExportFormat *export_format_find(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(export_formats); i++)
        if (strcmp(export_formats[i].name, name) == 0)
            return &export_formats[i];
    return NULL;
}

/* --- where they go */

static bool flush(Exporting *exporting, gsize most, GError **error) {
    GString *out = exporting->out;
    const OutFile *file = exporting->request->file;
    if (out->len <= most)
        return true;
    bool done = !file || fd_write_all(file->fd, out->str, out->len);
    if (!file)
        term_bytes(stdout, out->str, out->len);
    if (!done)
        g_set_error(error, ROWS_ERROR, FAIL_ENVIRONMENT, "cannot write %s: %s", file->path,
                    g_strerror(errno));
    g_string_truncate(out, 0);
    return done;
}

/* A row of csv may have several lines, and is taken as it comes. */
static void take_piece(Exporting *exporting, const GString *piece) {
    const ExportFormat *format = exporting->request->format;
    for (gsize at = 0; at < piece->len;) {
        const char *line = piece->str + at, *end = memchr(line, '\n', piece->len - at);
        gsize length = end ? (gsize)(end - line) : piece->len - at;
        exporting->rows++;
        format->row(exporting, line, length);
        at += length + 1;
    }
}

static bool pump(Exporting *exporting, const char *sql, GError **error) {
    g_autoptr(GString) piece = g_string_sized_new(2 * PIECE);
    if (!pg_copy_out(exporting->end.pg, sql, error))
        return false;
    gint64 rows = 0;
    for (bool done = false; !done;) {
        g_string_truncate(piece, 0);
        if (!pg_copy_take(exporting->end.pg, piece, PIECE, &done, &rows, error))
            return false;
        take_piece(exporting, piece);
        if (!flush(exporting, PIECE, error)) {
            if (!done)
                pg_copy_stop(exporting->end.pg);
            return false;
        }
    }
    exporting->exported->rows += rows;
    return true;
}

/* The query whose rows are objects of json. What a cast would show in a form that no import reads
 * is written as the text that its type reads. Caller frees. */
static char *object_query(const Table *table, const char *query) {
    g_autoptr(GString) columns = g_string_new(NULL);
    bool texts = false;
    for (guint i = 0; table && i < table->columns->len; i++) {
        const TableColumn *column = table->columns->pdata[i];
        if (column->generated)
            continue;
        texts = texts || column->json_cast;
        g_string_append_printf(columns, "%s%s%s%s", columns->len ? ", " : "", column->id,
                               column->json_cast ? "::text AS " : "",
                               column->json_cast ? column->id : "");
    }
    g_autofree char *plain =
        texts ? g_strdup_printf("SELECT %s FROM (%s) AS migrate_row", columns->str, query)
              : g_strdup(query);
    return g_strdup_printf("COPY (SELECT row_to_json(migrate_object) FROM (%s) AS migrate_object)"
                           " TO STDOUT",
                           plain);
}

/* `query` reads the rows of `table`; NULL: of nobody's. */
static bool export_query(Exporting *exporting, const Table *table, const char *query,
                         GError **error) {
    const ExportFormat *format = exporting->request->format;
    g_autofree char *sql = format->json
                               ? object_query(table, query)
                               : g_strdup_printf("COPY (%s) TO STDOUT%s", query, format->options);
    exporting->rows = 0;
    if (format->begin)
        format->begin(exporting, table);
    GError *local = NULL;
    bool done = pump(exporting, sql, &local);
    if (!done && table && masks_touch(exporting->masks, table))
        masks_censor(table, &local);
    if (!done)
        g_propagate_error(error, local);
    exporting->exported->tables++;
    if (done && table && format->end)
        format->end(exporting, table);
    return done;
}

/* --- which */

static bool find_tables(const Exporting *exporting, GPtrArray *found, GError **error) {
    const ExportRequest *request = exporting->request;
    const char *path = request->project->names.path;
    g_autofree char *home = path ? pg_first_of_path(path) : NULL;
    const GPtrArray *all = exporting->end.tables->tables;
    for (guint i = 0; !*request->tables && i < all->len; i++)
        g_ptr_array_add(found, all->pdata[i]);
    for (const char *const *name = request->tables; *name; name++) {
        Table *table = tables_find(exporting->end.tables, *name, home);
        if (!table) {
            g_set_error(error, ROWS_ERROR, FAIL_USAGE, "%s has no table \"%s\"",
                        exporting->end.name, *name);
            return false;
        }
        g_ptr_array_add(found, table);
    }
    if (found->len <= 1 || request->format->several)
        return true;
    g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                "a file of %s holds rows of one table, and these are %u; name one, or take "
                "--format json or sql",
                request->format->name, found->len);
    return false;
}

/* The keys (ForeignKey*) of tables that lead to one which comes behind them. Caller unrefs. */
static GPtrArray *keys_ahead(const GPtrArray *ordered) {
    GPtrArray *keys = g_ptr_array_new();
    for (guint i = 0; i < ordered->len; i++) {
        const Table *table = ordered->pdata[i];
        for (guint n = 0; n < table->references->len; n++) {
            guint at;
            ForeignKey *key = table->references->pdata[n];
            if (g_ptr_array_find((GPtrArray *)ordered, key->to, &at) && at > i)
                g_ptr_array_add(keys, key);
        }
    }
    return keys;
}

static bool export_tables(Exporting *exporting, GError **error) {
    const ExportFormat *format = exporting->request->format;
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    if (!find_tables(exporting, found, error))
        return false;
    g_autoptr(GPtrArray) ordered = tables_in_order(found);
    g_autoptr(GPtrArray) ahead = keys_ahead(ordered);
    if (format->around)
        format->around(exporting, ahead, false);
    for (guint i = 0; i < ordered->len; i++) {
        const Table *table = ordered->pdata[i];
        g_autofree char *query = masks_query(exporting->masks, exporting->end.pg, table, NULL);
        if (!export_query(exporting, table, query, error))
            return false;
    }
    if (format->around)
        format->around(exporting, ahead, true);
    return true;
}

/* The names in it are what they are in the application. */
static bool export_select(Exporting *exporting, GError **error) {
    const ExportRequest *request = exporting->request;
    const char *path = request->project->names.path ? request->project->names.path : "public";
    g_autofree char *query = g_strchomp(g_strdup(request->query));
    if (g_str_has_suffix(query, ";"))
        query[strlen(query) - 1] = '\0';
    g_autoptr(Rows) set =
        pg_query(exporting->end.pg, "SELECT set_config('search_path', $1, true)", 1, &path, error);
    return set && export_query(exporting, NULL, query, error);
}

static bool prepare(Exporting *exporting, GError **error) {
    const ExportRequest *request = exporting->request;
    End *end = &exporting->end;
    if (!end_open(end, request->project->config, request->environment, "migrate data", error) ||
        (end->protected && !request->mask &&
         !request->confirm(end_guarded_name(end), request->data, error)) ||
        !end_begin(end, true, true, error) || !end_read(end, request->project, error))
        return false;
    if (!request->mask)
        return true;
    exporting->masks = masked_open(end, request->project, error);
    return exporting->masks;
}

bool data_export(const ExportRequest *request, Exported *exported, GError **error) {
    g_auto(Exporting)
        exporting = {.request = request, .exported = exported, .out = g_string_new(NULL)};
    if (!prepare(&exporting, error) ||
        !(request->query ? export_select(&exporting, error) : export_tables(&exporting, error)))
        return false;
    if (request->format->end)
        request->format->end(&exporting, NULL);
    return flush(&exporting, 0, error) && pg_script(exporting.end.pg, "ROLLBACK", error);
}
