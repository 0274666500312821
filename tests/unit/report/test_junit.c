#include "support/reports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    guint cases, failures;
    GString *text;
} Seen;

static void on_start(GMarkupParseContext *context, const char *element, const char **names,
                     const char **values, gpointer data, GError **error) {
    (void)context, (void)names, (void)error;
    Seen *seen = data;
    seen->cases += strcmp(element, "testcase") == 0;
    seen->failures += strcmp(element, "failure") == 0;
    for (; *values; values++)
        g_string_append(seen->text, *values);
}

static void on_text(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                    GError **error) {
    (void)context, (void)error;
    g_string_append_len(((Seen *)data)->text, text, (gssize)length);
}

/* Fails unless it is well-formed. */
static Seen parse(const char *xml) {
    static const GMarkupParser parser = {on_start, NULL, on_text, NULL, NULL};
    g_autoptr(GError) error = NULL;
    Seen seen = {0, 0, g_string_new(NULL)};
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
    if (!g_markup_parse_context_parse(context, xml, -1, &error) ||
        !g_markup_parse_context_end_parse(context, &error))
        fail_msg("%s", error->message);
    return seen;
}

static void errors_fail_and_the_rest_passes(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    g_autofree char *text = report_box_write(box, "junit");
    Seen seen = parse(text);
    assert_int_equal(seen.cases, 3);
    assert_int_equal(seen.failures, 1);
    assert_non_null(strstr(text, "<testsuite name=\"migrate check\" tests=\"3\" failures=\"1\" "
                                 "errors=\"0\" skipped=\"0\" time=\"0.123\">"));
    assert_non_null(
        strstr(text, "file=\"db/migrations/20240101000000_a/migration.sql\" line=\"3\""));
    g_string_free(seen.text, TRUE);
}

static void nothing_found_is_one_case_that_passes(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    g_autofree char *text = report_box_write(box, "junit");
    Seen seen = parse(text);
    assert_int_equal(seen.cases, 1);
    assert_int_equal(seen.failures, 0);
    assert_non_null(strstr(text, "name=\"in sync\""));
    g_string_free(seen.text, TRUE);
}

static void hostile_text_stays_text(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    Finding *finding = findings_add(box->findings, "x", SEVERITY_ERROR,
                                    "\357\277\276\357\277\277]]></failure>\001");
    (void)finding;
    g_autofree char *text = report_box_write(box, "junit");
    Seen seen = parse(text);
    assert_int_equal(seen.cases, 4);
    assert_int_equal(seen.failures, 2);
    assert_non_null(strstr(seen.text->str, "</script><img src=x>&amp;|"));
    for (const char *c = text; *c; c++)
        assert_true((guchar)*c >= 0x20 || *c == '\n');
    assert_null(strstr(text, "\357\277\276"));
    g_string_free(seen.text, TRUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_fail_and_the_rest_passes),
        cmocka_unit_test(nothing_found_is_one_case_that_passes),
        cmocka_unit_test(hostile_text_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
