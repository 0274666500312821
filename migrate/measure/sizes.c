#include "measure/sizes.h"

#include "sql.h"
#include <jansson.h>
#include <string.h>

enum { FORMAT = 1 };

G_DEFINE_QUARK(migrate - measure, measure_error)

typedef struct {
    char *schema, *name;
    Size size;
} Row;

struct Sizes {
    GPtrArray *rows;     /* of Row*, by schema and name */
    GHashTable *by_name; /* "schema\1name" → Row* */
};

static void row_free(gpointer data) {
    Row *row = data;
    g_free(row->schema);
    g_free(row->name);
    g_free(row);
}

static Sizes *sizes_new(void) {
    Sizes *sizes = g_new(Sizes, 1);
    *sizes = (Sizes){.rows = g_ptr_array_new_with_free_func(row_free),
                     .by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    return sizes;
}

void sizes_free(Sizes *sizes) {
    if (!sizes)
        return;
    g_hash_table_unref(sizes->by_name);
    g_ptr_array_unref(sizes->rows);
    g_free(sizes);
}

static char *key_of(const char *schema, const char *name) {
    return g_strconcat(schema, "\1", name, NULL);
}

static void add(Sizes *sizes, const char *schema, const char *name, Size size) {
    Row *row = g_new(Row, 1);
    *row = (Row){g_utf8_make_valid(schema, -1), g_utf8_make_valid(name, -1), size};
    g_ptr_array_add(sizes->rows, row);
    g_hash_table_insert(sizes->by_name, key_of(row->schema, row->name), row);
}

guint sizes_count(const Sizes *sizes) {
    return sizes->rows->len;
}

const Size *sizes_find(const Sizes *sizes, const char *schema, const char *name) {
    g_autofree char *key = key_of(schema, name);
    const Row *row = g_hash_table_lookup(sizes->by_name, key);
    return row ? &row->size : NULL;
}

const Size *sizes_of(const Sizes *sizes, const MeasuredRelation *relation) {
    return sizes_find(sizes, relation->old_schema, relation->old_name);
}

static gint64 number_or_none(const Rows *rows, guint row, guint column) {
    return rows_value(rows, row, column) ? rows_number(rows, row, column) : -1;
}

Sizes *sizes_read(Pg *pg, GError **error) {
    g_autoptr(Rows) rows = pg_ask(pg, PG_ANY_ROWS("!!.."), SQL_measure_sizes, 0, NULL, error);
    Sizes *sizes = rows ? sizes_new() : NULL;
    for (guint i = 0; rows && i < rows_count(rows); i++)
        add(sizes, rows_value(rows, i, 0), rows_value(rows, i, 1),
            (Size){number_or_none(rows, i, 2), number_or_none(rows, i, 3)});
    return sizes;
}

/* --- as a file */

static json_t *amount(gint64 number) {
    return number < 0 ? json_null() : json_integer(number);
}

char *sizes_print(const Sizes *sizes) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "{\"format\": %d, \"relations\": [", FORMAT);
    for (guint i = 0; i < sizes->rows->len; i++) {
        const Row *row = sizes->rows->pdata[i];
        json_t *object =
            json_pack("{s:s, s:s, s:o, s:o}", "schema", row->schema, "name", row->name, "rows",
                      amount(row->size.rows), "bytes", amount(row->size.bytes));
        char *line = json_dumps(object, JSON_ENSURE_ASCII);
        g_string_append_printf(text, "%s\n%s", i ? "," : "", line);
        free(line);
        json_decref(object);
    }
    g_string_append(text, "\n]}\n");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* A number or null. */
static bool read_amount(json_t *value, gint64 *number) {
    *number = json_is_integer(value) ? json_integer_value(value) : -1;
    return json_is_null(value) || (json_is_integer(value) && *number >= 0);
}

static bool read_row(Sizes *sizes, json_t *object) {
    const char *schema = json_string_value(json_object_get(object, "schema"));
    const char *name = json_string_value(json_object_get(object, "name"));
    Size size;
    if (!schema || !name || !read_amount(json_object_get(object, "rows"), &size.rows) ||
        !read_amount(json_object_get(object, "bytes"), &size.bytes))
        return false;
    add(sizes, schema, name, size);
    return true;
}

static bool read_all(Sizes *sizes, json_t *root) {
    json_t *relations = json_object_get(root, "relations"), *object;
    gsize index;
    if (json_integer_value(json_object_get(root, "format")) != FORMAT || !json_is_array(relations))
        return false;
    json_array_foreach(relations, index, object) {
        if (!read_row(sizes, object))
            return false;
    }
    return true;
}

Sizes *sizes_parse(GBytes *text, const char *file, GError **error) {
    gsize length;
    const char *data = g_bytes_get_data(text, &length);
    json_error_t fault;
    g_autoptr(Sizes) sizes = sizes_new();
    json_t *root = json_loadb(data ? data : "", length, JSON_REJECT_DUPLICATES, &fault);
    bool fine = root && read_all(sizes, root);
    if (!root)
        g_set_error(error, MEASURE_ERROR, FAIL_USAGE,
                    "%s:%d:%d: %s; `migrate stats pull -o %s` writes it", file, MAX(fault.line, 1),
                    MAX(fault.column, 1), fault.text, file);
    else if (!fine)
        g_set_error(error, MEASURE_ERROR, FAIL_USAGE,
                    "%s is no list of sizes of format %d; `migrate stats pull -o %s` writes one",
                    file, FORMAT, file);
    json_decref(root);
    return fine ? g_steal_pointer(&sizes) : NULL;
}

/* --- how long */

/* What a server of the usual kind does in a second, by rows and by bytes; the slower counts. */
static const struct {
    double rows, bytes;
} pace[WORKS] = {
    [WORK_SCAN] = {2e6, 200e6},
    [WORK_BUILD] = {200e3, 50e6},
    [WORK_REWRITE] = {150e3, 40e6},
    [WORK_ROWS] = {15e3, 5e6},
};

static const struct {
    double below; /* seconds */
    const char *word;
} times[] = {{1, "less than a second"}, {60, "seconds"}, {3600, "minutes"}, {86400, "hours"}};

const char *size_time(const Size *size, Work work) {
    if (work == WORK_MOMENT || !size || (size->rows < 0 && size->bytes < 0))
        return NULL;
    double seconds = MAX((double)MAX(size->rows, 0) / pace[work].rows,
                         (double)MAX(size->bytes, 0) / pace[work].bytes);
    for (guint i = 0; i < G_N_ELEMENTS(times); i++)
        if (seconds < times[i].below)
            return times[i].word;
    return "days";
}

/* Two digits or three: "1.5 M", "120 M". */
static char *short_number(double number, double step, const char *const *units) {
    while (number >= step && units[1]) {
        number /= step;
        units++;
    }
    return g_strdup_printf("%.*f%s%s", number < 10 && number != (gint64)number ? 1 : 0, number,
                           **units ? " " : "", *units);
}

char *bytes_words(gint64 bytes) {
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", NULL};
    return short_number((double)bytes, 1024, units);
}

char *size_words(const Size *size, Work work) {
    static const char *const units[] = {"", "k", "M", "G", NULL};
    const char *time = size_time(size, work);
    if (!size || (size->rows < 0 && size->bytes < 0))
        return NULL;
    g_autofree char *bytes = size->bytes < 0 ? NULL : bytes_words(size->bytes);
    g_autofree char *rows = size->rows < 0 ? NULL : short_number((double)size->rows, 1000, units);
    return g_strconcat(bytes ? bytes : "", bytes && rows ? ", " : "", rows ? rows : "",
                       rows ? " rows" : "", time ? ": " : "", time, NULL);
}
