#include "history/build.h"
#include "history/write.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The sums are those of another implementation. */
#define WHOLE "h1:VNvw0pDgavFX/sdOa4OQ4cdfXK8LyCjaMKnLrKqiXHs="
#define ONE   "1_a.sql h1:oHx7vmeRbxB72kdSGUkFhE08red3y82zeqcbzCxkGjo="
#define TWO   "2_b.sql h1:jqdn/UCU1bnj96EwRLYv9FRnrwv3yIEfGHtJessEvPM="

static int setup(void **state) {
    int result = gitbox_setup(state);
    gitbox_run("mkdir migrations; echo 'SELECT 1;' >migrations/1_a.sql\n"
               "echo 'SELECT 2;' >migrations/2_b.sql\n"
               "printf '%s\\n' '" WHOLE "' '" ONE "' '" TWO "' >migrations/atlas.sum");
    return result;
}

static void assert_fails(const char *script, const char *words) {
    g_autoptr(GError) error = NULL;
    gitbox_run(script);
    g_autoptr(History) history = history_read("migrations", &error);
    assert_null(history);
    gitbox_assert_holds(error->message, words);
}

static void sums_that_fit_are_no_finding(void **state) {
    (void)state;
    g_autoptr(History) history = history_read("migrations", NULL);
    assert_non_null(history);
    assert_int_equal(history_count(history), 2);
}

static void what_is_left_out_counts_by_its_name(void **state) {
    (void)state;
    gitbox_run("printf -- '-- atlas:sum ignore\\nSELECT 2;\\n' >migrations/2_b.sql\n"
               "echo 'SELECT 3;' >migrations/3_c.sql\n"
               "printf '%s\\n' 'h1:J3IskCpOikwz9JFwbWSFUR5CYxftIy3cnK5hO+cM+9c=' '" ONE "' "
               "'3_c.sql h1:9tAH5dHWrLyY7rp0oboSIWTvKTne4PrrKpTXHaHHcoc=' >migrations/atlas.sum");
    g_autoptr(History) history = history_read("migrations", NULL);
    assert_non_null(history);
}

static void what_does_not_fit_is_refused_with_its_line(void **state) {
    (void)state;
    assert_fails("echo 'SELECT 20;' >migrations/2_b.sql",
                 "migrations/atlas.sum:3: 2_b.sql is not what atlas.sum has the sum of");
    assert_fails("echo 'SELECT 2;' >migrations/2_b.sql; echo 'SELECT 3;' >migrations/3_c.sql",
                 "migrations/atlas.sum:4: 3_c.sql has no sum in atlas.sum");
    assert_fails("rm migrations/1_a.sql migrations/3_c.sql",
                 "migrations/atlas.sum:2: 1_a.sql has a sum in atlas.sum, and is not there");
    assert_fails("echo 'SELECT 1;' >migrations/1_a.sql; sed -i 1s/V/W/ migrations/atlas.sum",
                 "migrations/atlas.sum:1: atlas.sum has another sum of itself");
}

static void a_new_migration_gets_its_line(void **state) {
    (void)state;
    g_autoptr(History) history = history_read("migrations", NULL);
    g_autofree char *path = migration_write(history, "3", "c", "SELECT 3;\n", NULL, NULL);
    assert_string_equal(path, "migrations/3_c.sql");
    g_autofree char *text = gitbox_ask("cat migrations/atlas.sum");
    assert_string_equal(text, "h1:yfssEutVsf3NtIcUWdsXJD9UWFICM7CjNyRr9rA3tag=\n" ONE "\n" TWO
                              "\n3_c.sql h1:bBubcsJSsPY4cttm1zu0Zg5F1Em5tiFtZ4MO9aJemwM=");
    g_autoptr(History) again = history_read("migrations", NULL);
    assert_int_equal(history_count(again), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sums_that_fit_are_no_finding, setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_is_left_out_counts_by_its_name, setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_does_not_fit_is_refused_with_its_line, setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_new_migration_gets_its_line, setup, gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
