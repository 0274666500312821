#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_sum(Hash *hash, const char *expected) {
    Sum sum = hash_end(hash);
    g_autofree char *hex = sum_hex(&sum);
    assert_string_equal(hex, expected);
}

/* FIPS 180-2, appendix B. */
static void what_is_added_bit_by_bit_is_one_message(void **state) {
    (void)state;
    g_autoptr(Hash) hash = hash_new();
    hash_add(hash, "abcdbcdecdefdefgefghfghig", 25);
    hash_add(hash, NULL, 0);
    hash_add(hash, "hijhijkijkljklmklmnlmnomnopnopq", 31);
    assert_sum(hash, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_bytes_have_their_sum(void **state) {
    (void)state;
    g_autofree char *text = g_malloc(1000000);
    memset(text, 'a', 1000000);
    g_autoptr(Hash) hash = hash_new();
    hash_add(hash, text, 1000000);
    assert_sum(hash, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static Sum sum_of_texts(const char *one, const char *two) {
    g_autoptr(Hash) hash = hash_new();
    hash_add_text(hash, one);
    hash_add_text(hash, two);
    return hash_end(hash);
}

/* Otherwise one setting could be taken for another. */
static void texts_are_told_apart_from_their_neighbours(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"ab", "c"},   {"a", "bc"}, {"abc", NULL},
                                           {NULL, "abc"}, {"", "abc"}, {"abc", ""}};
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
        for (guint j = 0; j < i; j++) {
            Sum one = sum_of_texts(pairs[i][0], pairs[i][1]),
                two = sum_of_texts(pairs[j][0], pairs[j][1]);
            assert_false(sum_equal(&one, &two));
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_bit_by_bit_is_one_message),
        cmocka_unit_test(a_million_bytes_have_their_sum),
        cmocka_unit_test(texts_are_told_apart_from_their_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
