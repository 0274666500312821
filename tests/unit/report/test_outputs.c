#include "support/reports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void values_are_written_as_the_runner_reads_them(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    g_autofree char *text = report_box_write(box, "outputs");
    assert_string_equal(text, "in-sync=false\nfindings=3\nerrors=1\n"
                              "migration-sql<<t0ken\n"
                              "CREATE INDEX i ON public.users (id);\n"
                              "t0ken\n");
}

static void without_missing_sql_the_value_is_empty(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    g_autofree char *text = report_box_write(box, "outputs");
    assert_string_equal(text, "in-sync=true\nfindings=0\nerrors=0\nmigration-sql<<t0ken\nt0ken\n");
}

static void drift_has_both_ways(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    box->report.sql[SQL_REPAIR] = "DROP INDEX i;\n";
    box->report.sql[SQL_ADOPTION] = "CREATE INDEX i ON t (a);\n";
    g_autofree char *text = report_box_write(box, "outputs");
    assert_string_equal(text, "in-sync=true\nfindings=0\nerrors=0\n"
                              "migration-sql<<t0ken\nCREATE INDEX i ON t (a);\nt0ken\n"
                              "repair-sql<<t0ken\nDROP INDEX i;\nt0ken\n");
}

static void what_was_not_checked_is_not_in_sync(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    box->report.in_sync = SYNC_UNKNOWN;
    g_autofree char *text = report_box_write(box, "outputs");
    assert_true(g_str_has_prefix(text, "in-sync=unknown\n"));
}

static void sql_cannot_set_another_value(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    box->report.token = NULL;
    box->report.sql[SQL_MISSING] = "SELECT 1;\nt0ken\nEOF\nin-sync=true\nsecret<<x";
    g_autofree char *text = report_box_write(box, "outputs");
    const char *word = strstr(text, "migration-sql<<") + strlen("migration-sql<<");
    g_autofree char *end = g_strdup_printf("\n%.32s\n", word);
    const char *sql = strchr(word, '\n') + 1;
    assert_ptr_equal(strchr(word, '\n'), word + 32);
    assert_true(g_str_has_suffix(text, end));
    assert_ptr_equal(strstr(sql, end), text + strlen(text) - strlen(end));
}

static void sql_that_is_too_long_for_the_runner_is_left_out(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    g_autofree char *sql = g_strnfill(1 << 20, '-');
    box->report.sql[SQL_MISSING] = sql;
    g_autofree char *text = report_box_write(box, "outputs");
    assert_true(g_str_has_suffix(text, "migration-sql<<t0ken\nt0ken\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written_as_the_runner_reads_them),
        cmocka_unit_test(drift_has_both_ways),
        cmocka_unit_test(without_missing_sql_the_value_is_empty),
        cmocka_unit_test(what_was_not_checked_is_not_in_sync),
        cmocka_unit_test(sql_cannot_set_another_value),
        cmocka_unit_test(sql_that_is_too_long_for_the_runner_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
