/* What was measured, in each format that tells it. */
#include "support/reports.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void text_has_a_line_for_each_relation_and_one_for_its_size(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_measured();
    g_autofree char *text = report_box_write(box, "text");
    assert_string_equal(
        text, "what new migrations do to tables in use:\n"
              "    migrations/a.sql:3:1\n"
              "        build      SHARE on public.orders while an index is built; writers wait\n"
              "                   public.orders: 41 GB, 120 M rows: minutes\n"
              "        moment     ACCESS EXCLUSIVE on public.users for a moment\n"
              "    migrations/b.sql:1:5\n"
              "        moment     ACCESS EXCLUSIVE on public.users for a moment\n"
              "\n"
              "in sync, nothing to report\n");
}

static void markdown_has_a_row_for_each_relation(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_measured();
    g_autofree char *text = report_box_write(box, "markdown");
    assert_non_null(
        strstr(text, "### What new migrations do to tables in use\n"
                     "\n"
                     "| Statement | Takes | What happens |\n"
                     "|---|---|---|\n"
                     "| migrations/a.sql:3 | build | SHARE on public.orders while an index is "
                     "built; writers wait (41 GB, 120 M rows: minutes) |\n"
                     "| migrations/a.sql:3 | moment | ACCESS EXCLUSIVE on public.users for a "
                     "moment |\n"
                     "| migrations/b.sql:1 | moment | ACCESS EXCLUSIVE on public.users for a "
                     "moment |\n"
                     "\n"));
}

static void assert_statements(const json_t *statements) {
    const json_t *first = json_array_get(statements, 0);
    const json_t *effects = json_object_get(first, "effects");
    const json_t *orders = json_array_get(effects, 0), *users = json_array_get(effects, 1);
    assert_int_equal(json_array_size(statements), 2);
    assert_string_equal(json_string_value(json_object_get(first, "file")), "migrations/a.sql");
    assert_string_equal(json_string_value(json_object_get(first, "work")), "build");
    assert_string_equal(json_string_value(json_object_get(orders, "time")), "minutes");
    assert_int_equal(json_integer_value(json_object_get(orders, "bytes")), 44023414784);
    assert_true(json_is_null(json_object_get(orders, "held")));
    assert_string_equal(json_string_value(json_object_get(users, "held")), "SHARE");
    assert_true(json_is_null(json_object_get(users, "rows")));
    assert_true(json_is_null(json_object_get(users, "time")));
}

static json_t *parsed(const ReportBox *box, const char *format) {
    g_autofree char *text = report_box_write(box, format);
    json_t *root = json_loads(text, 0, NULL);
    assert_non_null(root);
    return root;
}

static void json_and_sarif_have_them_whole(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_measured();
    json_t *json = parsed(box, "json"), *sarif = parsed(box, "sarif");
    const json_t *run = json_array_get(json_object_get(sarif, "runs"), 0);
    assert_statements(json_object_get(json, "statements"));
    assert_statements(json_object_get(json_object_get(run, "properties"), "statements"));
    json_decref(json);
    json_decref(sarif);
}

static void nothing_measured_is_not_the_same_as_nothing_found(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    static GPtrArray none = {NULL, 0};
    json_t *json = parsed(box, "json");
    assert_true(json_is_null(json_object_get(json, "statements")));
    json_decref(json);
    box->report.statements = &none;
    json = parsed(box, "json");
    assert_true(json_is_array(json_object_get(json, "statements")));
    json_decref(json);
    g_autofree char *text = report_box_write(box, "text");
    assert_string_equal(text, "in sync, nothing to report\n");
}

static void names_of_strangers_stay_names(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    g_ptr_array_set_size(box->findings, 0);
    g_ptr_array_set_size(box->tables, 0);
    memset(box->report.sql, 0, sizeof box->report.sql);
    g_autofree char *text = report_box_write(box, "text");
    g_autofree char *markdown = report_box_write(box, "markdown");
    assert_null(strchr(text, '\033'));
    assert_null(strstr(text, "\n::"));
    assert_non_null(strstr(markdown, "### What new migrations do"));
    assert_null(strstr(markdown, "<img"));
    assert_null(strstr(markdown, "\n::"));
    assert_null(strstr(markdown, "@team "));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_has_a_line_for_each_relation_and_one_for_its_size),
        cmocka_unit_test(markdown_has_a_row_for_each_relation),
        cmocka_unit_test(json_and_sarif_have_them_whole),
        cmocka_unit_test(nothing_measured_is_not_the_same_as_nothing_found),
        cmocka_unit_test(names_of_strangers_stay_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
