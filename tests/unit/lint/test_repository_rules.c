#include "lint/lint.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void no_repository_is_said(void **state) {
    (void)state;
    lintbox_run("migration 1_a 'DROP TABLE x;'; put schema/a.sql ''");
    g_autofree char *findings = lintbox_findings(NULL);
    assert_string_equal(findings, "note no-repository");
}

static void rules_about_files_hold_without_a_repository(void **state) {
    (void)state;
    lintbox_run("migration 1_a 'SELECT 1;'; migration 1_b 'SELECT 1;'; put schema/a.sql ''");
    g_autofree char *findings = lintbox_findings(NULL);
    assert_string_equal(
        findings, "note no-repository\nwarning duplicate-version migrations/1_b/migration.sql:1");
}

static void a_repository_without_a_commit_is_said(void **state) {
    (void)state;
    lintbox_run("git init -q; migration 1_a 'SELECT 1;'; put schema/a.sql ''");
    g_autofree char *findings = lintbox_findings(NULL);
    assert_string_equal(findings, "note no-repository");
}

static void a_branch_without_a_base_is_said(void **state) {
    (void)state;
    lintbox_run("start; git branch -D main");
    g_autofree char *findings = lintbox_findings(NULL);
    assert_string_equal(findings, "note no-base");
}

/* What is new is not known there: with a remote all of it may be, without one what the newest
 * commit brought is. What a migration makes itself is in no danger. */
#define INDEXES                                                                                    \
    "migration 20240102000000_b 'CREATE INDEX i ON first (id);'\n"                                 \
    "migration 20240103000000_c 'CREATE TABLE own (id int); CREATE INDEX j ON own (id);'\n"        \
    "commit; git branch -D main; "

static void without_a_base_hazards_are_looked_at_where_there_is_a_remote(void **state) {
    (void)state;
    lintbox_run("start; " INDEXES);
    g_autofree char *alone = lintbox_findings(NULL);
    assert_string_equal(alone, "note no-base\n"
                               "warning create-index migrations/20240102000000_b/migration.sql:1:1");
    lintbox_run("git remote add origin /nonexistent");
    g_autofree char *findings = lintbox_findings(NULL);
    assert_string_equal(findings,
                        "warning no-base\n"
                        "warning create-index migrations/20240102000000_b/migration.sql:1:1");
}

static void main_is_the_base_and_an_upstream_is_not(void **state) {
    (void)state;
    lintbox_run("start; migration 20230101000000_early 'SELECT 1;'; commit\n"
                "git update-ref refs/remotes/origin/work HEAD; git remote add origin /nonexistent\n"
                "git branch -q -u origin/work");
    g_autofree char *findings = lintbox_findings(NULL);
    assert_string_equal(findings,
                        "error out-of-order migrations/20230101000000_early/migration.sql:1");
}

static void a_base_that_was_not_fetched_is_an_error(void **state) {
    (void)state;
    lintbox_run("start");
    g_setenv("GITHUB_BASE_REF", "main", TRUE);
    g_autofree char *findings = lintbox_findings(NULL);
    g_unsetenv("GITHUB_BASE_REF");
    assert_string_equal(findings, "error base-missing");
}

static void a_shallow_clone_says_which_depth_helps(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q main; migration 20240102000000_b 'SELECT 1;'; commit\n"
                "migration 20240103000000_c 'SELECT 1;'; commit; git checkout -q work\n"
                "migration 20240104000000_d 'SELECT 1;'; commit; migration 20240105000000_e "
                "'SELECT 1;'; commit\n"
                "git clone -q --depth 1 --no-single-branch \"file://$BOX\" clone");
    g_autofree char *clone = gitbox_path("clone");
    assert_int_equal(chdir(clone), 0);
    g_autofree char *findings = lintbox_findings("origin/main");
    assert_string_equal(findings, "error shallow-clone");
}

static void a_base_without_a_common_commit_is_an_error(void **state) {
    (void)state;
    lintbox_run("start; git checkout -q --orphan other; commit alone");
    g_autofree char *findings = lintbox_findings("main");
    assert_string_equal(findings, "error unrelated-base");
}

static void a_damaged_repository_is_an_error(void **state) {
    (void)state;
    lintbox_run("start; rm -rf .git/objects; mkdir .git/objects");
    g_autofree char *findings = lintbox_findings(NULL);
    assert_string_equal(findings, "error unreadable-repository");
}

static void a_base_that_names_nothing_is_an_error_of_usage(void **state) {
    (void)state;
    lintbox_run("start");
    const LintInput input = {
        .root = ".", .migrations = "migrations", .schema = "schema", .base = "nothing"};
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(GError) error = NULL;
    assert_false(lint_run(&input, findings, NULL, &error));
    assert_int_equal(error->code, FAIL_USAGE);
    assert_non_null(strstr(error->message, "nothing"));
}

static void a_detached_head_and_a_worktree_are_as_good_as_a_branch(void **state) {
    (void)state;
    lintbox_run(
        "start; migration 20230101000000_early 'SELECT 1;'; commit; git checkout -q --detach\n"
        "git worktree add -q tree work");
    lintbox_expect("out-of-order",
                   "error out-of-order migrations/20230101000000_early/migration.sql:1");
    g_autofree char *tree = gitbox_path("tree");
    assert_int_equal(chdir(tree), 0);
    lintbox_expect("out-of-order",
                   "error out-of-order migrations/20230101000000_early/migration.sql:1");
}

static void a_project_in_a_folder_of_a_repository_is_found(void **state) {
    (void)state;
    lintbox_run(
        "start; mkdir db; git mv migrations schema db; commit moved; git branch -qf main; cd db\n"
        "migration 20230101000000_early 'SELECT 1;'");
    g_autofree char *db = gitbox_path("db");
    assert_int_equal(chdir(db), 0);
    lintbox_expect(NULL, "error out-of-order migrations/20230101000000_early/migration.sql:1");
}

static void the_report_learns_the_base_and_what_changed(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_b 'SELECT 1;'; put schema/b.sql ''");
    const LintInput input = {
        .root = ".", .migrations = "migrations", .schema = "schema", .base = "refs/heads/main"};
    g_autoptr(GPtrArray) findings = findings_new();
    g_auto(LintBase) base = {0};
    assert_true(lint_run(&input, findings, &base, NULL));
    assert_string_equal(base.base, "main");
    assert_int_equal(base.changes->len, 2);
    assert_string_equal(base.here, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_repository_is_said, gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(rules_about_files_hold_without_a_repository, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_repository_without_a_commit_is_said, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_branch_without_a_base_is_said, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(
            without_a_base_hazards_are_looked_at_where_there_is_a_remote, gitbox_setup,
            gitbox_teardown),
        cmocka_unit_test_setup_teardown(main_is_the_base_and_an_upstream_is_not, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_base_that_was_not_fetched_is_an_error, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_shallow_clone_says_which_depth_helps, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_base_without_a_common_commit_is_an_error, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_repository_is_an_error, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_base_that_names_nothing_is_an_error_of_usage,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_detached_head_and_a_worktree_are_as_good_as_a_branch,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_project_in_a_folder_of_a_repository_is_found,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(the_report_learns_the_base_and_what_changed, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
