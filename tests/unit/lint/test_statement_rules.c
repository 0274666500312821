#include "lint/lint.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void what_cannot_be_read_is_found_at_its_place(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_b 'SELECT 1;\n  SELECT $q$open;'");
    lintbox_expect(NULL, "error unreadable migrations/20240102000000_b/migration.sql:2:10");
    lintbox_run("migration 20240102000000_b '-- migrate: no-transactoin\nSELECT 1;'");
    lintbox_expect(NULL, "error unreadable migrations/20240102000000_b/migration.sql:1:1");
    lintbox_run("migration 20240102000000_b 'SELECT 1;\n-- migrate: no-transaction\nSELECT 1;'");
    lintbox_expect(NULL, "error unreadable migrations/20240102000000_b/migration.sql:2:1");
    lintbox_run("migration 20240102000000_b 'SELECT 1;\n\\\\connect x'");
    lintbox_expect(NULL, "error unreadable migrations/20240102000000_b/migration.sql:2:1");
    lintbox_run("printf 'SELECT \\377;' >migrations/20240102000000_b/migration.sql");
    lintbox_expect(NULL, "error unreadable migrations/20240102000000_b/migration.sql:1:8");
}

static void the_message_does_not_repeat_the_place(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_b '-- migrate: no-transactoin\nSELECT 1;'");
    g_autofree char *words = lintbox_words("unreadable");
    assert_true(g_str_has_prefix(words, "unknown directive"));
}

static void statements_that_end_the_transaction_are_found(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_b 'SELECT 1;\nCOMMIT;'");
    lintbox_expect(NULL, "error refused-statement migrations/20240102000000_b/migration.sql:2:1");
    lintbox_run("migration 20240102000000_b 'SAVEPOINT s; ROLLBACK TO s;'");
    lintbox_expect(NULL, "");
}

static void what_cannot_run_in_a_transaction_is_found(void **state) {
    (void)state;
    lintbox_run("start; put schema/a.sql ''; migration 20240102000000_b 'SELECT 1;\nCREATE INDEX "
                "CONCURRENTLY i ON first (id);'");
    lintbox_expect(NULL,
                   "error needs-no-transaction migrations/20240102000000_b/migration.sql:2:1");
    lintbox_run("migration 20240102000000_b '-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY "
                "i ON first (id);'");
    lintbox_expect(NULL, "");
    lintbox_run(
        "migration 20240102000000_b '-- alone\nCREATE INDEX CONCURRENTLY i ON first (id);'");
    lintbox_expect(NULL, "");
}

static void a_pair_that_adds_nothing_to_the_transaction_is_fine(void **state) {
    (void)state;
    lintbox_run("start; put schema/a.sql ''\n"
                "migration 20240102000000_b 'SELECT 1; BEGIN; SELECT 2; COMMIT;'");
    lintbox_expect(NULL, "");
    lintbox_run(
        "migration 20240102000000_b '-- migrate: no-transaction\nBEGIN; SELECT 2; COMMIT;'");
    lintbox_expect(NULL, "error refused-statement migrations/20240102000000_b/migration.sql:2:1\n"
                         "error refused-statement migrations/20240102000000_b/migration.sql:2:18");
}

static void merged_migrations_are_left_alone(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20240102000000_b 'COMMIT; DROP TABLE "
                "first;'; commit\n"
                "git checkout -qb later; migration 20240103000000_c 'SELECT 1;'");
    lintbox_expect(NULL, "");
}

static void what_was_merged_with_an_edited_migration_is_not_blamed_on_the_edit(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20240102000000_b 'SELECT 1; "
                "COMMIT;'; commit\n"
                "git checkout -qb later; migration 20240102000000_b 'SELECT 2; COMMIT;'");
    lintbox_expect(NULL, "error merged-edited migrations/20240102000000_b/migration.sql:1");
}

static void an_excuse_needs_a_rule_and_a_reason(void **state) {
    (void)state;
    lintbox_run("start; put schema/a.sql ''\n"
                "migration 20240102000000_b '-- migrate: allow truncate\n-- migrate: allow "
                "trunkate x\n-- migrate: allow\n"
                "TRUNCATE first;'");
    lintbox_expect(NULL, "error wrong-excuse migrations/20240102000000_b/migration.sql:1:1\n"
                         "error wrong-excuse migrations/20240102000000_b/migration.sql:2:1\n"
                         "error wrong-excuse migrations/20240102000000_b/migration.sql:3:1\n"
                         "warning truncate migrations/20240102000000_b/migration.sql:4:10");
    lintbox_run("migration 20240102000000_b '-- migrate: allow truncate only test rows\nTRUNCATE "
                "first; LOCK first;'");
    lintbox_expect(NULL, "warning lock-table migrations/20240102000000_b/migration.sql:2:22");
}

static void what_leaves_no_history_cannot_be_excused(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_b '-- migrate: allow unreadable never mind\n"
                "SELECT 1;\n-- migrate: no-transaction'");
    lintbox_configure("unreadable=off");
    g_autofree char *findings = lintbox_findings("main");
    lintbox_configure(NULL);
    assert_string_equal(findings,
                        "error wrong-excuse migrations/20240102000000_b/migration.sql:1:1\n"
                        "error unreadable migrations/20240102000000_b/migration.sql:3:1");
}

/* A migration that is merged cannot be read any better than a new one. */
static void what_is_wrong_on_the_base_is_found_as_well(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20240102000000_b 'SELECT 1;\n"
                "-- migrate: idempotent'; commit; git checkout -qb later");
    lintbox_expect(NULL, "error unreadable migrations/20240102000000_b/migration.sql:2:1");
}

static void an_excuse_holds_for_rules_about_the_history_too(void **state) {
    (void)state;
    lintbox_run("start; migration 20230101000000_early '-- migrate: allow out-of-order ran "
                "everywhere by hand\nSELECT 1;'");
    lintbox_expect(NULL, "");
}

static void an_excuse_that_cannot_work_is_found(void **state) {
    (void)state;
    lintbox_run("start; put schema/a.sql ''\n"
                "migration 20240102000000_b '-- migrate: allow out-of-sync we know\n-- migrate: "
                "allow no-base we know\nSELECT 1;'");
    lintbox_expect(NULL, "error wrong-excuse migrations/20240102000000_b/migration.sql:1:1\n"
                         "error wrong-excuse migrations/20240102000000_b/migration.sql:2:1");
    g_autofree char *words = lintbox_words("wrong-excuse");
    assert_true(g_str_has_prefix(words, "'-- migrate: allow out-of-sync' has no effect"));
}

static void the_configuration_sets_severities(void **state) {
    (void)state;
    lintbox_run("start; migration 20230101000000_early 'TRUNCATE first; LOCK first;'");
    lintbox_configure("out-of-order=off truncate=error");
    g_autofree char *findings = lintbox_findings("main");
    lintbox_configure(NULL);
    assert_string_equal(findings,
                        "error truncate migrations/20230101000000_early/migration.sql:1:10\n"
                        "warning lock-table migrations/20230101000000_early/migration.sql:1:22");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_found_at_its_place, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(the_message_does_not_repeat_the_place, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(statements_that_end_the_transaction_are_found, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_run_in_a_transaction_is_found, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_pair_that_adds_nothing_to_the_transaction_is_fine,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(merged_migrations_are_left_alone, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(
            what_was_merged_with_an_edited_migration_is_not_blamed_on_the_edit, gitbox_setup,
            gitbox_teardown),
        cmocka_unit_test_setup_teardown(an_excuse_needs_a_rule_and_a_reason, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_leaves_no_history_cannot_be_excused, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_on_the_base_is_found_as_well, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(an_excuse_holds_for_rules_about_the_history_too,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(an_excuse_that_cannot_work_is_found, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(the_configuration_sets_severities, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
