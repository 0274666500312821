#include "base/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const keys[] = {"schema", "migrations", "server", "url", NULL};

static void a_slip_of_the_finger_finds_its_word(void **state) {
    (void)state;
    assert_string_equal(suggest("shema", keys), "schema");
    assert_string_equal(suggest("shcema", keys), "schema");
    assert_string_equal(suggest("migratoins", keys), "migrations");
    assert_string_equal(suggest("sever", keys), "server");
    assert_string_equal(suggest("urk", keys), "url");
}

static void the_nearest_of_several_wins(void **state) {
    (void)state;
    const char *const words[] = {"renamer", "renamed", "renames", NULL};
    assert_string_equal(suggest("renamed", words), "renamed");
    assert_string_equal(suggest("rnamed", words), "renamed");
}

static void a_strange_word_gets_no_suggestion(void **state) {
    (void)state;
    assert_null(suggest("password", keys));
    assert_null(suggest("", keys));
    assert_null(suggest("ur", keys));
    assert_null(suggest("x", (const char *const[]){NULL}));
    char word[10001];
    memset(word, 's', 10000);
    word[10000] = '\0';
    assert_null(suggest(word, keys));
    assert_null(suggest("schema", (const char *const[]){word, NULL}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_of_the_finger_finds_its_word),
        cmocka_unit_test(the_nearest_of_several_wins),
        cmocka_unit_test(a_strange_word_gets_no_suggestion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
