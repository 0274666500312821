#include "git/fallback.h"
#include "git/repo.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void skip_because(const char *reason) {
    print_message("%s\n", reason);
    skip();
}

static char *refusal_at(const char *name) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = gitbox_path(name);
    g_autoptr(GitRepo) repo = git_open(path, &error);
    assert_null(repo);
    assert_non_null(error);
    assert_int_equal(error->domain, GIT_ERROR);
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    return g_strdup(error->message);
}

static void assert_none_at(const char *name) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = gitbox_path(name);
    g_autoptr(GitRepo) repo = git_open(path, &error);
    assert_null(repo);
    assert_null(error);
}

static void assert_top(const GitRepo *repo, const char *name) {
    g_autofree char *path = gitbox_path(name);
    assert_string_equal(git_top(repo), path);
}

/* The names of the migrations in a commit, joined by blanks. */
static char *names_at(GitRepo *repo, const char *revision) {
    g_autoptr(GError) error = NULL;
    g_autofree char *commit = git_resolve(repo, revision, &error);
    assert_non_null(commit);
    g_autoptr(GPtrArray) files = git_files(repo, commit, "migrations", &error);
    if (!files)
        fail_msg("%s", error->message);
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        g_string_append_printf(names, "%s%s", i ? " " : "", file->path);
    }
    return g_string_free(names, FALSE);
}

static void assert_names(GitRepo *repo, const char *revision, const char *expected) {
    g_autofree char *names = names_at(repo, revision);
    assert_string_equal(names, expected);
}

static void an_ordinary_repository_opens_from_a_folder_inside(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY);
    g_autoptr(GitRepo) repo = gitbox_open("r/migrations/1");
    assert_top(repo, "r");
    assert_false(git_is_shallow(repo));
    assert_false(git_is_unborn(repo));
    assert_names(repo, "HEAD", "1/migration.sql 2/migration.sql");
    assert_names(repo, "HEAD~1", "1/migration.sql");
    assert_names(repo, "main", "1/migration.sql 2/migration.sql");
}

static void a_folder_outside_of_any_repository_has_none(void **state) {
    (void)state;
    gitbox_run("mkdir plain");
    assert_none_at("plain");
}

static void an_empty_git_folder_is_no_repository(void **state) {
    (void)state;
    gitbox_run("mkdir -p plain/.git");
    assert_none_at("plain");
}

static void a_damaged_repository_is_an_error_and_not_none(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY "rm .git/HEAD");
    g_autofree char *message = refusal_at("r");
    gitbox_assert_holds(message, "cannot read the git repository");
}

static void a_git_file_that_points_nowhere_is_an_error(void **state) {
    (void)state;
    gitbox_run("mkdir r; echo 'gitdir: /nonexistent/there' >r/.git");
    g_autofree char *message = refusal_at("r");
    gitbox_assert_holds(message, "/nonexistent/there");
}

static void a_bare_repository_is_refused(void **state) {
    (void)state;
    gitbox_run("git init -q --bare b.git");
    g_autofree char *message = refusal_at("b.git");
    gitbox_assert_holds(message, "bare");
}

/* Ordinary files, as a commit can bring them along. */
#define INNARDS                                                                                    \
    "cd ..; git init -q evil; cd evil; put migrations/9/migration.sql nine; commit; "              \
    "git update-ref refs/remotes/origin/main HEAD; cd ../r; mkdir db; "                            \
    "cp -r ../evil/.git/HEAD ../evil/.git/objects ../evil/.git/refs db; "                          \
    "printf '[core]\nrepositoryformatversion = 0\nworktree = .\n' >db/config; "

static void a_bare_repository_on_the_way_is_passed_by(void **state) {
    (void)state;
    static const char *const formats[] = {"sha1", "sha256"};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *script =
            g_strdup_printf("rm -rf r evil; git init -q --object-format=%s r; cd r; "
                            "put migrations/1/migration.sql one; commit; " INNARDS,
                            formats[i]);
        gitbox_run(script);
        g_autoptr(GitRepo) repo = gitbox_open("r/db");
        assert_top(repo, "r");
        assert_names(repo, "HEAD", "1/migration.sql");
        g_autofree char *foreign = git_resolve(repo, "origin/main", NULL);
        assert_null(foreign);
    }
}

static void a_bare_repository_around_a_damaged_one_is_not_taken_instead(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY INNARDS "mv db/* .; rm .git/HEAD");
    g_autofree char *message = refusal_at("r/schema");
    gitbox_assert_holds(message, "cannot read the ");
}

static void before_the_first_commit_there_is_no_head(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run("git init -q r; put r/migrations/1/migration.sql one");
    g_autoptr(GitRepo) repo = gitbox_open("r");
    assert_true(git_is_unborn(repo));
    assert_null(git_head(repo, &error));
    assert_null(error);
    assert_null(git_resolve(repo, "HEAD", &error));
    assert_int_equal(error->code, FAIL_USAGE);
}

static void a_detached_head_is_its_commit(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY "git checkout -q --detach HEAD~1");
    g_autofree char *expected = gitbox_ask("cd r; git rev-parse HEAD");
    g_autoptr(GitRepo) repo = gitbox_open("r");
    g_autofree char *head = git_head(repo, NULL);
    assert_string_equal(head, expected);
    assert_names(repo, "HEAD", "1/migration.sql");
    assert_names(repo, "main", "1/migration.sql 2/migration.sql");
}

static void a_linked_work_tree_has_its_own_top_and_head(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY "git worktree add -q ../w HEAD~1");
    g_autoptr(GitRepo) repo = gitbox_open("w/schema");
    assert_top(repo, "w");
    assert_names(repo, "HEAD", "1/migration.sql");
    assert_names(repo, "main", "1/migration.sql 2/migration.sql");
}

static void a_work_tree_with_its_own_configuration_opens(void **state) {
    (void)state;
    gitbox_run(
        GITBOX_ORDINARY
        "git config extensions.worktreeConfig true; git config core.repositoryFormatVersion 1; "
        "git worktree add -q ../w HEAD~1; cd ../w; git config --worktree core.bare false");
    g_autoptr(GitRepo) repo = gitbox_open("w");
    assert_top(repo, "w");
    assert_names(repo, "HEAD", "1/migration.sql");
}

static void a_submodule_is_a_repository_of_its_own(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY
               "cd ..; git init -q s; cd s; put x x; commit; git submodule -q add ../r db; commit");
    g_autoptr(GitRepo) inside = gitbox_open("s/db");
    assert_top(inside, "s/db");
    assert_names(inside, "HEAD", "1/migration.sql 2/migration.sql");
    g_autoptr(GitRepo) outside = gitbox_open("s");
    g_autofree char *head = git_head(outside, NULL);
    g_autoptr(GPtrArray) files = git_files(outside, head, "db", NULL);
    assert_int_equal(files->len, 0);
}

static void a_shallow_clone_says_which_fetch_depth_to_set(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL, missing = NULL;
    gitbox_run(GITBOX_ORDINARY
               "git checkout -q -b side HEAD~1; put s s; commit side; git checkout -q main; cd ..; "
               "git clone -q --depth 1 --no-single-branch \"file://$BOX/r\" c");
    g_autoptr(GitRepo) repo = gitbox_open("c");
    assert_true(git_is_shallow(repo));
    assert_names(repo, "HEAD", "1/migration.sql 2/migration.sql");
    g_autofree char *main = git_resolve(repo, "origin/main", NULL);
    g_autofree char *side = git_resolve(repo, "origin/side", NULL);
    assert_null(git_common_ancestor(repo, main, side, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    gitbox_assert_holds(error->message, "fetch-depth: 0");
    assert_null(git_resolve(repo, "HEAD~1", &missing));
    gitbox_assert_holds(missing->message, "fetch-depth: 0");
}

static void a_shallow_clone_that_reaches_far_enough_has_the_ancestor(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY
               "put a a; commit third; git checkout -q -b side HEAD~1; put s s; commit "
               "side; git checkout -q main; cd ..; "
               "git clone -q --depth 2 --no-single-branch \"file://$BOX/r\" c");
    g_autofree char *expected = gitbox_ask("cd r; git rev-parse main~1");
    g_autoptr(GitRepo) repo = gitbox_open("c");
    assert_true(git_is_shallow(repo));
    g_autofree char *main = git_resolve(repo, "origin/main", NULL);
    g_autofree char *side = git_resolve(repo, "origin/side", NULL);
    g_autofree char *base = git_common_ancestor(repo, main, side, NULL);
    assert_string_equal(base, expected);
}

static void a_partial_clone_names_the_command_that_gets_the_rest(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(GITBOX_ORDINARY "put migrations/1/migration.sql changed; commit third; git config "
                               "uploadpack.allowFilter true; cd ..; "
                               "git clone -q --filter=blob:none \"file://$BOX/r\" c");
    g_autoptr(GitRepo) repo = gitbox_open("c");
    assert_names(repo, "HEAD", "1/migration.sql 2/migration.sql");
    g_autofree char *old = git_resolve(repo, "HEAD~1", NULL);
    assert_null(git_files(repo, old, "migrations", &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    gitbox_assert_holds(error->message, "partial");
    const char *command = strstr(error->message, "git -C ");
    assert_non_null(command);
    g_autofree char *script =
        g_strconcat("git config --global protocol.file.allow always; ", command, NULL);
    gitbox_run(script);
    assert_names(repo, "HEAD~1", "1/migration.sql 2/migration.sql");
}

static void sha256_objects_are_read(void **state) {
    (void)state;
    gitbox_run(
        "git init -q --object-format=sha256 r; cd r; put migrations/1/migration.sql one; commit; "
        "git checkout -q -b side; put migrations/2/migration.sql two; commit; git checkout -q "
        "main; "
        "put migrations/3/migration.sql three; commit; put migrations/4/migration.sql four");
    g_autofree char *expected = gitbox_ask("cd r; git rev-parse main~1");
    g_autoptr(GitRepo) repo = gitbox_open("r/migrations");
    assert_top(repo, "r");
    assert_names(repo, "side", "1/migration.sql 2/migration.sql");
    g_autofree char *main = git_head(repo, NULL);
    g_autofree char *side = git_resolve(repo, "side", NULL);
    assert_int_equal(strlen(main), 64);
    g_autofree char *base = git_common_ancestor(repo, main, side, NULL);
    assert_string_equal(base, expected);
    g_autoptr(GPtrArray) changes = git_changed(repo, base, "migrations", NULL);
    assert_int_equal(changes->len, 2);
}

static void an_extension_that_nobody_knows_is_an_error(void **state) {
    (void)state;
    gitbox_run(
        GITBOX_ORDINARY
        "git config core.repositoryFormatVersion 1; git config extensions.fromTheFuture true");
    g_autofree char *message = refusal_at("r");
    gitbox_assert_holds(message, "fromthefuture");
}

static void reference_tables_are_read_where_git_has_them(void **state) {
    (void)state;
    if (!gitbox_try("git init -q --ref-format=reftable r 2>/dev/null"))
        skip_because("this git has no reference tables");
    gitbox_run("cd r; put migrations/1/migration.sql one; commit");
    g_autoptr(GitRepo) repo = gitbox_open("r");
    assert_names(repo, "main", "1/migration.sql");
}

static void a_foreign_owner_is_explained_with_the_command_that_works(void **state) {
    (void)state;
    if (geteuid() != 0)
        skip_because("only root can give files away");
    gitbox_run(GITBOX_ORDINARY "cd ..; mv r 'of another'; chown -R 12345:12345 'of another'");
    g_autofree char *message = refusal_at("of another");
    const char *command = strstr(message, "git config --global --add safe.directory ");
    assert_non_null(command);
    gitbox_run(command);
    g_autoptr(GitRepo) repo = gitbox_open("of another");
    assert_names(repo, "HEAD", "1/migration.sql 2/migration.sql");
}

static void a_wildcard_trusts_every_owner(void **state) {
    (void)state;
    if (geteuid() != 0)
        skip_because("only root can give files away");
    gitbox_run(GITBOX_ORDINARY
               "chown -R 12345:12345 .; git config --global --add safe.directory '*'");
    g_autoptr(GitRepo) repo = gitbox_open("r/schema");
    assert_top(repo, "r");
    assert_names(repo, "HEAD", "1/migration.sql 2/migration.sql");
}

static void a_work_tree_of_somebody_else_around_ones_own_repository_is_foreign(void **state) {
    (void)state;
    if (geteuid() != 0)
        skip_because("only root can give files away");
    gitbox_run(GITBOX_ORDINARY "chown 12345:12345 .");
    g_autofree char *message = refusal_at("r");
    gitbox_assert_holds(message, "safe.directory");
}

static void the_environment_does_not_choose_the_repository(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY
               "cd ..; git init -q other; cd other; put migrations/9/migration.sql nine; commit");
    g_autofree char *other = gitbox_path("other/.git");
    g_setenv("GIT_DIR", other, TRUE);
    g_setenv("GIT_INDEX_FILE", "/nonexistent", TRUE);
    g_autoptr(GitRepo) repo = gitbox_open("r");
    assert_names(repo, "HEAD", "1/migration.sql 2/migration.sql");
    g_autofree char *resolved = fallback_resolve(git_top(repo), "HEAD");
    g_autofree char *head = git_head(repo, NULL);
    assert_string_equal(resolved, head);
    g_unsetenv("GIT_DIR");
    g_unsetenv("GIT_INDEX_FILE");
}

static void borrowed_and_packed_objects_are_read(void **state) {
    (void)state;
    gitbox_run(GITBOX_ORDINARY "git gc -q; git pack-refs --all; cd ..; git clone -q --shared r c");
    g_autoptr(GitRepo) packed = gitbox_open("r");
    assert_names(packed, "main", "1/migration.sql 2/migration.sql");
    g_autoptr(GitRepo) sharing = gitbox_open("c");
    assert_names(sharing, "origin/main~1", "1/migration.sql");
}

static void unrelated_histories_have_no_common_ancestor(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(GITBOX_ORDINARY "git checkout -q --orphan other; commit other");
    g_autoptr(GitRepo) repo = gitbox_open("r");
    g_autofree char *main = git_resolve(repo, "main", NULL);
    g_autofree char *other = git_resolve(repo, "other", NULL);
    assert_null(git_common_ancestor(repo, main, other, &error));
    assert_null(error);
    assert_null(fallback_merge_base(git_top(repo), main, other, &error));
    assert_null(error);
}

static void a_repository_without_the_git_program_still_opens(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(GITBOX_ORDINARY "cd ..; git init -q --object-format=sha256 new");
    g_autofree char *path = g_strdup(g_getenv("PATH")), *new = gitbox_path("new");
    g_setenv("PATH", "/nonexistent", TRUE);
    g_autoptr(GitRepo) repo = gitbox_open("r");
    assert_names(repo, "HEAD", "1/migration.sql 2/migration.sql");
    assert_null(git_open(new, &error));
    g_setenv("PATH", path, TRUE);
    gitbox_assert_holds(error->message, "installing the git program");
}

static void a_git_in_the_work_tree_is_never_run(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run("git init -q --object-format=sha256 r; cd r; printf '#!/bin/sh\\ntouch "
               "\"%s/ran\"\\n' \"$BOX\" >git; chmod +x git");
    g_autofree char *path = g_strdup(g_getenv("PATH")), *top = gitbox_path("r"),
                    *ran = gitbox_path("ran");
    assert_int_equal(chdir(top), 0);
    g_setenv("PATH", ".:", TRUE);
    assert_null(git_open(top, &error));
    g_setenv("PATH", path, TRUE);
    assert_int_not_equal(access(ran, F_OK), 0);
}

#define SHAPE(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        SHAPE(an_ordinary_repository_opens_from_a_folder_inside),
        SHAPE(a_folder_outside_of_any_repository_has_none),
        SHAPE(an_empty_git_folder_is_no_repository),
        SHAPE(a_damaged_repository_is_an_error_and_not_none),
        SHAPE(a_git_file_that_points_nowhere_is_an_error),
        SHAPE(a_bare_repository_is_refused),
        SHAPE(a_bare_repository_on_the_way_is_passed_by),
        SHAPE(a_bare_repository_around_a_damaged_one_is_not_taken_instead),
        SHAPE(before_the_first_commit_there_is_no_head),
        SHAPE(a_detached_head_is_its_commit),
        SHAPE(a_linked_work_tree_has_its_own_top_and_head),
        SHAPE(a_work_tree_with_its_own_configuration_opens),
        SHAPE(a_submodule_is_a_repository_of_its_own),
        SHAPE(a_shallow_clone_says_which_fetch_depth_to_set),
        SHAPE(a_shallow_clone_that_reaches_far_enough_has_the_ancestor),
        SHAPE(a_partial_clone_names_the_command_that_gets_the_rest),
        SHAPE(sha256_objects_are_read),
        SHAPE(an_extension_that_nobody_knows_is_an_error),
        SHAPE(reference_tables_are_read_where_git_has_them),
        SHAPE(a_foreign_owner_is_explained_with_the_command_that_works),
        SHAPE(a_wildcard_trusts_every_owner),
        SHAPE(a_work_tree_of_somebody_else_around_ones_own_repository_is_foreign),
        SHAPE(the_environment_does_not_choose_the_repository),
        SHAPE(borrowed_and_packed_objects_are_read),
        SHAPE(unrelated_histories_have_no_common_ancestor),
        SHAPE(a_repository_without_the_git_program_still_opens),
        SHAPE(a_git_in_the_work_tree_is_never_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
