#include "rows/infile.h"

#include "base/file.h"
#include "rows/end.h"
#include "rows/json_text.h"
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
    GArray *values;     /* of FileValue, of the last row */
    GPtrArray *head;    /* of csv */
    GPtrArray *fields;  /* of csv, of the last row */
    GPtrArray *names;   /* of the last row of json */
    GHashTable *tables; /* that a file of json has named */
    char *table;        /* whose rows are read */
    bool object;        /* the file of json names tables */
};

static bool fail(const RowFile *file, guint line, const char *what, GError **error) {
    g_set_error(error, ROWS_ERROR, FAIL_USAGE, "%s:%u: %s", file->path, line, what);
    return false;
}

/* With the line and the column, in characters, of a place in the file. */
static bool fail_at(const RowFile *file, const char *at, const char *what, GError **error) {
    guint line = 1;
    const char *start = file->text;
    for (const char *c = start; c < at; c++)
        if (*c == '\n') {
            line++;
            start = c + 1;
        }
    g_set_error(error, ROWS_ERROR, FAIL_USAGE, "%s:%u:%u: %s", file->path, line,
                (guint)g_utf8_strlen(start, at - start) + 1, what);
    return false;
}

/* --- csv */

/* The length of the line end that stands here; 0: none. */
static gsize line_end(const RowFile *file) {
    const char *text = file->text + file->at;
    gsize left = file->length - file->at;
    if (left > 0 && *text == '\n')
        return 1;
    return left > 0 && *text == '\r' && (left == 1 || text[1] == '\n') ? MIN(left, 2) : 0;
}

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
        } else if (!open && (c == ',' || line_end(file)))
            break;
        file->line += c == '\n';
        g_string_append_c(field, c);
    }
    if (open)
        return fail(file, start, "a field begins with a quote that is not closed", error);
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
        file->at += more ? 1 : line_end(file);
        if (!more)
            break;
    }
    file->line++;
    return g_steal_pointer(&fields);
}

static bool begin_csv(RowFile *file, GError **error) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    file->head = take_record(file, error);
    for (guint i = 0; file->head && i < file->head->len; i++) {
        const char *name = file->head->pdata[i];
        if (!name)
            return fail(file, 1, "the head has a column without a name", error);
        if (!g_hash_table_add(seen, (gpointer)name)) {
            g_autofree char *what =
                g_strdup_printf("the head has the column \"%s\" twice; leave one out", name);
            return fail(file, 1, what, error);
        }
    }
    return file->head;
}

static bool next_csv(RowFile *file, FileRow *row, bool *done, GError **error) {
    *done = file->at >= file->length;
    if (*done)
        return true;
    row->line = file->line;
    g_clear_pointer(&file->fields, g_ptr_array_unref);
    file->fields = take_record(file, error);
    if (!file->fields)
        return false;
    if (file->fields->len != file->head->len) {
        g_autofree char *what = g_strdup_printf("the row has %u fields, and the head has %u",
                                                file->fields->len, file->head->len);
        return fail(file, row->line, what, error);
    }
    for (guint i = 0; i < file->head->len; i++) {
        const char *text = file->fields->pdata[i];
        const FileValue value = {file->head->pdata[i], text, text ? strlen(text) : 0};
        g_array_append_val(file->values, value);
    }
    row->number = ++file->number;
    return true;
}

/* --- json of any kind */

static bool has_name(const RowFile *file, const char *name) {
    return g_ptr_array_find_with_equal_func(file->names, name, g_str_equal, NULL);
}

/* A name, its colon and its value, which go to the row. */
static bool take_member(RowFile *file, JsonText *text, GError **error) {
    json_text_more(text);
    const char *place = text->at, *start;
    char *name = json_text_name(text);
    if (!name)
        return fail_at(file, text->at, text->wrong, error);
    if (has_name(file, name)) {
        g_autofree char *what = g_strdup_printf("the row has \"%s\" twice; leave one out", name);
        g_free(name);
        return fail_at(file, place, what, error);
    }
    g_ptr_array_add(file->names, name);
    if (!json_text_take(text, ':'))
        return fail_at(file, text->at, "expected \":\"", error);
    if (!json_text_value(text, &start))
        return fail_at(file, text->at, text->wrong, error);
    bool null = *start == 'n';
    const FileValue value = {name, null ? NULL : start, (gsize)(text->at - start)};
    g_array_append_val(file->values, value);
    return true;
}

/* An object, whose members are those of the row. */
static bool take_object(RowFile *file, JsonText *text, FileRow *row, GError **error) {
    row->json = true;
    row->number = ++file->number;
    g_ptr_array_set_size(file->names, 0);
    if (!json_text_take(text, '{'))
        return fail_at(file, text->at, "expected a row: {\"COLUMN\": VALUE}", error);
    if (json_text_take(text, '}'))
        return true;
    do {
        if (!take_member(file, text, error))
            return false;
    } while (json_text_take(text, ','));
    return json_text_take(text, '}') || fail_at(file, text->at, "expected \",\" or \"}\"", error);
}

/* --- ndjson */

static bool next_ndjson(RowFile *file, FileRow *row, bool *done, GError **error) {
    for (;;) {
        *done = file->at >= file->length;
        if (*done)
            return true;
        const char *line = file->text + file->at;
        const char *end = memchr(line, '\n', file->length - file->at);
        JsonText text = {line, end ? end : file->text + file->length, NULL};
        file->at += (gsize)(text.end - line) + 1;
        row->line = file->line++;
        if (!json_text_more(&text))
            continue;
        if (!take_object(file, &text, row, error))
            return false;
        return !json_text_more(&text) ||
               fail_at(file, text.at, "expected the end of the line behind its row", error);
    }
}

/* --- json */

static JsonText rest_of(const RowFile *file) {
    return (JsonText){file->text + file->at, file->text + file->length, NULL};
}

static const char expected[] = "expected {\"TABLE\": [{\"COLUMN\": VALUE}]} or a list of rows";

static bool begin_json(RowFile *file, GError **error) {
    JsonText text = rest_of(file);
    file->object = json_text_take(&text, '{');
    if (!file->object && !json_text_take(&text, '['))
        return fail_at(file, text.at, expected, error);
    file->table = file->object ? NULL : g_strdup("");
    file->at = (gsize)(text.at - file->text);
    return true;
}

static bool end_json(const RowFile *file, JsonText *text, bool *done, GError **error) {
    *done = true;
    return !json_text_more(text) || fail_at(file, text->at, "expected the end of the file", error);
}

/* The next name of a table and the bracket of its rows; `*done` behind the last. */
static bool enter_table(RowFile *file, JsonText *text, bool *done, GError **error) {
    bool first = g_hash_table_size(file->tables) == 0;
    if (json_text_take(text, '}'))
        return end_json(file, text, done, error);
    if (!first && !json_text_take(text, ','))
        return fail_at(file, text->at, "expected \",\" or \"}\"", error);
    json_text_more(text);
    const char *place = text->at;
    file->table = json_text_name(text);
    file->number = 0;
    if (!file->table)
        return fail_at(file, text->at, text->wrong, error);
    if (!g_hash_table_add(file->tables, g_strdup(file->table))) {
        g_autofree char *what = g_strdup_printf("the file has \"%s\" twice", file->table);
        return fail_at(file, place, what, error);
    }
    return (json_text_take(text, ':') && json_text_take(text, '[')) ||
           fail_at(file, text->at, expected, error);
}

static bool next_json(RowFile *file, FileRow *row, bool *done, GError **error) {
    JsonText text = rest_of(file);
    *done = false;
    for (;;) {
        if (!file->table && !enter_table(file, &text, done, error))
            return false;
        if (*done)
            return true;
        if (!json_text_take(&text, ']'))
            break;
        g_clear_pointer(&file->table, g_free);
        if (!file->object)
            return end_json(file, &text, done, error);
    }
    if (file->number > 0 && !json_text_take(&text, ','))
        return fail_at(file, text.at, "expected \",\" or \"]\"", error);
    row->table = file->object ? file->table : NULL;
    bool fine = take_object(file, &text, row, error);
    file->at = (gsize)(text.at - file->text);
    return fine;
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

/* Nothing but UTF-8 reaches a row, and no NUL; a byte order mark is no part of the text. */
static bool read_text(RowFile *file, GError **error) {
    static const char mark[] = "\xef\xbb\xbf";
    const char *end;
    file->bytes = file_read(file->path, error);
    if (!file->bytes)
        return false;
    file->text = g_bytes_get_data(file->bytes, &file->length);
    if (file->length >= strlen(mark) && memcmp(file->text, mark, strlen(mark)) == 0) {
        file->text += strlen(mark);
        file->length -= strlen(mark);
    }
    if (file->length == 0 || g_utf8_validate(file->text, (gssize)file->length, &end))
        return true;
    return fail_at(file, end,
                   *end ? "this is no UTF-8; convert the file, with iconv for one"
                        : "there is a NUL byte, which no text of PostgreSQL can hold",
                   error);
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
    file->values = g_array_new(FALSE, FALSE, sizeof(FileValue));
    file->names = g_ptr_array_new_with_free_func(g_free);
    file->tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!read_text(file, error))
        return NULL;
    return !file->format->begin || file->format->begin(file, error) ? g_steal_pointer(&file) : NULL;
}

bool row_file_next(RowFile *file, FileRow *row, bool *done, GError **error) {
    g_array_set_size(file->values, 0);
    *row = (FileRow){.values = file->values};
    return file->format->next(file, row, done, error);
}

void row_file_free(RowFile *file) {
    if (!file)
        return;
    g_clear_pointer(&file->values, g_array_unref);
    g_clear_pointer(&file->head, g_ptr_array_unref);
    g_clear_pointer(&file->fields, g_ptr_array_unref);
    g_clear_pointer(&file->names, g_ptr_array_unref);
    g_clear_pointer(&file->tables, g_hash_table_unref);
    g_free(file->table);
    g_clear_pointer(&file->bytes, g_bytes_unref);
    g_free(file->path);
    g_free(file);
}
