#include "lint/lint.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void an_edited_migration_is_found_at_the_first_changed_line(void **state) {
    (void)state;
    lintbox_run(
        "start; git checkout -q main\n"
        "migration 20240102000000_b '-- one\n-- two\nSELECT 3'; commit; git checkout -qb edit\n"
        "migration 20240102000000_b '-- one\n-- two\nSELECT 4'");
    lintbox_expect(NULL, "error merged-edited migrations/20240102000000_b/migration.sql:3");
    lintbox_run("commit");
    lintbox_expect(NULL, "error merged-edited migrations/20240102000000_b/migration.sql:3");
    g_autofree char *words = lintbox_words("merged-edited");
    assert_non_null(
        strstr(words, "git checkout 'main' -- 'migrations/20240102000000_b/migration.sql'"));
}

static void other_line_ends_and_permissions_are_no_edit(void **state) {
    (void)state;
    lintbox_run("start\n"
                "printf 'CREATE TABLE first (id int);\\r\\n' "
                ">migrations/20240101000000_first/migration.sql\n"
                "chmod +x migrations/20240101000000_first/migration.sql; commit");
    lintbox_expect(NULL, "");
}

static void an_edit_of_the_form_alone_is_a_note(void **state) {
    (void)state;
    lintbox_run(
        "start\n"
        "migration 20240101000000_first '-- why\ncreate table FIRST\n    (id int)'; commit");
    lintbox_expect(NULL, "note harmless-edit migrations/20240101000000_first/migration.sql:1");
}

static void the_way_back_may_be_edited_added_and_removed(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; put migrations/20240101000000_first/down.sql 'DROP "
                "TABLE first;'\n"
                "commit; git checkout -qb down\n"
                "put migrations/20240101000000_first/down.sql 'DROP TABLE first CASCADE;'");
    lintbox_expect(NULL, "");
    lintbox_run("rm migrations/20240101000000_first/down.sql");
    lintbox_expect(NULL, "");
}

static void an_edit_that_the_base_made_too_is_none(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20240101000000_first 'CREATE TABLE first "
                "(id bigint);'\n"
                "commit; git checkout -q work\n"
                "migration 20240101000000_first 'CREATE TABLE first (id bigint);'; commit d");
    lintbox_expect(NULL, "");
}

static void a_migration_that_was_merged_otherwise_than_it_stands_here_is_edited(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_b 'CREATE TABLE b (id int);'; commit mine\n"
                "git checkout -q main; migration 20240102000000_b 'CREATE TABLE b (id bigint);'; "
                "commit squashed\n"
                "git checkout -q work");
    lintbox_expect(NULL, "error merged-edited migrations/20240102000000_b/migration.sql:1");
    lintbox_run("migration 20240102000000_b 'CREATE TABLE b (id bigint);'");
    lintbox_expect(NULL, "");
}

static void a_renamed_or_redated_migration_is_found_at_its_new_place(void **state) {
    (void)state;
    lintbox_run("start; git mv migrations/20240101000000_first migrations/20240101000000_one");
    lintbox_expect(NULL, "error merged-renamed migrations/20240101000000_one/migration.sql:1");
    lintbox_run(
        "git reset -q --hard; mv migrations/20240101000000_first migrations/20250101000000_first\n"
        "migration 20250101000000_first 'CREATE TABLE something_else (name text);'");
    lintbox_expect(NULL, "error merged-renamed migrations/20250101000000_first/migration.sql:1");
}

static void a_deleted_migration_is_found_where_it_was(void **state) {
    (void)state;
    lintbox_run("start; rm -r migrations/20240101000000_first");
    lintbox_expect(NULL, "error merged-deleted migrations/20240101000000_first/migration.sql");
    g_autofree char *words = lintbox_words("merged-deleted");
    assert_non_null(
        strstr(words, "git checkout 'main' -- 'migrations/20240101000000_first/migration.sql'"));
}

static void a_deleted_migration_is_not_taken_for_a_renamed_one(void **state) {
    (void)state;
    lintbox_run("start; git rm -qr migrations/20240101000000_first\n"
                "migration 20240202000000_second 'CREATE TABLE second (id int);'\n"
                "put schema/schema.sql 'CREATE TABLE second (id int);'");
    lintbox_expect(NULL, "error merged-deleted migrations/20240101000000_first/migration.sql");
}

static void what_the_base_deleted_itself_is_not_missed(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; git rm -qr migrations; commit; git checkout -q work; "
                "git rm -qr migrations");
    lintbox_expect(NULL, "");
}

static void a_new_migration_is_a_good_change(void **state) {
    (void)state;
    lintbox_run(
        "start; migration 20240202000000_second 'CREATE TABLE second (id int);'\n"
        "put schema/schema.sql 'CREATE TABLE first (id int); CREATE TABLE second (id int);'");
    lintbox_expect(NULL, "");
    lintbox_run("commit");
    lintbox_expect(NULL, "");
}

static void both_directions_of_one_file_are_told_apart(void **state) {
    (void)state;
    lintbox_run(
        "git init -q; echo home >.git/info/exclude; mkdir schema\n"
        "put migrations/1_a.sql '-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;'; commit\n"
        "git checkout -qb work; put migrations/1_a.sql '-- migrate:up\nSELECT 1;\n-- "
        "migrate:down\nSELECT 3;'");
    lintbox_expect(NULL, "");
    lintbox_run("put migrations/1_a.sql '-- migrate:up\nSELECT 4;\n-- migrate:down\nSELECT 2;'");
    lintbox_expect(NULL, "error merged-edited migrations/1_a.sql:2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_edit_of_the_form_alone_is_a_note, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(an_edited_migration_is_found_at_the_first_changed_line,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(other_line_ends_and_permissions_are_no_edit, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(the_way_back_may_be_edited_added_and_removed, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(an_edit_that_the_base_made_too_is_none, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(
            a_migration_that_was_merged_otherwise_than_it_stands_here_is_edited, gitbox_setup,
            gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_renamed_or_redated_migration_is_found_at_its_new_place,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_deleted_migration_is_found_where_it_was, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_deleted_migration_is_not_taken_for_a_renamed_one,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_the_base_deleted_itself_is_not_missed, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_new_migration_is_a_good_change, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(both_directions_of_one_file_are_told_apart, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
