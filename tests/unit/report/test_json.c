#include "support/reports.h"
#include "support/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *load(const char *folder, const char *name) {
    const char *source = g_getenv("SOURCE");
    g_autofree char *path = g_build_filename(source ? source : ".", folder, name, NULL);
    json_error_t error;
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!value)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    return value;
}

/* The report, parsed, after it was held against its schema. */
static json_t *checked(const ReportBox *box, const char *format, const char *folder,
                       const char *name) {
    g_autofree char *text = report_box_write(box, format);
    for (const char *c = text; *c; c++)
        assert_true((*c >= 0x20 && *c < 0x7F) || *c == '\n');
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *schema = load(folder, name);
    assert_non_null(value);
    g_autoptr(GString) complaints = g_string_new(NULL);
    if (!schema_check(schema, value, complaints))
        fail_msg("%s", complaints->str);
    json_decref(schema);
    return value;
}

static json_t *report_of(const ReportBox *box) {
    return checked(box, "json", "migrate/report", "findings.schema.json");
}

static json_t *sarif_of(const ReportBox *box) {
    return checked(box, "sarif", "tests/unit/report", "sarif.schema.json");
}

static const char *text_at(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

static void json_holds_what_was_found(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    json_t *report = report_of(box);
    assert_true(json_is_false(json_object_get(report, "in_sync")));
    assert_string_equal(text_at(report, "missing_sql"), "CREATE INDEX i ON public.users (id);\n");
    assert_int_equal(json_integer_value(json_object_get(report, "duration_ms")), 123);
    json_t *first = json_array_get(json_object_get(report, "findings"), 0),
           *place = json_object_get(first, "location");
    assert_string_equal(text_at(first, "code"), "data-loss");
    assert_string_equal(text_at(place, "file"), "db/migrations/20240101000000_a/migration.sql");
    assert_int_equal(json_integer_value(json_object_get(place, "end_column")), 34);
    assert_true(json_is_false(json_object_get(first, "on_changed_line")));
    json_t *last = json_array_get(json_object_get(report, "findings"), 2);
    assert_true(json_is_true(json_object_get(last, "on_changed_line")));
    json_decref(report);
}

static void json_of_nothing_is_whole(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    json_t *report = report_of(box);
    assert_true(json_is_true(json_object_get(report, "in_sync")));
    assert_int_equal(json_array_size(json_object_get(report, "findings")), 0);
    json_decref(report);
    box->report.in_sync = SYNC_UNKNOWN;
    report = report_of(box);
    assert_true(json_is_null(json_object_get(report, "in_sync")));
    json_decref(report);
}

static void json_keeps_hostile_text_and_replaces_what_is_no_text(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    json_t *report = report_of(box);
    g_autofree char *expected = g_utf8_make_valid(HOSTILE, -1);
    assert_string_equal(text_at(report, "missing_sql"), expected);
    json_decref(report);
}

static void the_schema_refuses_what_is_not_in_it(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    json_t *report = report_of(box), *schema = load("migrate/report", "findings.schema.json");
    json_t *finding = json_array_get(json_object_get(report, "findings"), 0),
           *place = json_object_get(finding, "location");
    json_object_set_new(finding, "severity", json_string("fatal"));
    json_object_set_new(place, "line", json_integer(0));
    json_object_set_new(report, "extra", json_true());
    json_object_del(report, "command");
    g_autoptr(GString) complaints = g_string_new(NULL);
    assert_false(schema_check(schema, report, complaints));
    assert_non_null(strstr(complaints->str, "/findings/0/severity: is none of the allowed values"));
    assert_non_null(strstr(complaints->str, "/findings/0/location: fits 0 of the choices"));
    assert_non_null(strstr(complaints->str, "/extra: is not in the schema"));
    assert_non_null(strstr(complaints->str, "lacks \"command\""));
    json_decref(report);
    json_decref(schema);
}

static json_t *result_at(const json_t *sarif, size_t index) {
    return json_array_get(
        json_object_get(json_array_get(json_object_get(sarif, "runs"), 0), "results"), index);
}

static const char *fingerprint_at(const json_t *sarif, size_t index) {
    return text_at(json_object_get(result_at(sarif, index), "partialFingerprints"),
                   "primaryLocationLineHash");
}

static void sarif_names_rule_level_and_region(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    json_t *sarif = sarif_of(box), *error = result_at(sarif, 0);
    assert_string_equal(text_at(error, "ruleId"), "data-loss");
    assert_string_equal(text_at(error, "level"), "error");
    json_t *physical =
        json_object_get(json_array_get(json_object_get(error, "locations"), 0), "physicalLocation");
    json_t *region = json_object_get(physical, "region");
    assert_string_equal(text_at(json_object_get(physical, "artifactLocation"), "uri"),
                        "db/migrations/20240101000000_a/migration.sql");
    assert_int_equal(json_integer_value(json_object_get(region, "startLine")), 3);
    assert_int_equal(json_integer_value(json_object_get(region, "endColumn")), 35);
    json_t *placeless = json_object_get(
        json_array_get(json_object_get(result_at(sarif, 1), "locations"), 0), "physicalLocation");
    assert_string_equal(text_at(json_object_get(placeless, "artifactLocation"), "uri"),
                        "db/schema/schema.sql");
    json_decref(sarif);
}

static void sarif_rules_are_listed_once(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    json_t *sarif = sarif_of(box);
    json_t *driver = json_object_get(
        json_object_get(json_array_get(json_object_get(sarif, "runs"), 0), "tool"), "driver");
    assert_int_equal(json_array_size(json_object_get(driver, "rules")), 1);
    assert_int_equal(json_integer_value(json_object_get(result_at(sarif, 2), "ruleIndex")), 0);
    json_decref(sarif);
}

static void sarif_fingerprints_survive_a_move_and_tell_twins_apart(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical(), moved = report_box_typical();
    Finding *finding = moved->findings->pdata[0];
    finding->line = finding->end_line = 5;
    const char *text = "-- one\n-- two\n-- three\n\n  ALTER TABLE users DROP COLUMN mail;\n";
    g_hash_table_insert(moved->sources, g_strdup(finding->file), g_bytes_new(text, strlen(text)));
    json_t *one = sarif_of(box), *two = sarif_of(moved);
    assert_string_equal(fingerprint_at(one, 0), fingerprint_at(two, 0));
    json_decref(one);
    json_decref(two);
    g_autoptr(ReportBox) twins = report_box_hostile();
    json_t *three = sarif_of(twins);
    assert_string_not_equal(fingerprint_at(three, 0), fingerprint_at(three, 1));
    json_decref(three);
}

static void sarif_of_nothing_is_whole(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    json_decref(sarif_of(box));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_holds_what_was_found),
        cmocka_unit_test(json_of_nothing_is_whole),
        cmocka_unit_test(json_keeps_hostile_text_and_replaces_what_is_no_text),
        cmocka_unit_test(the_schema_refuses_what_is_not_in_it),
        cmocka_unit_test(sarif_names_rule_level_and_region),
        cmocka_unit_test(sarif_rules_are_listed_once),
        cmocka_unit_test(sarif_fingerprints_survive_a_move_and_tell_twins_apart),
        cmocka_unit_test(sarif_of_nothing_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
