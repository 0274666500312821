#include "rows/infile.h"

#include "base/file.h"
#include "rows/end.h"
#include <string.h>

typedef struct {
    const char *suffix;
    bool (*begin)(RowFile *file, GError **error);
    bool (*next)(RowFile *file, FileRow *row, bool *done, GError **error);
} RowFormat;

struct RowFile {
    char *path;
    const RowFormat *format;
    GBytes *bytes;
    const char *text;
    gsize length, at;
    guint line, number;
    json_t *object;  /* the last row, where it is not a part of `whole` */
    GPtrArray *head; /* of csv */
    json_t *whole;   /* of json */
    void *table;     /* its iterator */
};

static bool fail(const RowFile *file, guint line, const char *what, GError **error) {
    g_set_error(error, ROWS_ERROR, FAIL_USAGE, "%s:%u: %s", file->path, line, what);
    return false;
}

/* --- csv */

/* One field, which ends before a comma, a line end or the end; NULL in `value` for an empty one
 * without quotes. */
static bool take_field(RowFile *file, char **value, GError **error) {
    bool quoted = file->at < file->length && file->text[file->at] == '"', open = quoted;
    g_autoptr(GString) field = g_string_new(NULL);
    guint start = file->line;
    file->at += quoted;
    for (; file->at < file->length; file->at++) {
        char c = file->text[file->at];
        if (open && c == '"' && file->at + 1 < file->length && file->text[file->at + 1] == '"')
            file->at++;
        else if (open && c == '"') {
            open = false;
            continue;
        } else if (!open && (c == ',' || c == '\n'))
            break;
        file->line += c == '\n';
        g_string_append_c(field, c);
    }
    if (open)
        return fail(file, start, "a field begins with a quote that is not closed", error);
    if (!quoted && field->len > 0 && field->str[field->len - 1] == '\r')
        g_string_truncate(field, field->len - 1);
    *value = quoted || field->len > 0 ? g_string_free(g_steal_pointer(&field), FALSE) : NULL;
    return true;
}

/* One record. Array of char*, NULL among them. */
static GPtrArray *take_record(RowFile *file, GError **error) {
    g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(g_free);
    for (;;) {
        char *value = NULL;
        if (!take_field(file, &value, error))
            return NULL;
        g_ptr_array_add(fields, value);
        bool more = file->at < file->length && file->text[file->at] == ',';
        file->at += file->at < file->length;
        if (!more)
            break;
    }
    file->line++;
    return g_steal_pointer(&fields);
}

static bool begin_csv(RowFile *file, GError **error) {
    file->head = take_record(file, error);
    for (guint i = 0; file->head && i < file->head->len; i++)
        if (!file->head->pdata[i])
            return fail(file, 1, "the head has a column without a name", error);
    return file->head;
}

static bool next_csv(RowFile *file, FileRow *row, bool *done, GError **error) {
    *done = file->at >= file->length;
    if (*done)
        return true;
    row->line = file->line;
    g_autoptr(GPtrArray) fields = take_record(file, error);
    if (!fields)
        return false;
    if (fields->len != file->head->len) {
        g_autofree char *what = g_strdup_printf("the row has %u fields, and the head has %u",
                                                fields->len, file->head->len);
        return fail(file, row->line, what, error);
    }
    file->object = json_object();
    for (guint i = 0; i < fields->len; i++)
        json_object_set_new(file->object, file->head->pdata[i],
                            fields->pdata[i] ? json_string(fields->pdata[i]) : json_null());
    row->object = file->object;
    row->number = ++file->number;
    return true;
}

/* --- json of any kind */

/* The length of the number that `text` begins with, and how many digits it has. */
static gsize number_length(const char *text, gsize length, guint *digits) {
    gsize at = 0;
    for (*digits = 0; at < length && strchr("+-.eE0123456789", text[at]) && text[at]; at++)
        *digits += g_ascii_isdigit(text[at]) != 0;
    return at;
}

/* The text with numbers that a double cannot hold in quotes, where they are a column's whole value:
 * in `depth` lists and objects. The server reads them as what the column is. Caller frees. */
static GString *guard_numbers(const char *text, gsize length, guint depth) {
    enum { EXACT = 15 };
    GString *out = g_string_sized_new(length);
    guint open = 0, digits = 0;
    bool string = false;
    for (gsize at = 0; at < length; at++) {
        char c = text[at];
        bool number = !string && (c == '-' || g_ascii_isdigit(c));
        gsize size = number ? number_length(text + at, length - at, &digits) : 1;
        if (string && c == '\\' && at + 1 < length)
            size = 2;
        else if (c == '"')
            string = !string;
        else if (!string && c && strchr("[{", c))
            open++;
        else if (!string && c && strchr("]}", c))
            open--;
        bool guard = number && open == depth && digits > EXACT;
        g_string_append(out, guard ? "\"" : "");
        g_string_append_len(out, text + at, (gssize)size);
        g_string_append(out, guard ? "\"" : "");
        at += size - 1;
    }
    return out;
}

static json_t *load(const char *text, gsize length, guint depth, json_error_t *wrong) {
    GString *guarded = guard_numbers(text, length, depth);
    json_t *value = json_loadb(guarded->str, guarded->len, 0, wrong);
    g_string_free(guarded, TRUE);
    return value;
}

/* --- ndjson */

static bool next_ndjson(RowFile *file, FileRow *row, bool *done, GError **error) {
    json_error_t wrong;
    for (;;) {
        *done = file->at >= file->length;
        if (*done)
            return true;
        const char *line = file->text + file->at;
        const char *end = memchr(line, '\n', file->length - file->at);
        gsize length = end ? (gsize)(end - line) : file->length - file->at;
        file->at += length + 1;
        row->line = file->line++;
        if (strspn(line, " \t\r") >= length)
            continue;
        file->object = load(line, length, 1, &wrong);
        if (!json_is_object(file->object))
            return fail(file, row->line,
                        file->object ? "the line is no object of json" : wrong.text, error);
        row->object = file->object;
        row->number = ++file->number;
        return true;
    }
}

/* --- json */

static bool begin_json(RowFile *file, GError **error) {
    json_error_t wrong;
    bool list = file->text[strspn(file->text, " \t\r\n")] == '[';
    file->whole = load(file->text, file->length, list ? 2 : 3, &wrong);
    if (!file->whole)
        return fail(file, (guint)wrong.line, wrong.text, error);
    file->table = json_object_iter(file->whole);
    return true;
}

/* The rows of the table that comes next; a list alone has no name. */
static json_t *rows_of(const RowFile *file) {
    return json_is_array(file->whole) ? file->whole : json_object_iter_value(file->table);
}

static bool next_json(RowFile *file, FileRow *row, bool *done, GError **error) {
    while (file->table && file->number >= json_array_size(rows_of(file))) {
        file->table = json_object_iter_next(file->whole, file->table);
        file->number = 0;
    }
    *done =
        json_is_array(file->whole) ? file->number >= json_array_size(file->whole) : !file->table;
    if (*done)
        return true;
    row->table = file->table ? json_object_iter_key(file->table) : NULL;
    row->object = json_array_get(rows_of(file), file->number++);
    row->number = file->number;
    if (json_is_object(row->object))
        return true;
    return fail(file, 1, "expected {\"TABLE\": [{\"COLUMN\": VALUE}]}", error);
}

/* --- all of them */

static const RowFormat formats[] = {
    {".json", begin_json, next_json},
    {".ndjson", NULL, next_ndjson},
    {".jsonl", NULL, next_ndjson},
    {".csv", begin_csv, next_csv},
};

static const RowFormat *format_of(const char *path) {
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (g_str_has_suffix(path, formats[i].suffix))
            return &formats[i];
    return NULL;
}

bool row_file_is(const char *path) {
    return format_of(path);
}

RowFile *row_file_open(const char *path, GError **error) {
    g_autoptr(RowFile) file = g_new0(RowFile, 1);
    file->path = g_strdup(path);
    file->line = 1;
    file->format = format_of(path);
    if (!file->format) {
        g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                    "%s is no file of rows; its name has to end in .json, .ndjson or .csv%s", path,
                    g_str_has_suffix(path, ".sql") ? ". SQL is for `migrate psql -- -f FILE`" : "");
        return NULL;
    }
    file->bytes = file_read(path, error);
    if (!file->bytes)
        return NULL;
    file->text = g_bytes_get_data(file->bytes, &file->length);
    return !file->format->begin || file->format->begin(file, error) ? g_steal_pointer(&file) : NULL;
}

bool row_file_next(RowFile *file, FileRow *row, bool *done, GError **error) {
    *row = (FileRow){.table = NULL};
    json_decref(file->object);
    file->object = NULL;
    return file->format->next(file, row, done, error);
}

void row_file_free(RowFile *file) {
    if (!file)
        return;
    json_decref(file->object);
    json_decref(file->whole);
    g_clear_pointer(&file->head, g_ptr_array_unref);
    g_clear_pointer(&file->bytes, g_bytes_unref);
    g_free(file->path);
    g_free(file);
}
