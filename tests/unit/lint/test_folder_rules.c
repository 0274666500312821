#include "lint/lint.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void files_with_other_names_are_found(void **state) {
    (void)state;
    lintbox_run(
        "start; put migrations/fix.sql 'SELECT 1;'; put migrations/later/migration.sql 'SELECT "
        "1;'\n"
        "put migrations/README.md 'notes'");
    lintbox_expect(NULL, "error malformed-name migrations/fix.sql:1\n"
                         "error malformed-name migrations/later/migration.sql:1");
    /* Prisma looks at folders alone. */
    lintbox_run("put migrations/migration_lock.toml 'provider = 1'");
    lintbox_expect(NULL, "warning stray-file migrations/fix.sql:1\n"
                         "error malformed-name migrations/later/migration.sql:1");
    g_autofree char *words = lintbox_words("malformed-name");
    assert_non_null(strstr(words, "<version>_<name>/migration.sql"));
}

static void links_are_found_and_not_followed(void **state) {
    (void)state;
    lintbox_run("start; ln -s ../schema migrations/20240102000000_linked\n"
                "mkdir migrations/20240103000000_b; ln -s /etc/passwd "
                "migrations/20240103000000_b/migration.sql");
    lintbox_expect("symbolic-link",
                   "error symbolic-link migrations/20240102000000_linked\n"
                   "error symbolic-link migrations/20240103000000_b/migration.sql");
}

static void a_file_of_no_bytes_is_found_and_a_comment_is_enough(void **state) {
    (void)state;
    lintbox_run(
        "start; mkdir migrations/20240102000000_b; : >migrations/20240102000000_b/migration.sql");
    lintbox_expect("empty-migration",
                   "error empty-migration migrations/20240102000000_b/migration.sql:1");
    lintbox_run("echo '-- nothing to do' >migrations/20240102000000_b/migration.sql");
    lintbox_expect(NULL, "");
    lintbox_run(": >migrations/20240102000000_b/down.sql");
    lintbox_expect("empty-migration",
                   "warning empty-migration migrations/20240102000000_b/down.sql:1");
}

static void a_migration_without_its_file_is_found(void **state) {
    (void)state;
    lintbox_run("start; put migrations/20240102000000_b/down.sql 'SELECT 1;'; mkdir "
                "migrations/20240103000000_c");
    lintbox_expect(NULL, "error missing-migration migrations/20240102000000_b/down.sql\n"
                         "error missing-migration migrations/20240103000000_c");
}

static void files_that_look_like_sql_and_are_not_read_are_found(void **state) {
    (void)state;
    lintbox_run("start; put migrations/20240101000000_first/migration.sql.orig 'SELECT 1;'\n"
                "put migrations/20240101000000_first/more.sql 'SELECT 1;'\n"
                "put migrations/20240101000000_first/README.md 'notes'\n"
                "put migrations/20240101000000_first/down.sql 'SELECT 1;'");
    lintbox_expect(NULL, "warning stray-file migrations/20240101000000_first/migration.sql.orig:1\n"
                         "warning stray-file migrations/20240101000000_first/more.sql:1");
}

static void a_folder_that_is_not_there_has_nothing_wrong_in_it(void **state) {
    (void)state;
    lintbox_run(
        "start; git checkout -q main; git rm -qr migrations; commit; git checkout -qb none");
    lintbox_expect(NULL, "");
}

static void files_of_other_layouts_are_at_their_place(void **state) {
    (void)state;
    lintbox_run(
        "git init -q; echo home >.git/info/exclude; mkdir schema\n"
        "put migrations/V1__a.sql 'SELECT 1;'; put migrations/U1__a.sql 'SELECT 1;'; commit\n"
        "git checkout -qb work; put migrations/2_b.sql 'SELECT 1;'");
    lintbox_expect(NULL, "error malformed-name migrations/2_b.sql:1");
}

static void a_migration_that_is_a_program_is_found(void **state) {
    (void)state;
    lintbox_run("git init -q; echo home >.git/info/exclude; mkdir schema\n"
                "put migrations/1_a.sql '-- +goose Up'; commit\n"
                "git checkout -qb work; put migrations/2_b.go 'package migrations'");
    lintbox_expect(NULL, "error malformed-name migrations/2_b.go:1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_with_other_names_are_found, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(links_are_found_and_not_followed, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_file_of_no_bytes_is_found_and_a_comment_is_enough,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_migration_without_its_file_is_found, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(files_that_look_like_sql_and_are_not_read_are_found,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_has_nothing_wrong_in_it,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_migration_that_is_a_program_is_found, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(files_of_other_layouts_are_at_their_place, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
