#include "text/sum.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_raw_sum_is_sha256(void **state) {
    (void)state;
    Sum sum = sum_raw("abc", 3);
    g_autofree char *hex = sum_hex(&sum);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sum empty = sum_raw("", 0);
    g_autofree char *empty_hex = sum_hex(&empty);
    assert_string_equal(empty_hex,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void line_ends_do_not_matter_to_the_lf_sum(void **state) {
    (void)state;
    const char *const pairs[][2] = {
        {"a\r\nb\r\n", "a\nb\n"}, {"\r\n", "\n"},   {"\r\r\n", "\r\n"},
        {"a\rb", "a\rb"},         {"a\r", "a\r"},   {"", ""},
        {"\r\n\r\nx", "\n\nx"},   {"x\r\n", "x\n"}, {"\r\r", "\r\r"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        Sum lf = sum_lf(pairs[i][0], strlen(pairs[i][0]));
        Sum expected = sum_raw(pairs[i][1], strlen(pairs[i][1]));
        assert_true(sum_equal(&lf, &expected));
    }
}

static void the_chain_depends_on_all_of_its_parts(void **state) {
    (void)state;
    Sum zero = {{0}}, content = sum_raw("x", 1), other = sum_raw("y", 1);
    Sum link = sum_chain(&zero, "name", &content);
    Sum same = sum_chain(&zero, "name", &content);
    Sum others[] = {sum_chain(&other, "name", &content), sum_chain(&zero, "nam", &content),
                    sum_chain(&zero, "name", &other)};
    assert_true(sum_equal(&link, &same));
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        assert_false(sum_equal(&link, &others[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_raw_sum_is_sha256),
        cmocka_unit_test(line_ends_do_not_matter_to_the_lf_sum),
        cmocka_unit_test(the_chain_depends_on_all_of_its_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
