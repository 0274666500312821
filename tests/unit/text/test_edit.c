#include "text/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Edit between(const char *now, const char *before) {
    g_autoptr(GBytes) text = g_bytes_new_static(now, strlen(now));
    g_autoptr(GBytes) old = g_bytes_new_static(before, strlen(before));
    return edit_between(text, old);
}

static void the_form_of_statements_does_not_count(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"SELECT 1;", "SELECT 1"},
        {"SELECT 1;", "-- why\nSELECT /* one */ 1;\n;\n"},
        {"SELECT 1; SELECT 2;", "select 1;\n\nselect 2"},
        {"CREATE TABLE t (id int);", "create table T\r\n(\r\n\tID Int\r\n);\r\n"},
        {"SELECT a=1, f( x ), b::int", "SELECT a = 1, f(x), b ::int"},
        {"SELECT (1), a.b, t.*", "SELECT ( 1 ), a . b, t . *"},
        {"\xEF\xBB\xBFSELECT 1", "SELECT 1"},
        {"-- migrate: allow lock-table it is small\nLOCK t", "LOCK t"},
        {"SELECT 'a'\n'b'", "SELECT 'a'\n\n  'b'"},
        {"SELECT 'a\r\nb'", "SELECT  'a\nb'"},
        {"SELECT date'2020-01-01'", "SELECT date '2020-01-01'"},
        {"", "-- nothing\n"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (between(pairs[i][0], pairs[i][1]) != EDIT_HARMLESS)
            fail_msg("'%s' is not '%s'", pairs[i][0], pairs[i][1]);
}

static void every_statement_name_and_literal_counts(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"SELECT 1", "SELECT 2"},
        {"SELECT 'a'", "SELECT 'A'"},
        {"SELECT 'a b'", "SELECT 'a  b'"},
        {"SELECT $$ -- x\n$$", "SELECT $$ $$"},
        {"SELECT \"a\"", "SELECT \"A\""},
        {"SELECT 1; SELECT 2", "SELECT 2; SELECT 1"},
        {"SELECT 1; SELECT 2", "SELECT 1"},
        {"SELECT a <> b", "SELECT a < > b"},
        {"SELECT a::int", "SELECT a: :int"},
        {"SELECT E'a'", "SELECT E 'a'"},
        {"SELECT 1.5", "SELECT 1 .5"},
        {"SELECT 'a'\n'b'", "SELECT 'a' 'b'"},
        {"SELECT 'ab'", "SELECT 'a'\n'b'"},
        {"SELECT a - -b", "SELECT a --b"},
        {"SELECT 1 a", "SELECT 1a"},
        {"SELECT 'unclosed", "SELECT 'unclosed "},
        {"SELECT a b", "SELECT ab"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (between(pairs[i][0], pairs[i][1]) != EDIT_STATEMENTS)
            fail_msg("'%s' is '%s'", pairs[i][0], pairs[i][1]);
}

static void line_ends_and_nothing_are_told_apart(void **state) {
    (void)state;
    assert_int_equal(between("SELECT 1;\n", "SELECT 1;\n"), EDIT_NONE);
    assert_int_equal(between("SELECT 1;\r\n", "SELECT 1;\n"), EDIT_LINE_ENDS);
}

/* A ledger holds it: it is the same in every version. */
static void the_sum_never_changes(void **state) {
    (void)state;
    static const char text[] = "SELECT 1, 'a' || E'b', \"c\" -- x\nFROM t; DELETE FROM t";
    Sum sum = sum_sql(text, strlen(text));
    g_autofree char *hex = sum_hex(&sum);
    assert_string_equal(hex, "20a318a1d3bdca8a1c2ffaea3e6e345e3330c4b673b19aa1a386d7f82b07fd4a");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_of_statements_does_not_count),
        cmocka_unit_test(every_statement_name_and_literal_counts),
        cmocka_unit_test(line_ends_and_nothing_are_told_apart),
        cmocka_unit_test(the_sum_never_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
