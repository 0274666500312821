/* What statements do to relations in use, for programs. */
#include "report/json.h"
#include "report/report.h"

static void set_number(json_t *object, const char *key, gint64 number) {
    json_object_set_new(object, key, number < 0 ? json_null() : json_integer(number));
}

static void set_text(json_t *object, const char *key, const char *text) {
    json_object_set_new(object, key, json_null());
    json_set_text(object, key, text);
}

static json_t *effect_object(const ReportEffect *effect) {
    json_t *object = json_object();
    set_text(object, "kind", effect->kind);
    set_text(object, "name", effect->name);
    set_text(object, "lock", effect->lock);
    set_text(object, "held", effect->held);
    set_text(object, "work", effect->work);
    set_text(object, "waits", effect->waits);
    set_number(object, "indexes", effect->indexes);
    set_text(object, "sentence", effect->sentence);
    set_number(object, "bytes", effect->bytes);
    set_number(object, "rows", effect->rows);
    return object;
}

static json_t *statement_object(const Report *report, const ReportStatement *statement) {
    g_autofree char *path = report_path_of(report, statement->file);
    json_t *object = json_object(), *effects = json_array();
    set_text(object, "file", path);
    set_number(object, "line", statement->line);
    set_number(object, "column", statement->column);
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
