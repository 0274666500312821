#include "base/term.h"
#include "support/reports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_finding_shows_its_place_line_reason_and_fix(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    g_autofree char *text = report_box_write(box, "text");
    assert_string_equal(
        text, "migrations/20240101000000_a/migration.sql:3:19: error: column \"mail\" of users is "
              "dropped with its data [data-loss]\n"
              "     3 | ALTER TABLE users DROP COLUMN mail;\n"
              "       |                   ^~~~~~~~~~~~~~~~\n"
              "  why: Nothing keeps the values.\n"
              "  fix: -- migrate: allow data-loss\n"
              "\n"
              "warning: the migrations do not lead to the schema [out-of-sync, SQLSTATE 42P01]\n"
              "  fix: migrate create add_index\n"
              "  sql: CREATE INDEX i ON public.users (id);\n"
              "\n"
              "schema/schema.sql:1: note: table public.users has no comment [no-comment]\n"
              "     1 | CREATE TABLE users (id bigint);\n"
              "\n"
              "SQL that is missing in the migrations:\n"
              "    CREATE INDEX i ON public.users (id);\n"
              "\n"
              "out of sync, 1 error, 1 warning, 1 note (migrations against schema, base "
              "origin/main, PostgreSQL 15.20, "
              "sandbox: landlock, seccomp, 0.12 s)\n");
}

static void nothing_found_is_one_line(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_empty();
    g_autofree char *text = report_box_write(box, "text");
    assert_string_equal(text, "in sync, nothing to report\n");
}

static char *marked(const char *line, guint column, guint end_column) {
    g_autoptr(ReportBox) box = report_box_empty();
    Finding *finding = findings_add(box->findings, "x", SEVERITY_NOTE, "m");
    finding->file = g_strdup("f");
    finding->line = 1;
    finding->column = column;
    finding->end_column = end_column;
    g_hash_table_insert(box->sources, g_strdup("f"), g_bytes_new(line, strlen(line)));
    g_autofree char *text = report_box_write(box, "text");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    assert_true(g_strv_length(lines) > 3);
    return g_strdup_printf("%s\n%s", lines[1] + 9, lines[2] + 9);
}

static void assert_marked(const char *line, guint column, guint end_column, const char *expected) {
    g_autofree char *text = marked(line, column, end_column);
    assert_string_equal(text, expected);
}

static void the_caret_stands_below_its_character(void **state) {
    (void)state;
    assert_marked("abc", 1, 0, "abc\n^");
    assert_marked("abc", 3, 3, "abc\n  ^");
    assert_marked("a\tb", 3, 0, "a    b\n     ^");
    assert_marked("\303\274\303\274x", 3, 0, "\303\274\303\274x\n  ^");
    assert_marked("\346\274\242x", 2, 0, "\346\274\242x\n  ^");
    assert_marked("e\314\201x", 3, 0, "e\314\201x\n ^");
    assert_marked("a\033b", 3, 0, "a\\x1Bb\n     ^");
    assert_marked("\377\376x", 3, 0, "\\xFF\\xFEx\n        ^");
    assert_marked("abc", 9, 12, "abc\n   ^");
}

static void long_lines_are_shown_around_the_place(void **state) {
    (void)state;
    g_autofree char *before = g_strnfill(1000000, 'a'), *after = g_strnfill(1000000, 'c');
    g_autofree char *line = g_strconcat(before, "B", after, NULL);
    g_autofree char *text = marked(line, 1000001, 0);
    assert_true(strlen(text) < 300);
    g_auto(GStrv) lines = g_strsplit(text, "\n", 2);
    assert_true(g_str_has_prefix(lines[0], "…"));
    assert_true(g_str_has_suffix(lines[0], "…"));
    const char *place = strchr(lines[0], 'B');
    assert_int_equal(g_utf8_strlen(lines[0], place - lines[0]), strchr(lines[1], '^') - lines[1]);
}

static void hostile_text_cannot_move_the_cursor(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    g_autofree char *text = report_box_write(box, "text");
    for (const char *c = text; *c; c++)
        assert_true(((guchar)*c >= 0x20 && *c != 0x7F) || *c == '\n');
    assert_null(strstr(text, "\302\233"));
    assert_null(strstr(text, "\342\200\256"));
}

static void in_an_action_the_log_obeys_nothing_of_it(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_hostile();
    box->report.in_actions = true;
    box->report.token = NULL;
    g_autofree char *text = report_box_write(box, "text");
    g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
    assert_true(g_str_has_prefix(lines[0], "::stop-commands::"));
    const char *token = lines[0] + strlen("::stop-commands::");
    assert_int_equal(strlen(token), 32);
    g_autofree char *end = g_strdup_printf("::%s::", token);
    guint count = g_strv_length(lines);
    for (guint i = 1; i + 1 < count; i++)
        assert_null(strstr(lines[i], token));
    assert_string_equal(lines[count - 1], end);
}

static void colours_come_only_where_the_stream_has_them(void **state) {
    (void)state;
    g_autoptr(ReportBox) box = report_box_typical();
    term_set_color(COLOR_ALWAYS);
    g_autofree char *file = report_box_write(box, "text");
    assert_null(strchr(file, '\033'));
    box->report.stream = stdout;
    g_autofree char *terminal = report_box_write(box, "text");
    assert_non_null(strstr(terminal, "\033[31merror\033[0m"));
    term_set_color(COLOR_NEVER);
    g_autofree char *plain = report_box_write(box, "text");
    assert_string_equal(plain, file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_shows_its_place_line_reason_and_fix),
        cmocka_unit_test(nothing_found_is_one_line),
        cmocka_unit_test(the_caret_stands_below_its_character),
        cmocka_unit_test(long_lines_are_shown_around_the_place),
        cmocka_unit_test(hostile_text_cannot_move_the_cursor),
        cmocka_unit_test(in_an_action_the_log_obeys_nothing_of_it),
        cmocka_unit_test(colours_come_only_where_the_stream_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
