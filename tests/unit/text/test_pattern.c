#include "text/pattern.h"
#include "text/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_pattern_matches_anywhere(void **state) {
    (void)state;
    g_autoptr(Pattern) pattern = pattern_new("^table public\\.tmp_|ü$", NULL);
    assert_int_equal(pattern_match(pattern, "table public.tmp_x", NULL), 1);
    assert_int_equal(pattern_match(pattern, "menü", NULL), 1);
    assert_int_equal(pattern_match(pattern, "view public.tmp_x", NULL), 0);
    assert_int_equal(pattern_match(pattern, "", NULL), 0);
}

static void assert_wrong(const char *regex, const char *part) {
    g_autoptr(GError) error = NULL;
    assert_null(pattern_new(regex, &error));
    assert_int_equal(error->domain, TEXT_ERROR);
    assert_int_equal(error->code, FAIL_USAGE);
    assert_non_null(strstr(error->message, part));
}

static void wrong_patterns_are_refused_with_their_place(void **state) {
    (void)state;
    g_autofree char *huge = g_strnfill(5000, 'a'), *deep = g_strnfill(1000, '(');
    assert_wrong("a(b", "offset 3");
    assert_wrong("a\\Cb", "\\C");
    assert_wrong("\xFF", "UTF-8");
    assert_wrong(huge, "longer than");
    assert_wrong(deep, "offset");
}

static void running_into_a_bound_is_an_error(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Pattern) pattern = pattern_new("(*LIMIT_MATCH=4000000000)^(a+)+$", NULL);
    assert_int_equal(
        pattern_match(pattern, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", &error), -1);
    assert_int_equal(error->code, FAIL_USAGE);
    assert_non_null(strstr(error->message, "limit"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_matches_anywhere),
        cmocka_unit_test(wrong_patterns_are_refused_with_their_place),
        cmocka_unit_test(running_into_a_bound_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
