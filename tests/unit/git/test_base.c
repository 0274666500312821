#include "git/base.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What git_base() says in the repository `name` to what [check] base says; "" for nothing. */
static void assert_base(const char *name, const char *configured, const char *expected) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GitRepo) repo = gitbox_open(name);
    const BaseQuery query = {.configured = configured};
    g_autofree char *base = git_base(repo, &query, &error);
    if (error)
        fail_msg("%s", error->message);
    if (strcmp(base ? base : "", expected) != 0)
        fail_msg("expected the base \"%s\", not \"%s\"", expected, base);
}

static void the_own_remote_copy_is_no_base(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY
               "cd ..; git clone -q r c; cd c; git checkout -qb topic; put x x; commit; "
               "git push -q -u origin topic");
    assert_base("c", NULL, "refs/remotes/origin/main");
    gitbox_run("cd c; git remote set-head origin -d");
    assert_base("c", NULL, "refs/remotes/origin/main");
    gitbox_run("cd c; git update-ref -d refs/remotes/origin/main");
    assert_base("c", NULL, "refs/heads/main");
    gitbox_run("cd c; git branch -D main");
    assert_base("c", NULL, "");
}

static void on_the_base_branch_its_remote_copy_is_the_base(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY "cd ..; git clone -q r c; cd c; put x x; commit");
    assert_base("c", NULL, "refs/remotes/origin/main");
    assert_base("r", NULL, "refs/heads/main");
    gitbox_run("cd r; git branch -m trunk; cd ..; git clone -q r d");
    assert_base("d", NULL, "refs/remotes/origin/trunk");
    assert_base("r", NULL, "");
}

static void the_configured_base_is_the_remotes_then_the_own_then_any_commit(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(GITBOX_ORDINARY
               "git branch release; git tag v1; cd ..; git clone -q r c; cd c; git branch "
               "alone");
    assert_base("c", "release", "refs/remotes/origin/release");
    assert_base("c", "origin/release", "refs/remotes/origin/release");
    assert_base("c", "alone", "refs/heads/alone");
    assert_base("c", "v1", "v1");
    g_autoptr(GitRepo) repo = gitbox_open("c");
    const BaseQuery query = {.configured = "nowhere"};
    assert_null(git_base(repo, &query, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    gitbox_assert_holds(error->message, "[check] base");
    gitbox_assert_holds(error->message, "git fetch origin");
}

static void the_pipeline_outweighs_the_configuration(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(GITBOX_ORDINARY "git branch release; cd ..; git clone -q r c");
    g_autoptr(GitRepo) repo = gitbox_open("c");
    g_setenv("GITHUB_BASE_REF", "release", TRUE);
    assert_base("c", "main", "refs/remotes/origin/release");
    g_setenv("GITHUB_BASE_REF", "not-fetched", TRUE);
    const BaseQuery query = {.configured = "main"}, named = {.branch = "main"};
    assert_null(git_base(repo, &query, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    gitbox_assert_holds(error->message, "GITHUB_BASE_REF");
    gitbox_assert_holds(error->message, "fetch-depth: 0");
    g_autofree char *base = git_base(repo, &named, NULL);
    assert_string_equal(base, "refs/remotes/origin/main");
    g_unsetenv("GITHUB_BASE_REF");
}

static void a_hostile_work_tree_names_no_base(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(GITBOX_ORDINARY "cd ..; git clone -q r c");
    g_autoptr(GitRepo) repo = gitbox_open("c");
    const BaseQuery none = {.configured = "main", .untrusted = true},
                    asked = {.revision = "main", .untrusted = true},
                    nothing = {.revision = "nothing"};
    assert_null(git_base(repo, &none, &error));
    assert_null(error);
    g_autofree char *base = git_base(repo, &asked, NULL);
    assert_string_equal(base, "main");
    assert_null(git_base(repo, &nothing, &error));
    assert_int_equal(error->code, FAIL_USAGE);
}

static void the_program_knows_the_base_as_well(void **state) {
    (void)state;
    gitbox_run("git init -q --object-format=sha256 r; cd r; put a a; commit; cd ..; "
               "git clone -q r c; cd c; git checkout -qb topic; put x x; commit; "
               "git push -q -u origin topic");
    assert_base("c", NULL, "refs/remotes/origin/main");
    assert_base("c", "topic", "refs/remotes/origin/topic");
    gitbox_run("cd c; git remote set-head origin -d");
    assert_base("c", NULL, "refs/remotes/origin/main");
    g_autoptr(GitRepo) clone = gitbox_open("c"), alone = gitbox_open("r");
    assert_true(git_has_remote(clone));
    assert_false(git_has_remote(alone));
}

#define SHAPE(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        SHAPE(the_own_remote_copy_is_no_base),
        SHAPE(on_the_base_branch_its_remote_copy_is_the_base),
        SHAPE(the_configured_base_is_the_remotes_then_the_own_then_any_commit),
        SHAPE(the_pipeline_outweighs_the_configuration),
        SHAPE(a_hostile_work_tree_names_no_base),
        SHAPE(the_program_knows_the_base_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
