#include "history/index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char head[] = "%syntax-version=1.0.0\n%project=p\n%uri=https://p.example\n\n";

/* "version name stem[|stem]" of each line, then "line:column message" of each fault. */
static char *describe(const Index *index) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < index->lines->len; i++) {
        const IndexLine *line = index->lines->pdata[i];
        g_ptr_array_add(line->stems, NULL);
        g_autofree char *stems = g_strjoinv("|", (char **)line->stems->pdata);
        g_ptr_array_set_size(line->stems, (gint)line->stems->len - 1);
        g_string_append_printf(text, "%s %s %s\n", line->version, line->name, stems);
    }
    for (guint i = 0; i < index->faults->len; i++) {
        const IndexFault *fault = index->faults->pdata[i];
        g_string_append_printf(text, "%u:%u %s\n", fault->line, fault->column, fault->message);
    }
    return g_string_free(text, FALSE);
}

static void assert_plan(const char *lines, const char *expected) {
    g_autofree char *text = g_strconcat(head, lines, NULL);
    g_autoptr(Index) index = sqitch_plan.read(text, strlen(text));
    g_autofree char *found = describe(index);
    assert_string_equal(found, expected);
}

static void changes_have_the_order_of_their_lines(void **state) {
    (void)state;
    assert_plan("# a remark\nb 2024-01-02T00:00:00Z P <p@x> # note\r\n"
                "  sub/a [b !c other:d] 2024-01-01T23:59:59Z P <p@x># close\n",
                "20240102000000 b b\n20240101235959 sub/a sub/a\n");
}

static void a_change_worked_over_has_files_called_after_a_tag(void **state) {
    (void)state;
    assert_plan("a 2024-01-01T00:00:00Z P <p@x>\n@t1 2024-01-01T00:00:01Z P <p@x>\n"
                "b [a@t1] 2024-01-01T00:00:02Z P <p@x>\n@t2 2024-01-01T00:00:03Z P <p@x>\n"
                "a [a@t2] 2024-01-01T00:00:04Z P <p@x>\n",
                "20240101000000 a a@t2|a@t1\n20240101000002 b b\n20240101000004 a a\n");
    assert_plan("a 2024-01-01T00:00:00Z P <p@x>\na 2024-01-01T00:00:04Z P <p@x>\n",
                "20240101000000 a \n20240101000004 a a\n"
                "6:1 a was planned on line 5 already, and no tag stands between the two\n");
}

static void what_is_wrong_is_found_with_its_place(void **state) {
    (void)state;
    assert_plan("a [b] 2024-01-01T00:00:00Z P <p@x>\nb [!a] 2024-01-01T00:00:01Z P <p@x>\n"
                "c tomorrow\nd [a 2024\n-a 2024-01-01T00:00:02Z P <p@x>\n",
                "20240101000000 a a\n20240101000001 b b\n"
                "5:3 a needs b, which does not come before it\n"
                "6:3 b conflicts with a, which comes before it\n"
                "7:3 a time is missing here\n8:3 this bracket is not closed\n"
                "8:3 a time is missing here\n"
                "9:1 a change that is taken back in the plan is not read\n");
    assert_plan("@t 2024-01-01T00:00:00Z P <p@x>\n", "5:1 @t stands before the first change\n");
}

static void a_line_is_added_at_the_end(void **state) {
    (void)state;
    g_autofree char *after = sqitch_plan.add("%project=p\n\na 2024-01-01T00:00:00Z P <p@x>",
                                             "20240131123456", "b", "Q R <q@x>");
    assert_string_equal(after, "%project=p\n\na 2024-01-01T00:00:00Z P <p@x>\n"
                               "b 2024-01-31T12:34:56Z Q R <q@x> # b\n");
    g_autoptr(Index) index = sqitch_plan.read(after, strlen(after));
    assert_int_equal(index->lines->len, 2);
    assert_int_equal(index->faults->len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_have_the_order_of_their_lines),
        cmocka_unit_test(a_change_worked_over_has_files_called_after_a_tag),
        cmocka_unit_test(what_is_wrong_is_found_with_its_place),
        cmocka_unit_test(a_line_is_added_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
