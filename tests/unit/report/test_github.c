#include "support/reports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void each_finding_is_an_annotation_and_changed_lines_come_first(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    g_autofree char *text = report_box_write(box, "github");
    assert_string_equal(text, "::notice title=no-comment,file=db/schema/schema.sql,line=1::table "
                              "public.users has no comment\n"
                              "::error "
                              "title=data-loss,file=db/migrations/20240101000000_a/"
                              "migration.sql,line=3,endLine=3,col=19,endColumn=34::"
                              "column \"mail\" of users is dropped with its data%0ANothing keeps "
                              "the values.%0ATo fix it: -- migrate: allow data-loss\n"
                              "::warning title=out-of-sync::the migrations do not lead to the "
                              "schema%0ATo fix it: migrate create add_index\n"
                              "::group::SQL that is missing in the migrations\n"
                              "::stop-commands::t0ken\n"
                              "CREATE INDEX i ON public.users (id);\n"
                              "::t0ken::\n"
                              "::endgroup::\n"
                              "migrate: out of sync, 1 error, 1 warning, 1 note\n");
}

static void nothing_found_is_no_annotation(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    g_autofree char *text = report_box_write(box, "github");
    assert_string_equal(text, "migrate: in sync, nothing to report\n");
}

/* What the runner obeys: a line that begins, after blanks, with "::", or that has "##[" anywhere,
 * unless commands are off. */
static void the_runner_obeys_only_what_the_tool_says(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    box->report.token = NULL;
    g_autofree char *text = report_box_write(box, "github");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *end = NULL;
    guint obeyed = 0;
    for (char **line = lines; *line; line++) {
        const char *start = g_strchug(*line);
        if (end) {
            if (strcmp(start, end) == 0)
                g_clear_pointer(&end, g_free);
            continue;
        }
        if (g_str_has_prefix(start, "::stop-commands::"))
            end = g_strdup_printf("::%s::", start + strlen("::stop-commands::"));
        else if (g_str_has_prefix(start, "::")) {
            obeyed++;
            bool own = g_str_has_prefix(start, "::error title=hostile,file=") ||
                       g_str_has_prefix(start, "::warning title=hostile,file=") ||
                       g_str_has_prefix(start, "::notice title=hostile,file=") ||
                       g_str_has_prefix(start, "::group::SQL") ||
                       strcmp(start, "::endgroup::") == 0;
            if (!own)
                fail_msg("obeyed: %s", start);
        } else
            assert_null(strstr(start, "##["));
    }
    assert_null(end);
    assert_int_equal(obeyed, 5);
}

static void properties_cannot_gain_others(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    Finding *finding =
        findings_add(box->findings, "x", SEVERITY_ERROR, "100%%25 %%0A\r\n::error::x");
    finding->file = g_strdup("a,line=9::b%2C\n");
    g_autofree char *text = report_box_write(box, "github");
    assert_true(g_str_has_prefix(
        text,
        "::error title=x,file=a%2Cline=9%3A%3Ab%252C%0A::100%2525 %250A\\x0D%0A\\x3A:error::x\n"));
}

static void every_run_draws_another_token(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    box->report.token = NULL;
    g_autofree char *one = report_box_write(box, "github"), *two = report_box_write(box, "github");
    assert_string_not_equal(one, two);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_finding_is_an_annotation_and_changed_lines_come_first),
        cmocka_unit_test(nothing_found_is_no_annotation),
        cmocka_unit_test(the_runner_obeys_only_what_the_tool_says),
        cmocka_unit_test(properties_cannot_gain_others),
        cmocka_unit_test(every_run_draws_another_token),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
