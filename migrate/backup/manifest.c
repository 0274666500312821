#include "backup/manifest.h"

#include "backup/format.h"
#include "report/json.h"
#include <stdlib.h>
#include <string.h>

#define LINE "-- migrate dump: {"

static const char *const contents_names[] = {
    [CONTENTS_ALL] = "all", [CONTENTS_SCHEMA] = "schema", [CONTENTS_DATA] = "data"};

const char *contents_name(Contents contents) {
    return contents_names[contents];
}

static json_t *texts(char *const *list) {
    json_t *array = list ? json_array() : json_null();
    for (guint i = 0; list && list[i]; i++)
        json_array_append_new(array, json_text(list[i]));
    return array;
}

json_t *manifest_json(const Manifest *manifest) {
    json_t *history =
        manifest->has_ledger
            ? json_pack("{s:i, s:o, s:o, s:o}", "count", (int)manifest->migrations, "version",
                        json_text(manifest->version), "label", json_text(manifest->label), "chain",
                        json_text(manifest->chain))
            : json_null();
    json_t *rows = manifest->rows < 0 ? json_null() : json_integer(manifest->rows);
    return json_pack("{s:i, s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:o, s:o, s:I, s:o,"
                     " s:I, s:I, s:o}",
                     "format", MANIFEST_FORMAT, "contents", contents_name(manifest->contents),
                     "only_tables", texts(manifest->tables), "masked", manifest->masked, "database",
                     json_text(manifest->database), "environment", json_text(manifest->environment),
                     "taken_at", json_text(manifest->taken_at), "tool", json_text(manifest->tool),
                     "pg_dump", json_text(manifest->program), "pg_dump_major",
                     (int)manifest->program_major, "server_version", manifest->server_version,
                     "history", history, "fingerprint", json_text(manifest->fingerprint), "tables",
                     (json_int_t)manifest->table_count, "rows", rows, "large_objects",
                     (json_int_t)manifest->large_objects, "bytes", (json_int_t)manifest->bytes,
                     "roles", texts(manifest->roles));
}

char *manifest_line(const Manifest *manifest) {
    json_t *object = manifest_json(manifest);
    g_autofree char *sum = sum_hex(&manifest->sum);
    if (manifest->files)
        json_object_set(object, "files", manifest->files);
    else
        json_object_set_new(object, "sha256", json_string(sum));
    char *text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
    char *line = g_strdup_printf("-- migrate dump: %s\n", text);
    free(text);
    json_decref(object);
    return line;
}

const char *manifest_find(const char *end, gsize length) {
    while (length > 0 && end[length - 1] == '\n')
        length--;
    const char *before = length > 0 ? memrchr(end, '\n', length) : NULL;
    const char *line = before ? before + 1 : end;
    gsize left = length - (gsize)(line - end);
    return left > strlen(LINE) && memcmp(line, LINE, strlen(LINE)) == 0 ? line : NULL;
}

static char *copy(const json_t *object, const char *key) {
    return g_strdup(json_string_value(json_object_get(object, key)));
}

static gint64 number(const json_t *object, const char *key) {
    return json_integer_value(json_object_get(object, key));
}

/* NULL: it is no list. Caller frees. */
static GStrv list_of(const json_t *object, const char *key) {
    const json_t *array = json_object_get(object, key);
    if (!json_is_array(array))
        return NULL;
    GStrv list = g_new0(char *, json_array_size(array) + 1);
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *text = json_string_value(json_array_get(array, i));
        list[i] = g_strdup(text ? text : "");
    }
    return list;
}

static bool take_sums(const json_t *object, Manifest *manifest) {
    const char *sum = json_string_value(json_object_get(object, "sha256"));
    json_t *files = json_object_get(object, "files");
    manifest->files = json_is_object(files) ? json_incref(files) : NULL;
    return manifest->files || (sum && sum_parse(sum, &manifest->sum));
}

static bool take_contents(const json_t *object, Manifest *manifest) {
    const char *name = json_string_value(json_object_get(object, "contents"));
    for (guint i = 0; name && i < G_N_ELEMENTS(contents_names); i++) {
        manifest->contents = (Contents)i;
        if (strcmp(name, contents_names[i]) == 0)
            return true;
    }
    return false;
}

static void take_history(const json_t *history, Manifest *manifest) {
    manifest->has_ledger = json_is_object(history);
    manifest->migrations = (guint)number(history, "count");
    manifest->version = copy(history, "version");
    manifest->label = copy(history, "label");
    manifest->chain = copy(history, "chain");
}

static bool take(const json_t *object, Manifest *manifest) {
    const json_t *rows = json_object_get(object, "rows");
    manifest->tables = list_of(object, "only_tables");
    manifest->masked = json_is_true(json_object_get(object, "masked"));
    manifest->database = copy(object, "database");
    manifest->environment = copy(object, "environment");
    manifest->taken_at = copy(object, "taken_at");
    manifest->tool = copy(object, "tool");
    manifest->program = copy(object, "pg_dump");
    manifest->program_major = (guint)number(object, "pg_dump_major");
    manifest->server_version = (int)number(object, "server_version");
    manifest->fingerprint = copy(object, "fingerprint");
    manifest->table_count = number(object, "tables");
    manifest->rows = json_is_integer(rows) ? json_integer_value(rows) : -1;
    manifest->large_objects = number(object, "large_objects");
    manifest->bytes = (guint64)number(object, "bytes");
    manifest->roles = list_of(object, "roles");
    take_history(json_object_get(object, "history"), manifest);
    return take_contents(object, manifest) && take_sums(object, manifest) && manifest->database;
}

bool manifest_read(const char *line, gsize length, const char *path, Manifest *manifest,
                   GError **error) {
    gsize skip = strlen(LINE) - 1;
    json_t *object = json_loadb(line + skip, length - skip, JSON_REJECT_DUPLICATES, NULL);
    gint64 format = number(object, "format");
    bool fine = format == MANIFEST_FORMAT && take(object, manifest);
    json_decref(object);
    if (!fine && format > MANIFEST_FORMAT)
        g_set_error(error, BACKUP_ERROR, FAIL_USAGE,
                    "%s was written by a newer version of migrate; load it with that one", path);
    else if (!fine)
        g_set_error(error, BACKUP_ERROR, FAIL_USAGE,
                    "%s is not whole, or was changed: its manifest is damaged", path);
    return fine;
}

void manifest_clear(Manifest *manifest) {
    char *const owned[] = {manifest->database, manifest->environment, manifest->taken_at,
                           manifest->tool,     manifest->program,     manifest->version,
                           manifest->label,    manifest->chain,       manifest->fingerprint};
    for (guint i = 0; i < G_N_ELEMENTS(owned); i++)
        g_free(owned[i]);
    g_strfreev(manifest->tables);
    g_strfreev(manifest->roles);
    json_decref(manifest->files);
    *manifest = (Manifest){0};
}
