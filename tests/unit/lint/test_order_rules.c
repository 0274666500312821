#include "lint/lint.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_new_migration_before_the_newest_merged_one_is_found(void **state) {
    (void)state;
    lintbox_run("start; migration 20230101000000_early 'SELECT 1;'; commit\n"
                "migration 20240102000000_late 'SELECT 1;'; commit");
    lintbox_expect(NULL, "error out-of-order migrations/20230101000000_early/migration.sql:1");
    g_autofree char *words = lintbox_words("out-of-order");
    assert_non_null(strstr(words, "\nmigrate rebase"));
    assert_non_null(strstr(words, "20240101000000_first"));
}

static void what_was_merged_into_the_base_since_counts(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_mine 'SELECT 1;'; commit\n"
                "git checkout -q main; migration 20240103000000_theirs 'SELECT 1;'; commit; git "
                "checkout -q work");
    lintbox_expect("out-of-order",
                   "error out-of-order migrations/20240102000000_mine/migration.sql:1");
}

static void old_migrations_out_of_order_are_nobodys_fault(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20230101000000_early 'SELECT 1;'; commit\n"
                "git checkout -qb later; migration 20240102000000_late 'SELECT 1;'");
    lintbox_expect(NULL, "");
}

static void two_of_one_version_are_found_in_the_new_one(void **state) {
    (void)state;
    lintbox_run("start; migration 20240101000000_a 'SELECT 1;'");
    lintbox_expect(NULL, "error duplicate-version migrations/20240101000000_a/migration.sql:1");
    lintbox_run("rm -r migrations/20240101000000_a; migration 020240101000000_zero 'SELECT 1;'");
    lintbox_expect(NULL, "error duplicate-version migrations/020240101000000_zero/migration.sql:1");
}

static void a_version_that_was_merged_into_the_base_since_is_found(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_mine 'SELECT 1;'; commit\n"
                "git checkout -q main; migration 20240102000000_theirs 'SELECT 1;'; commit; git "
                "checkout -q work");
    lintbox_expect("duplicate-version",
                   "error duplicate-version migrations/20240102000000_mine/migration.sql:1");
    g_autofree char *words = lintbox_words("duplicate-version");
    assert_non_null(
        strstr(words, "20240102000000_mine has the version of 20240102000000_theirs on main"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_migration_before_the_newest_merged_one_is_found,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_was_merged_into_the_base_since_counts, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(old_migrations_out_of_order_are_nobodys_fault, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(two_of_one_version_are_found_in_the_new_one, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_version_that_was_merged_into_the_base_since_is_found,
                                        gitbox_setup, gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
