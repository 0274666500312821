#include "lint/lint.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void migrations_of_two_branches_that_touch_one_table_are_found(void **state) {
    (void)state;
    lintbox_run(
        "start; git checkout -q main; migration 20240102000000_theirs 'ALTER TABLE first ADD a "
        "int;'; commit\n"
        "git checkout -q work\n"
        "migration 20240103000000_mine '-- mine\nSELECT 1;\n\nALTER TABLE public.first ADD b int;\n"
        "ALTER TABLE first ADD c int;'; commit");
    lintbox_expect("same-object",
                   "warning same-object migrations/20240103000000_mine/migration.sql:4:1");
    lintbox_expect("behind-base",
                   "note behind-base migrations/20240103000000_mine/migration.sql:1");
    g_autofree char *words = lintbox_words("same-object");
    assert_non_null(strstr(
        words, "20240102000000_theirs, which main got since this branch left it, also touches "
               "table public.first"));
}

static void names_without_a_schema_mean_the_configured_one(void **state) {
    (void)state;
    lintbox_path("\"app\", public");
    lintbox_run("start; git checkout -q main; migration 20240102000000_theirs 'ALTER TABLE app.first "
                "ADD a int; ALTER TABLE public.other ADD a int;'; commit\n"
                "git checkout -q work\n"
                "migration 20240103000000_mine 'ALTER TABLE other ADD b int;\nALTER TABLE first ADD "
                "b int;'; commit");
    lintbox_expect("same-object",
                   "warning same-object migrations/20240103000000_mine/migration.sql:2:1");
    lintbox_path(NULL);
}

static void both_making_the_same_thing_is_found(void **state) {
    (void)state;
    lintbox_run(
        "start; git checkout -q main\n"
        "migration 20240102000000_theirs 'CREATE TYPE mood AS ENUM (1::text);CREATE VIEW v AS "
        "SELECT 1;'; commit\n"
        "git checkout -q work; migration 20240103000000_mine 'CREATE TABLE v (id int);'; commit");
    lintbox_expect("same-object",
                   "warning same-object migrations/20240103000000_mine/migration.sql:1:14");
}

static void different_objects_are_fine(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main\n"
                "migration 20240102000000_theirs 'ALTER TABLE audit.first ADD a int; CREATE "
                "FUNCTION first() RETURNS int "
                "LANGUAGE sql RETURN 1;'; commit\n"
                "git checkout -q work; migration 20240103000000_mine 'ALTER TABLE first ADD b "
                "int;'; commit");
    lintbox_expect("same-object", "");
}

static void merging_the_base_settles_it(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20240102000000_theirs 'ALTER TABLE first "
                "ADD a int;'\n"
                "put schema/schema.sql 'CREATE TABLE first (id int, a int, b int);'; commit\n"
                "git checkout -q work; migration 20240103000000_mine 'ALTER TABLE first ADD b "
                "int;'; commit\n"
                "git merge -q main -m merged");
    lintbox_expect("same-object", "");
    lintbox_expect("behind-base", "");
}

static void a_branch_without_migrations_may_be_behind(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20240102000000_theirs 'ALTER TABLE first "
                "ADD a int;'; commit\n"
                "git checkout -q work");
    lintbox_expect(NULL, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(migrations_of_two_branches_that_touch_one_table_are_found,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(names_without_a_schema_mean_the_configured_one,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(both_making_the_same_thing_is_found, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(different_objects_are_fine, gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(merging_the_base_settles_it, gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_branch_without_migrations_may_be_behind, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
