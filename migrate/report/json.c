/* The report for programs; findings.schema.json is its contract. */
#include "report/json.h"

#include "report/report.h"

/* Raised when a reader of the former version would misread the new one. */
#define JSON_VERSION 1

json_t *json_text(const char *text) {
    if (!text)
        return json_null();
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_string(valid);
}

void json_set_text(json_t *object, const char *key, const char *text) {
    if (text)
        json_object_set_new(object, key, json_text(text));
}

void json_append(GString *out, json_t *value) {
    char *text = json_dumps(value, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    /* Jansson leaves DEL as it is, and the log of a GitHub action obeys "##[" within a line; both
     * can only stand inside of a string. */
    for (const char *c = text; c && *c; c++)
        if (*c == 0x7F)
            g_string_append(out, "\\u007F");
        else if (c[0] == '#' && c[1] == '[')
            g_string_append(out, "\\u0023");
        else
            g_string_append_c(out, *c);
    g_string_append_c(out, '\n');
    free(text);
    json_decref(value);
}

static json_t *text_list(char *const *texts) {
    json_t *array = texts ? json_array() : json_null();
    for (; texts && *texts; texts++)
        json_array_append_new(array, json_text(*texts));
    return array;
}

static void set_number(json_t *object, const char *key, guint number) {
    json_object_set_new(object, key, number ? json_integer(number) : json_null());
}

static json_t *location(const Report *report, const Finding *finding) {
    g_autofree char *path = report_path(report, finding);
    if (!path)
        return json_null();
    json_t *place = json_object();
    json_object_set_new(place, "file", json_text(path));
    set_number(place, "line", finding->line);
    set_number(place, "column", finding->column);
    set_number(place, "end_line", finding->end_line);
    set_number(place, "end_column", finding->end_column);
    return place;
}

static json_t *finding_object(const Report *report, const Finding *finding) {
    json_t *object = json_object();
    json_object_set_new(object, "code", json_text(finding->code));
    json_object_set_new(object, "severity", json_string(severity_name(finding->severity)));
    json_object_set_new(object, "message", json_text(finding->message));
    json_object_set_new(object, "why", json_text(finding->why));
    json_object_set_new(object, "fix", json_text(finding->fix));
    json_object_set_new(object, "sql", json_text(finding->sql));
    json_object_set_new(object, "diff", json_text(finding->diff));
    json_object_set_new(object, "object", json_text(finding->object));
    json_object_set_new(object, "objects", text_list(finding->objects));
    json_object_set_new(object, "sqlstate", json_text(finding->sqlstate));
    json_object_set_new(object, "location", location(report, finding));
    json_object_set_new(object, "on_changed_line",
                        json_boolean(report_on_changed_line(report, finding)));
    return object;
}

static json_t *counts(const Report *report) {
    guint errors = findings_count(report->findings, SEVERITY_ERROR);
    guint warnings = findings_count(report->findings, SEVERITY_WARNING) - errors;
    json_t *object = json_object();
    json_object_set_new(object, "error", json_integer(errors));
    json_object_set_new(object, "warning", json_integer(warnings));
    json_object_set_new(object, "note", json_integer(report->findings->len - errors - warnings));
    return object;
}

static json_t *tool(void) {
    json_t *object = json_object();
    json_object_set_new(object, "name", json_string("migrate"));
    json_object_set_new(object, "version", json_string(MIGRATE_VERSION));
    return object;
}

void json_set_answer(json_t *object, const Report *report) {
    json_t *findings = json_array();
    for (guint i = 0; i < report->findings->len; i++)
        json_array_append_new(findings, finding_object(report, report->findings->pdata[i]));
    json_object_set_new(object, "format", json_integer(JSON_VERSION));
    json_object_set_new(object, "verb", json_text(report->command));
    json_object_set_new(object, "status", json_integer(report->status));
    json_object_set_new(object, "reason", json_text(report->reason));
    json_object_set_new(object, "findings", findings);
}

json_t *json_texts(const GPtrArray *texts) {
    json_t *array = texts ? json_array() : json_null();
    for (guint i = 0; texts && i < texts->len; i++)
        json_array_append_new(array, json_text(texts->pdata[i]));
    return array;
}

/* -1: unknown. */
static void set_amount(json_t *object, const char *key, gint64 number) {
    json_object_set_new(object, key, number < 0 ? json_null() : json_integer(number));
}

static void set_text(json_t *object, const char *key, const char *text) {
    json_object_set_new(object, key, json_text(text));
}

static json_t *effect_object(const ReportEffect *effect) {
    json_t *object = json_object();
    set_text(object, "kind", effect->kind);
    set_text(object, "name", effect->name);
    set_text(object, "lock", effect->lock);
    set_text(object, "held", effect->held);
    set_text(object, "work", effect->work);
    set_text(object, "waits", effect->waits);
    set_amount(object, "indexes", effect->indexes);
    set_text(object, "sentence", effect->sentence);
    set_amount(object, "bytes", effect->bytes);
    set_amount(object, "rows", effect->rows);
    set_text(object, "time", effect->time);
    return object;
}

static json_t *statement_object(const Report *report, const ReportStatement *statement) {
    g_autofree char *path = report_path_of(report, statement->file);
    json_t *object = json_object(), *effects = json_array();
    set_text(object, "file", path);
    set_amount(object, "line", statement->line);
    set_amount(object, "column", statement->column);
    set_text(object, "work", statement->work);
    for (guint i = 0; i < statement->effects->len; i++)
        json_array_append_new(effects, effect_object(statement->effects->pdata[i]));
    json_object_set_new(object, "effects", effects);
    return object;
}

json_t *json_statements(const Report *report) {
    json_t *array = report->statements ? json_array() : json_null();
    for (guint i = 0; report->statements && i < report->statements->len; i++)
        json_array_append_new(array, statement_object(report, report->statements->pdata[i]));
    return array;
}

bool format_json(const Report *report, GString *out, GError **error) {
    (void)error;
    json_t *object = json_object();
    json_set_answer(object, report);
    json_object_set_new(object, "version", json_integer(JSON_VERSION));
    json_object_set_new(object, "tool", tool());
    json_object_set_new(object, "command", json_text(report->command));
    json_object_set_new(
        object, "in_sync",
        report->in_sync == SYNC_UNKNOWN ? json_null() : json_boolean(report->in_sync == SYNC_YES));
    json_object_set_new(object, "from", json_text(report->from));
    json_object_set_new(object, "to", json_text(report->to));
    json_object_set_new(object, "base", json_text(report->base));
    json_object_set_new(object, "server_version", json_text(report->server));
    json_object_set_new(object, "sandbox", json_text(report->sandbox));
    json_object_set_new(object, "trust", json_text(report->trust));
    json_object_set_new(object, "duration_ms",
                        report->duration > 0 ? json_integer(report->duration / 1000) : json_null());
    for (SqlPiece piece = 0; piece < SQL_PIECES; piece++)
        json_object_set_new(object, sql_headings[piece].member, json_text(report->sql[piece]));
    json_object_set_new(object, sql_headings[SQL_MISSING].member,
                        json_text(report_migration_sql(report)));
    json_object_set_new(object, "written", json_texts(report->written));
    json_object_set_new(object, "statements", json_statements(report));
    json_object_set_new(object, "counts", counts(report));
    if (report->services)
        json_object_set(object, "services", report->services);
    json_append(out, object);
    return true;
}
