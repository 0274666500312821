/* Every test asks libgit2 and the git program; both must say the same. */
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

#define BASE                                                                                       \
    "git init -q r; cd r; git config core.autocrlf false; "                                        \
    "mkdir -p migrations/1 schema; seq 1 20 >migrations/1/migration.sql; seq 100 140 "             \
    ">schema/a.sql; put schema/b.sql b; "                                                          \
    "put other.txt o; commit base; "

/* "M path 3-3,7-8", one change a line. */
static char *describe(const GPtrArray *changes) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < changes->len; i++) {
        const GitChange *change = changes->pdata[i];
        g_string_append_printf(text, "%c %s%s%s", "AMDR"[change->kind],
                               change -> old_path ? change -> old_path : "",
                               change->old_path ? ">" : "", change->path);
        for (guint j = 0; j < change->lines->len; j++) {
            const GitLines *lines = &g_array_index(change->lines, GitLines, j);
            g_string_append_printf(text, "%c%u-", j ? ',' : ' ', lines->first);
            if (lines->last != G_MAXUINT)
                g_string_append_printf(text, "%u", lines->last);
        }
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static char *changes_in(const char *folder, bool by_program) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = gitbox_path("r");
    g_autoptr(GitRepo) repo = git_open(path, &error);
    assert_non_null(repo);
    g_autofree char *base = git_resolve(repo, "base", &error);
    assert_non_null(base);
    g_autoptr(GPtrArray) changes = by_program
                                       ? fallback_changed(git_top(repo), base, folder, &error)
                                       : git_changed(repo, base, folder, &error);
    if (!changes)
        fail_msg("%s", error->message);
    return describe(changes);
}

static void assert_changes(const char *script, const char *folder, const char *expected) {
    g_autofree char *whole = g_strconcat(BASE "git tag base; ", script, NULL);
    gitbox_run(whole);
    g_autofree char *library = changes_in(folder, false), *program = changes_in(folder, true);
    assert_string_equal(library, expected);
    assert_string_equal(program, expected);
}

static void nothing_changed_is_nothing(void **state) {
    (void)state;
    assert_changes("touch schema/a.sql", "", "");
}

static void changed_lines_are_those_of_the_new_side(void **state) {
    (void)state;
    assert_changes(
        "sed -i -e '3s/.*/three/' -e '8,9d' -e '15a new\\nnewer' migrations/1/migration.sql",
        "migrations", "M migrations/1/migration.sql 3-3,14-15\n");
}

static void committed_staged_and_unstaged_changes_count_alike(void **state) {
    (void)state;
    assert_changes(
        "sed -i 1s/.*/x/ schema/a.sql; commit; put schema/b.sql staged; git add schema/b.sql; "
        "sed -i 5s/.*/y/ schema/a.sql",
        "schema", "M schema/a.sql 1-1,5-5\nM schema/b.sql 1-1\n");
}

static void untracked_files_are_added_and_ignored_ones_are_not_there(void **state) {
    (void)state;
    assert_changes("echo '*.log' >.git/info/exclude; put migrations/2/migration.sql two; put "
                   "migrations/2/x.log l",
                   "migrations", "A migrations/2/migration.sql 1-\n");
}

static void committed_files_are_added_even_when_an_ignore_pattern_matches_them(void **state) {
    (void)state;
    assert_changes("echo '2/' >.git/info/exclude; put migrations/2/migration.sql two; git add -f "
                   "migrations/2; git commit -qm c",
                   "migrations", "A migrations/2/migration.sql 1-\n");
}

static void deleted_files_are_where_they_were(void **state) {
    (void)state;
    assert_changes("rm -r migrations/1; git rm -q schema/b.sql", "",
                   "D migrations/1/migration.sql\nD schema/b.sql\n");
}

static void a_moved_migration_is_renamed_with_its_changed_lines(void **state) {
    (void)state;
    assert_changes(
        "git mv migrations/1 migrations/2; sed -i 2s/.*/x/ migrations/2/migration.sql; commit",
        "migrations", "R migrations/1/migration.sql>migrations/2/migration.sql 2-2\n");
}

static void only_what_lies_below_the_folder_counts(void **state) {
    (void)state;
    assert_changes("put schema2/x x; put schema/c.sql c; put other.txt p; put 'sche*/y' y",
                   "schema", "A schema/c.sql 1-\n");
}

static void a_folder_name_is_no_pattern(void **state) {
    (void)state;
    assert_changes("put 'sche*/y' y; put schema/c.sql c", "sche*", "A sche*/y 1-\n");
}

static void a_single_file_can_be_asked_for(void **state) {
    (void)state;
    assert_changes("put schema/b.sql c; put schema/a.sql d", "schema/b.sql",
                   "M schema/b.sql 1-1\n");
}

static void permissions_do_not_count(void **state) {
    (void)state;
    assert_changes("chmod +x schema/a.sql", "", "");
}

static void line_ends_that_git_converts_do_not_count(void **state) {
    (void)state;
    assert_changes("git config core.autocrlf true; rm -r schema; git checkout -q -- schema; "
                   "test \"$(head -c 5 schema/a.sql | od -c)\" = \"$(printf '100\\r\\n' | od -c)\"",
                   "", "");
}

static void odd_names_are_told_as_they_are(void **state) {
    (void)state;
    assert_changes("put \"schema/$(printf 'a\\tb\\n\\303\\274\\042')\" x; put 'schema/-x' x; put "
                   "'schema/ y' x",
                   "schema", "A schema/ y 1-\nA schema/-x 1-\nA schema/a\tb\n\303\274\" 1-\n");
}

static void a_repository_inside_counts_neither_as_file_nor_as_folder(void **state) {
    (void)state;
    assert_changes("git init -q schema/inner; put schema/inner/x x; (cd schema/inner; commit)",
                   "schema", "");
}

static void a_file_that_became_a_link_is_modified(void **state) {
    (void)state;
    gitbox_run(BASE "git tag base; ln -sf /etc/passwd schema/b.sql");
    g_autofree char *library = changes_in("schema", false), *program = changes_in("schema", true);
    assert_true(g_str_has_prefix(library, "M schema/b.sql"));
    assert_true(g_str_has_prefix(program, "M schema/b.sql"));
}

static void a_conflict_is_modified(void **state) {
    (void)state;
    gitbox_run(BASE "git tag base; git checkout -q -b side; put schema/b.sql side; commit; git "
                    "checkout -q main; "
                    "put schema/b.sql main; commit; git merge -q side || true");
    g_autofree char *library = changes_in("schema", false), *program = changes_in("schema", true);
    assert_true(g_str_has_prefix(library, "M schema/b.sql"));
    assert_true(g_str_has_prefix(program, "M schema/b.sql"));
}

static void an_index_that_only_git_reads_is_left_to_git(void **state) {
    (void)state;
    assert_changes("git update-index --split-index; put schema/b.sql c; git add .", "schema",
                   "M schema/b.sql 1-1\n");
}

/* A pull request chooses attributes; the machine's configuration may hold programs for them. */
static void no_program_of_the_configuration_is_run(void **state) {
    (void)state;
    assert_changes(
        "printf '#!/bin/sh\\ntouch \"%s/ran\"; cat\\n' \"$BOX\" >../spy; chmod +x ../spy; "
        "git config filter.f.clean \"$BOX/spy\"; git config filter.f.required true; git config "
        "filter.g.process \"$BOX/spy\"; "
        "git config diff.d.command \"$BOX/spy\"; git config diff.d.textconv \"$BOX/spy\"; git "
        "config core.fsmonitor \"$BOX/spy\"; "
        "git config diff.external \"$BOX/spy\"; "
        "put .gitattributes '*.sql filter=f diff=d'; put schema/.gitattributes 'b.sql filter=g'; "
        "for h in post-index-change pre-commit post-checkout; do cp ../spy .git/hooks/$h; done; "
        "echo x >schema/b.sql; sed -i 1s/.*/x/ schema/a.sql",
        "schema", "A schema/.gitattributes 1-\nM schema/a.sql 1-1\nM schema/b.sql 1-1\n");
    g_autofree char *ran = gitbox_path("ran");
    assert_int_not_equal(access(ran, F_OK), 0);
}

/* The index is younger than its files, so that both have reason to look at them again and to
 * remember. */
static void assert_writes_nothing(bool by_program) {
    gitbox_run(BASE "git tag base; touch -d '2020-01-01' schema/a.sql; put schema/b.sql c; "
                    "touch -d '2021-01-01' .git/index");
    g_autofree char *before = gitbox_ask("cd r; find .git -type f -exec cksum {} + | sort");
    g_autofree char *changes = changes_in("", by_program);
    g_autofree char *after = gitbox_ask("cd r; find .git -type f -exec cksum {} + | sort");
    assert_string_equal(changes, "M schema/b.sql 1-1\n");
    assert_string_equal(before, after);
}

static void asking_libgit2_writes_nothing(void **state) {
    (void)state;
    assert_writes_nothing(false);
}

static void asking_the_git_program_writes_nothing(void **state) {
    (void)state;
    assert_writes_nothing(true);
}

static void a_change_covers_its_lines_only(void **state) {
    (void)state;
    gitbox_run(BASE
               "git tag base; sed -i -e 3s/.*/x/ -e 7,8s/.*/y/ schema/a.sql; put schema/new.sql n");
    g_autofree char *path = gitbox_path("r");
    g_autoptr(GitRepo) repo = git_open(path, NULL);
    g_autofree char *base = git_resolve(repo, "base", NULL);
    g_autoptr(GPtrArray) changes = git_changed(repo, base, "schema", NULL);
    assert_int_equal(changes->len, 2);
    assert_true(git_change_covers(changes->pdata[0], 3));
    assert_false(git_change_covers(changes->pdata[0], 4));
    assert_true(git_change_covers(changes->pdata[0], 8));
    assert_false(git_change_covers(changes->pdata[0], 9));
    assert_true(git_change_covers(changes->pdata[1], 1000));
}

static void a_folder_outside_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {"..",      "/etc", "schema/../..",
                                        "schema/", ".git", "./schema"};
    gitbox_run(BASE);
    g_autofree char *path = gitbox_path("r");
    g_autoptr(GitRepo) repo = git_open(path, NULL);
    g_autofree char *head = git_head(repo, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL, again = NULL;
        assert_null(git_changed(repo, head, wrong[i], &error));
        assert_int_equal(error->code, FAIL_USAGE);
        assert_null(git_files(repo, head, wrong[i], &again));
        assert_int_equal(again->code, FAIL_USAGE);
    }
}

#define BOXED(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOXED(nothing_changed_is_nothing),
        BOXED(changed_lines_are_those_of_the_new_side),
        BOXED(committed_staged_and_unstaged_changes_count_alike),
        BOXED(untracked_files_are_added_and_ignored_ones_are_not_there),
        BOXED(committed_files_are_added_even_when_an_ignore_pattern_matches_them),
        BOXED(deleted_files_are_where_they_were),
        BOXED(a_moved_migration_is_renamed_with_its_changed_lines),
        BOXED(only_what_lies_below_the_folder_counts),
        BOXED(a_folder_name_is_no_pattern),
        BOXED(a_single_file_can_be_asked_for),
        BOXED(permissions_do_not_count),
        BOXED(line_ends_that_git_converts_do_not_count),
        BOXED(odd_names_are_told_as_they_are),
        BOXED(a_repository_inside_counts_neither_as_file_nor_as_folder),
        BOXED(a_file_that_became_a_link_is_modified),
        BOXED(a_conflict_is_modified),
        BOXED(an_index_that_only_git_reads_is_left_to_git),
        BOXED(no_program_of_the_configuration_is_run),
        BOXED(asking_libgit2_writes_nothing),
        BOXED(asking_the_git_program_writes_nothing),
        BOXED(a_change_covers_its_lines_only),
        BOXED(a_folder_outside_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
