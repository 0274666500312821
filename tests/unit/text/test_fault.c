#include "text/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_fault_knows_its_place_beside_its_words(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    guint line, column;
    text_fail(&error, (Location){"a:7:b.sql", 3, 9}, "%s is wrong: %d", "this", 5);
    assert_true(g_error_matches(error, TEXT_ERROR, FAIL_USAGE));
    assert_string_equal(error->message, "a:7:b.sql:3:9: this is wrong: 5");
    assert_string_equal(text_fault(error, &line, &column), "this is wrong: 5");
    assert_int_equal(line, 3);
    assert_int_equal(column, 9);
}

static void a_copy_and_a_prefix_keep_it(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    guint line;
    text_fail(&error, (Location){"f.sql", 2, 1}, "wrong");
    g_autoptr(GError) copy = g_error_copy(error);
    g_prefix_error(&copy, "while reading: ");
    g_clear_error(&error);
    assert_string_equal(text_fault(copy, &line, NULL), "wrong");
    assert_int_equal(line, 2);
}

static void other_errors_have_no_place(void **state) {
    (void)state;
    guint line, column;
    g_autoptr(GError) other = g_error_new_literal(BASE_ERROR, FAIL_USAGE, "f.sql:3:9: words");
    assert_string_equal(text_fault(other, &line, &column), other->message);
    assert_int_equal(line + column, 0);
    g_autoptr(GError) placeless = g_error_new_literal(TEXT_ERROR, FAIL_USAGE, "a pattern");
    assert_string_equal(text_fault(placeless, &line, &column), "a pattern");
    assert_int_equal(line + column, 0);
    text_fail(NULL, (Location){"f.sql", 2, 1}, "nobody asks");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_knows_its_place_beside_its_words),
        cmocka_unit_test(a_copy_and_a_prefix_keep_it),
        cmocka_unit_test(other_errors_have_no_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
