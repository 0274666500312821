/* Which versions have known vulnerabilities, by made-up versions: it does not matter what is
 * installed. */
#include "server/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_advice(int version, const char *expected) {
    g_autofree char *advice = patch_advice(version);
    if (g_strcmp0(advice, expected) != 0)
        fail_msg("%d: %s", version, advice ? advice : "nothing");
}

static void the_last_version_with_a_hole_is_told_the_first_without(void **state) {
    (void)state;
#define HOLES(version)                                                                             \
    "PostgreSQL " version " has known vulnerabilities that let SQL run programs; "
    assert_advice(140023, HOLES("14.23") "install 14.24 or later");
    assert_advice(150018, HOLES("15.18") "install 15.19 or later");
    assert_advice(160014, HOLES("16.14") "install 16.15 or later");
    assert_advice(170010, HOLES("17.10") "install 17.11 or later");
    assert_advice(180005, HOLES("18.5") "install 18.6 or later");
    assert_advice(180000, HOLES("18.0") "install 18.6 or later");
}

static void a_patched_version_needs_no_advice(void **state) {
    (void)state;
    static const int patched[] = {140024, 150019, 150020, 160015, 170011, 180006, 180099};
    for (size_t i = 0; i < G_N_ELEMENTS(patched); i++)
        assert_advice(patched[i], NULL);
}

static void a_version_without_fixes_is_told_the_oldest_with(void **state) {
    (void)state;
    assert_advice(130023, "PostgreSQL 13 gets no security fixes any more; use 14 or later");
    assert_advice(90600, "PostgreSQL 9 gets no security fixes any more; use 14 or later");
}

static void a_newer_version_than_is_known_is_believed(void **state) {
    (void)state;
    assert_advice(190000, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_version_with_a_hole_is_told_the_first_without),
        cmocka_unit_test(a_patched_version_needs_no_advice),
        cmocka_unit_test(a_version_without_fixes_is_told_the_oldest_with),
        cmocka_unit_test(a_newer_version_than_is_known_is_believed),
    };
    return cmocka_run_group_tests_name("patch", tests, NULL, NULL);
}
