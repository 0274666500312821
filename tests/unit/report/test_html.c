/* The page of a report: whatever a finding says, it stays text. */
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char foreign[] = "<script>alert('1')</script>\n::error::x &amp; \x01\xff \"q\"";

static GString *page(const Report *report) {
    GString *out = g_string_new(NULL);
    assert_true(format_html(report, out, NULL));
    return out;
}

static void foreign_text_stays_text(void **state) {
    (void)state;
    g_autoptr(GPtrArray) findings = findings_new();
    Finding *finding = findings_add(findings, "out-of-sync", SEVERITY_ERROR, "%s", foreign);
    finding->why = g_strdup(foreign);
    finding->fix = g_strdup(foreign);
    finding->diff = g_strdup(foreign);
    finding->file = g_strdup("a\"<b>.sql");
    finding->line = 2;
    const char text[] = "SELECT 1;\n<img src=x onerror=alert(1)>\n";
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    g_autoptr(GHashTable) sources = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(sources, finding->file, bytes);
    const Report report = {.command = "check",
                           .from = foreign,
                           .to = foreign,
                           .reason = foreign,
                           .sql = {[SQL_MISSING] = foreign},
                           .findings = findings,
                           .sources = sources};
    g_autoptr(GString) out = page(&report);
    assert_null(strstr(out->str, "<script"));
    assert_null(strstr(out->str, "<img"));
    assert_null(strstr(out->str, "\n::"));
    assert_non_null(strstr(out->str, "&#60;script&#62;"));
    assert_non_null(strstr(out->str, "&#60;img src=x onerror=alert(1)&#62;"));
    assert_non_null(strstr(out->str, "a&#34;&#60;b&#62;.sql&#58;2&#58;1"));
    assert_true(g_utf8_validate(out->str, -1, NULL));
}

static void sql_stands_in_both_directions_and_is_painted(void **state) {
    (void)state;
    g_autoptr(GPtrArray) findings = findings_new();
    const Report report = {
        .command = "drift",
        .sql = {[SQL_REPAIR] = "DROP TABLE \"x\"; -- away", [SQL_ADOPTION] = "SELECT 'a', 12"},
        .findings = findings,
        .picture = "<svg/>"};
    g_autoptr(GString) out = page(&report);
    assert_non_null(strstr(out->str, "<span class=\"k\">DROP</span>"));
    assert_non_null(strstr(out->str, "<span class=\"n\">&#34;x&#34;</span>"));
    assert_non_null(strstr(out->str, "<span class=\"c\">-- away</span>"));
    assert_non_null(strstr(out->str, "<span class=\"s\">&#39;a&#39;</span>"));
    assert_non_null(strstr(out->str, "<span class=\"d\">12</span>"));
    assert_non_null(strstr(out->str, "src=\"data:image/svg+xml;base64,PHN2Zy8+\""));
    assert_null(strstr(out->str, "Findings"));
}

static void without_a_picture_tables_are_named(void **state) {
    (void)state;
    g_autoptr(GPtrArray) findings = findings_new(), tables = g_ptr_array_new();
    ReportTable table = {.name = "public.\"<t>\"", .mark = MARK_ADDED};
    g_ptr_array_add(tables, &table);
    const Report report = {.command = "check", .findings = findings, .tables = tables};
    g_autoptr(GString) out = page(&report);
    assert_non_null(strstr(out->str, "<li><code>public.&#34;&#60;t&#62;&#34;</code> new</li>"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foreign_text_stays_text),
        cmocka_unit_test(sql_stands_in_both_directions_and_is_painted),
        cmocka_unit_test(without_a_picture_tables_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
