#include "base/file.h"
#include "support/reports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void findings_are_counted_from_a_severity_upwards(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    assert_int_equal(findings_count(box->findings, SEVERITY_NOTE), 3);
    assert_int_equal(findings_count(box->findings, SEVERITY_WARNING), 2);
    assert_int_equal(findings_count(box->findings, SEVERITY_ERROR), 1);
    g_autofree char *count = report_count(&box->report);
    assert_string_equal(count, "1 error, 1 warning, 1 note");
}

static void nothing_found_is_said(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    g_autofree char *count = report_count(&box->report);
    assert_string_equal(count, "nothing to report");
}

static void changed_lines_come_first_then_the_severest(void **state) {
    (void)state;
    static const char *const expected[] = {"no-comment", "data-loss", "out-of-sync"};
    g_autoptr(ReportBox) box = report_box_typical();
    g_autoptr(GPtrArray) order = report_by_weight(&box->report);
    assert_int_equal(order->len, 3);
    for (guint i = 0; i < order->len; i++)
        assert_string_equal(((const Finding *)order->pdata[i])->code, expected[i]);
}

static void a_target_is_a_format_and_perhaps_a_file(void **state) {
    (void)state;
    g_autoptr(ReportTarget) file = report_target_parse("sarif:out:1.sarif", NULL);
    assert_string_equal(file->format->name, "sarif");
    assert_string_equal(file->path, "out:1.sarif");
    g_autoptr(ReportTarget) plain = report_target_parse("github", NULL),
                            dash = report_target_parse("text:-", NULL);
    assert_string_equal(plain->format->name, "github");
    assert_null(plain->path);
    assert_null(dash->path);
}

static void an_unknown_format_gets_the_nearest_one(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL, empty = NULL, file = NULL;
    assert_null(report_target_parse("sarf:x", &error));
    assert_int_equal(error->code, FAIL_USAGE);
    assert_non_null(strstr(error->message, "did you mean \"sarif\"?"));
    assert_non_null(strstr(error->message, "text, json, github, sarif, junit, markdown"));
    assert_null(report_target_parse("", &empty));
    assert_int_equal(empty->code, FAIL_USAGE);
    assert_null(report_target_parse("json:", &file));
    assert_non_null(strstr(file->message, "json:FILE"));
}

static void several_reports_are_written_at_once(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("migrate-report-XXXXXX", NULL);
    g_autofree char *one = g_build_filename(folder, "one", NULL),
                    *two = g_build_filename(folder, "two", NULL);
    g_autofree char *first = g_strconcat("json:", one, NULL),
                    *second = g_strconcat("text:", two, NULL);
    g_autoptr(GPtrArray) targets =
        g_ptr_array_new_with_free_func((GDestroyNotify)report_target_free);
    g_ptr_array_add(targets, report_target_parse(first, NULL));
    g_ptr_array_add(targets, report_target_parse(second, NULL));
    g_autoptr(ReportBox) box = report_box_typical();
    box->report.in_actions = true;
    assert_true(report_write(&box->report, targets, &error));
    g_autoptr(GBytes) json = file_read(one, NULL), text = file_read(two, NULL);
    assert_memory_equal(g_bytes_get_data(json, NULL), "{", 1);
    assert_memory_equal(g_bytes_get_data(text, NULL), "migrations/", 11); /* a file is no log */
    assert_true(file_remove_tree(folder, NULL));
}

/* What the runner of an action obeys: commands at the start of a line, and of the old kind within
 * one. */
static void expect_not_obeyed(const char *text, const char *format) {
    g_auto(GStrv) lines = g_strsplit_set(text, "\r\n", -1);
    g_autofree char *end = NULL;
    for (char **line = lines; *line; line++) {
        const char *start = g_strchug(*line);
        if (end) {
            if (strcmp(start, end) == 0)
                g_clear_pointer(&end, g_free);
        } else if (g_str_has_prefix(start, "::stop-commands::"))
            end = g_strdup_printf("::%s::", start + strlen("::stop-commands::"));
        else if (g_str_has_prefix(start, "::") || strstr(start, "##["))
            fail_msg("%s: obeyed: %s", format, start);
    }
    assert_null(end);
}

static void no_format_lets_names_command_a_runner(void **state) {
    (void)state;
    for (const Format *format = report_formats; format->name; format++) {
        g_autoptr(ReportBox) box = report_box_hostile();
        box->report.in_actions = true;
        box->report.token = NULL;
        g_autofree char *text = report_box_write(box, format->name);
        /* Annotations have a test of their own; outputs go to a file that is not shown. */
        if (strcmp(format->name, "github") != 0 && strcmp(format->name, "outputs") != 0)
            expect_not_obeyed(text, format->name);
    }
}

static void a_report_that_cannot_be_written_says_which(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) targets =
        g_ptr_array_new_with_free_func((GDestroyNotify)report_target_free);
    g_ptr_array_add(targets, report_target_parse("junit:/nonexistent/folder/out.xml", NULL));
    g_autoptr(ReportBox) box = report_box_typical();
    assert_false(report_write(&box->report, targets, &error));
    assert_non_null(strstr(error->message, "junit"));
    assert_non_null(strstr(error->message, "/nonexistent/folder"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_are_counted_from_a_severity_upwards),
        cmocka_unit_test(nothing_found_is_said),
        cmocka_unit_test(changed_lines_come_first_then_the_severest),
        cmocka_unit_test(a_target_is_a_format_and_perhaps_a_file),
        cmocka_unit_test(an_unknown_format_gets_the_nearest_one),
        cmocka_unit_test(several_reports_are_written_at_once),
        cmocka_unit_test(no_format_lets_names_command_a_runner),
        cmocka_unit_test(a_report_that_cannot_be_written_says_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
