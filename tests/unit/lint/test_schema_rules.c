#include "lint/lint.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_changed_schema_without_a_migration_is_noted(void **state) {
    (void)state;
    lintbox_run("start; put schema/schema.sql 'CREATE TABLE first (id int);\nCREATE TABLE second "
                "(id int);'");
    lintbox_expect(NULL, "note schema-without-migration schema/schema.sql:2");
    lintbox_run("migration 20240102000000_second 'CREATE TABLE second (id int);'");
    lintbox_expect(NULL, "");
}

static void a_new_file_of_the_schema_counts_and_a_note_beside_it_does_not(void **state) {
    (void)state;
    lintbox_run("start; put schema/README.md 'notes'");
    lintbox_expect(NULL, "");
    lintbox_run("put schema/more/second.sql 'CREATE TABLE second (id int);'");
    lintbox_expect(NULL, "note schema-without-migration schema/more/second.sql:1");
}

static void a_migration_that_changes_objects_alone_is_noted(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_second 'CREATE TABLE second (id int);'");
    lintbox_expect(
        NULL, "note migration-without-schema migrations/20240102000000_second/migration.sql:1");
}

static void where_there_is_no_schema_nobody_misses_it(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; git rm -qr schema; commit; git checkout -qb later\n"
                "migration 20240102000000_second 'CREATE TABLE second (id int);'");
    lintbox_expect(NULL, "");
}

static void a_migration_that_moves_rows_needs_no_schema(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_rows 'INSERT INTO first VALUES (1);'");
    lintbox_expect(NULL, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_changed_schema_without_a_migration_is_noted, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(
            a_new_file_of_the_schema_counts_and_a_note_beside_it_does_not, gitbox_setup,
            gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_migration_that_changes_objects_alone_is_noted,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(where_there_is_no_schema_nobody_misses_it, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_migration_that_moves_rows_needs_no_schema, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
