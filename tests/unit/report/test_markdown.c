#include "support/reports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_summary_has_findings_facts_sql_and_a_diagram(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    g_autofree char *text = report_box_write(box, "markdown");
    assert_string_equal(
        text,
        "## migrate check: out of sync, 1 error, 1 warning, 1 note\n"
        "\n"
        "- **note** `db/schema/schema.sql:1` table public.users has no comment (`no-comment`)\n"
        "- **error** `db/migrations/20240101000000_a/migration.sql:3` column \"mail\" of users is "
        "dropped with its data (`data-loss`)\n"
        "  <br>Nothing keeps the values.\n"
        "  <br>To fix it: `-- migrate: allow data-loss`\n"
        "- **warning** the migrations do not lead to the schema (`out-of-sync`)\n"
        "  <br>To fix it: `migrate create add_index`\n"
        "\n"
        "| | |\n"
        "|---|---|\n"
        "| From | migrations |\n"
        "| To | schema |\n"
        "| Base | origin/main |\n"
        "| PostgreSQL | 15.20 |\n"
        "| Sandbox | landlock, seccomp |\n"
        "| Time | 0.12 s |\n"
        "\n"
        "### SQL that is missing in the migrations\n"
        "\n"
        "```sql\n"
        "CREATE INDEX i ON public.users (id);\n"
        "```\n"
        "\n"
        "### Tables that change\n"
        "\n"
        "```mermaid\n"
        "erDiagram\n"
        "  t0[\"public.users - changed\"] {\n"
        "    bigint id\n"
        "    character_varying_80_ e_mail \"new\"\n"
        "  }\n"
        "  t1[\"public.posts - new\"]\n"
        "  t1 }o--|| t0 : \"author\"\n"
        "```\n"
        "\n");
}

static void nothing_found_is_a_heading(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    g_autofree char *text = report_box_write(box, "markdown");
    assert_string_equal(text, "## migrate check: in sync, nothing to report\n\n");
}

/* The lines of `text` outside of fenced blocks; fails when a block is left open. */
static char *outside_of_fences(const char *text) {
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *outside = g_string_new(NULL);
    gsize fence = 0;
    for (char **line = lines; *line; line++) {
        gsize ticks = strspn(*line, "`");
        if (fence && ticks >= fence && (*line)[ticks] == '\0')
            fence = 0;
        else if (!fence && ticks >= 3)
            fence = ticks;
        else if (!fence)
            g_string_append_printf(outside, "%s\n", *line);
    }
    assert_int_equal(fence, 0);
    return g_string_free(outside, FALSE);
}

static void sql_cannot_leave_its_fence(void **state) {
    (void)state;
    static const char *const attempts[] = {"```\n# out\n", "`````\n# out", "a\n~~~\n```` \n# out",
                                           HOSTILE "\n# out", "````````````````\n# out"};
    for (gsize i = 0; i < G_N_ELEMENTS(attempts); i++) {
        g_autoptr(ReportBox) box = report_box_empty();
        box->report.sql[SQL_MISSING] = attempts[i];
        g_autofree char *text = report_box_write(box, "markdown"),
                        *outside = outside_of_fences(text);
        assert_null(strstr(outside, "out"));
        assert_non_null(strstr(text, "# out"));
    }
}

static void hostile_text_is_neither_markup_nor_mention_nor_link(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    findings_add(box->findings, "x", SEVERITY_ERROR,
                 "<b>*a*</b> @team http://e.x www.e.x [l](u) `c` #1 |\n# h\n$x$ &lt;");
    box->report.sandbox = "a | b\n| c |";
    g_autofree char *text = report_box_write(box, "markdown");
    assert_non_null(strstr(text, "&lt;b&gt;\\*a\\*&lt;/b&gt; @\u200bteam http:\u200b//e.x "
                                 "www.\u200be.x \\[l\\]\\(u\\) \\`c\\` \\#1 \\| "
                                 "\\# h \\$x\\$ &amp;lt;"));
    assert_non_null(strstr(text, "| Sandbox | a \\| b \\| c \\| |\n"));
}

static void code_spans_cannot_be_left(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    Finding *finding = findings_add(box->findings, "x", SEVERITY_ERROR, "m");
    finding->file = g_strdup("a`b``<i>\n# h`");
    finding->fix = g_strdup("   ");
    g_autofree char *text = report_box_write(box, "markdown");
    assert_non_null(strstr(text, "- **error** ``` a`b``<i> # h` ``` m (`x`)\n"));
}

static void names_cannot_leave_the_diagram(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    g_autofree char *text = report_box_write(box, "markdown");
    const char *diagram = strstr(text, "```mermaid\n");
    assert_non_null(diagram);
    g_auto(GStrv) lines = g_strsplit(diagram, "\n", -1);
    assert_true(g_strv_length(lines) == 9);
    assert_string_equal(lines[1], "erDiagram");
    assert_true(g_regex_match_simple("^  t0\\[\"[\\w.\\- ]+ - changed\"\\] \\{$", lines[2], 0, 0));
    assert_true(g_regex_match_simple("^    [A-Za-z]\\w* [A-Za-z]\\w* \"new\"$", lines[3], 0, 0));
    assert_string_equal(lines[4], "  }");
    assert_true(g_regex_match_simple("^  t0 \\}o--\\|\\| t0 : \"[\\w.\\- ]+\"$", lines[5], 0, 0));
    assert_string_equal(lines[6], "```");
}

static void a_huge_report_fits_into_a_comment(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    g_autoptr(GString) sql = g_string_new(NULL);
    for (guint i = 0; i < 20000; i++) {
        findings_add(box->findings, "many", SEVERITY_ERROR,
                     "finding number %u with some words in it", i);
        g_string_append_printf(sql, "ALTER TABLE public.t%u ADD COLUMN c integer;\n", i);
    }
    box->report.sql[SQL_MISSING] = sql->str;
    g_autofree char *text = report_box_write(box, "markdown"), *outside = outside_of_fences(text);
    assert_true(strlen(text) < 65536);
    assert_non_null(strstr(outside, " more\n"));
    assert_non_null(strstr(outside, "This is its beginning"));
    assert_non_null(strstr(text, "erDiagram"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_summary_has_findings_facts_sql_and_a_diagram),
        cmocka_unit_test(nothing_found_is_a_heading),
        cmocka_unit_test(sql_cannot_leave_its_fence),
        cmocka_unit_test(hostile_text_is_neither_markup_nor_mention_nor_link),
        cmocka_unit_test(code_spans_cannot_be_left),
        cmocka_unit_test(names_cannot_leave_the_diagram),
        cmocka_unit_test(a_huge_report_fits_into_a_comment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
