/* Every test merges with libgit2 and with the git program; both must say the same. */
#include "git/fallback.h"
#include "git/merge.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Branch `work`, checked out, and branch `main`, which diverged at the tag `base`. */
#define BASE                                                                                       \
    "git init -q r; cd r; git config core.autocrlf false; seq 1 20 >lines; mkdir -p db schema; "   \
    "mv lines schema/a.sql; put db/1.sql one; put other.txt o; commit; git tag base; "             \
    "git checkout -qb work; "

/* Of schema/a.sql, all but the first and the last line. */
#define MIDDLE "2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n"

static GitMerge *merge_folders(const char *folders, bool by_program, GError **error) {
    g_autofree char *path = gitbox_path("r");
    g_autoptr(GitRepo) repo = git_open(path, error);
    assert_non_null(repo);
    g_autofree char *theirs = git_resolve(repo, "main", error), *head = git_head(repo, error);
    g_autofree char *ancestor = git_common_ancestor(repo, head, theirs, error);
    g_auto(GStrv) list = g_strsplit(folders, " ", -1);
    g_autoptr(GPtrArray) changes = g_ptr_array_new();
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    for (char **folder = list; *folder; folder++) {
        GPtrArray *below = git_changed(repo, ancestor, *folder, error);
        assert_non_null(below);
        g_ptr_array_add(found, below);
        for (guint i = 0; i < below->len; i++)
            g_ptr_array_add(changes, below->pdata[i]);
    }
    return by_program
               ? fallback_merge(git_top(repo), ancestor, theirs, (const char *const *)list, changes,
                                error)
               : git_merge_with(repo, ancestor, theirs, (const char *const *)list, changes, error);
}

/* "path=bytes" without the last newline, "path->target" for a link, "!path" for a conflict; "none"
 * when there is nothing to merge. */
static char *describe(const GitMerge *merge) {
    GString *text = g_string_new(merge ? NULL : "none");
    for (guint i = 0; merge && i < merge->files->len; i++) {
        const GitFile *file = merge->files->pdata[i];
        gsize size = 0;
        const char *bytes = g_bytes_get_data(file->bytes, &size);
        g_string_append_printf(text, "%s%s%.*s\n", file->path, file->symlink ? "->" : "=",
                               (int)size - !file->symlink, bytes);
    }
    for (guint i = 0; merge && i < merge->conflicts->len; i++)
        g_string_append_printf(text, "!%s\n", (char *)merge->conflicts->pdata[i]);
    return g_string_free(text, FALSE);
}

static void assert_merge(const char *folders, const char *script, const char *expected) {
    g_autoptr(GError) error = NULL;
    g_autofree char *whole = g_strconcat(BASE, script, NULL);
    gitbox_run(whole);
    for (guint by_program = 0; by_program < 2; by_program++) {
        g_autoptr(GitMerge) merge = merge_folders(folders, by_program, &error);
        if (error)
            fail_msg("%s", error->message);
        g_autofree char *found = describe(merge);
        assert_string_equal(found, expected);
    }
}

static void both_sides_files_come_together(void **state) {
    (void)state;
    assert_merge("db",
                 "put db/mine.sql mine; commit; git checkout -q main; put db/theirs.sql theirs; "
                 "commit; git checkout -q work",
                 "db/1.sql=one\ndb/mine.sql=mine\ndb/theirs.sql=theirs\n");
}

static void changes_of_one_file_come_together(void **state) {
    (void)state;
    assert_merge("schema",
                 "sed -i 20s/.*/mine/ schema/a.sql; commit; git checkout -q main; sed -i "
                 "1s/.*/theirs/ schema/a.sql; commit; git checkout -q work",
                 "schema/a.sql=theirs\n" MIDDLE "mine\n");
}

static void what_is_not_committed_is_merged_as_it_is(void **state) {
    (void)state;
    assert_merge("db schema",
                 "put db/2.sql two; commit; git checkout -q main; put db/theirs.sql t; commit; git "
                 "checkout -q work; echo '*.log' >.git/info/exclude; put db/x.log ignored; put "
                 "db/3.sql untracked; put db/2.sql changed; git add db/2.sql; put db/2.sql again; "
                 "rm schema/a.sql; put schema/b.sql b; ln -s 1.sql db/link",
                 "db/1.sql=one\ndb/2.sql=again\ndb/3.sql=untracked\ndb/link->1.sql\n"
                 "db/theirs.sql=t\nschema/b.sql=b\n");
}

static void a_conflict_is_named_and_left_out(void **state) {
    (void)state;
    assert_merge("db",
                 "put db/1.sql mine; put db/2.sql two; commit; git checkout -q main; put db/1.sql "
                 "theirs; commit; git checkout -q work",
                 "db/2.sql=two\n!db/1.sql\n");
}

static void a_file_that_one_side_renamed_gets_the_others_change(void **state) {
    (void)state;
    assert_merge(
        "schema",
        "git mv schema/a.sql schema/z.sql; sed -i 20s/.*/mine/ schema/z.sql; commit; git "
        "checkout -q main; sed -i 1s/.*/theirs/ schema/a.sql; commit; git checkout -q work",
        "schema/z.sql=theirs\n" MIDDLE "mine\n");
}

static void a_folder_in_the_other_is_no_trouble(void **state) {
    (void)state;
    assert_merge("db db/deep",
                 "put db/deep/2.sql mine; git rm -q db/1.sql; commit; git checkout -q main; put "
                 "db/3.sql theirs; commit; git checkout -q work",
                 "db/3.sql=theirs\ndb/deep/2.sql=mine\n");
}

static void only_the_folders_count(void **state) {
    (void)state;
    assert_merge("db/deep schema/a.sql missing",
                 "put other.txt mine; put db/deep/1.sql mine; commit; git checkout -q main; put "
                 "other.txt theirs; put db/deep/2.sql theirs; put schema/b.sql b; seq 1 2 "
                 ">schema/a.sql; commit; git checkout -q work",
                 "db/deep/1.sql=mine\ndb/deep/2.sql=theirs\nschema/a.sql=1\n2\n");
}

static void nothing_is_merged_when_one_side_has_the_result(void **state) {
    (void)state;
    static const char *const scripts[] = {
        "put db/2.sql mine; commit", /* the base did not move */
        "git checkout -q main; put db/2.sql theirs; commit; git checkout -q work",
        "put db/2.sql two; commit; git checkout -q main; put db/2.sql two; commit; git checkout -q "
        "work",
        "put db/2.sql mine; commit; git checkout -q main; put other.txt p; commit; git checkout -q "
        "work",
        "put db/1.sql mine; commit; git checkout -q main; put db/1.sql theirs; commit; git "
        "checkout -q work; git merge -q main || true; put db/1.sql both; git add ."};
    for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
        assert_merge("db", scripts[i], "none");
        gitbox_run("rm -rf r");
    }
}

static void nothing_is_written_and_no_program_runs(void **state) {
    (void)state;
    /* git renews the times of objects that it finds to be there already. */
    static const char *const lists[] = {"cd r; find . -type f -printf '%p %s %T@ %C@\\n' | sort",
                                        "cd r; find . -type f -not -path './.git/objects/*' "
                                        "-printf '%p %s %T@ %C@\\n' | sort; find "
                                        ".git -type f -printf '%p %s\\n' | sort"};
    gitbox_run(BASE "echo '*.sql merge=evil filter=evil' >.gitattributes; put db/1.sql mine; put "
                    "db/2.sql same; commit; git checkout -q main; seq 1 9 >schema/a.sql; put "
                    "db/2.sql same; put db/1.sql theirs; commit; git checkout -q work\n"
                    "git config merge.evil.driver \"touch $BOX/pwn\"; git config "
                    "filter.evil.clean \"touch $BOX/pwn\"; git config filter.evil.smudge \"touch "
                    "$BOX/pwn\"; git config filter.evil.required true; put db/new.sql new");
    for (guint by_program = 0; by_program < 2; by_program++) {
        g_autofree char *before = gitbox_ask(lists[by_program]);
        g_autoptr(GError) error = NULL;
        g_autoptr(GitMerge) merge = merge_folders("db schema", by_program, &error);
        assert_non_null(merge);
        g_autofree char *found = describe(merge);
        assert_non_null(strstr(found, "db/new.sql=new\n"));
        g_autofree char *after = gitbox_ask(lists[by_program]);
        assert_string_equal(before, after);
    }
    assert_false(gitbox_try("test -e pwn"));
}

static void line_ends_that_git_converts_are_no_conflict(void **state) {
    (void)state;
    assert_merge("schema",
                 "echo '*.sql text' >.git/info/attributes; git checkout -q main; sed -i "
                 "1s/.*/theirs/ schema/a.sql; commit; git checkout -q work; sed -i 's/20/mine/; "
                 "s/$/\\r/' schema/a.sql",
                 "schema/a.sql=theirs\n" MIDDLE "mine\n");
}

static void a_repository_that_libgit2_cannot_read_is_merged_by_git(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    if (!gitbox_try("git init -q --object-format=sha256 r 2>/dev/null"))
        skip();
    gitbox_run("cd r; put db/1 one; commit; git checkout -qb work; put db/2 two; git checkout -q "
               "main; put db/3 three; git add db/3; git commit -qm three; git checkout -q work");
    g_autoptr(GitMerge) merge = merge_folders("db", false, &error);
    if (error)
        fail_msg("%s", error->message);
    g_autofree char *found = describe(merge);
    assert_string_equal(found, "db/1=one\ndb/2=two\ndb/3=three\n");
}

static void a_folder_that_was_moved_away_is_refused(void **state) {
    (void)state;
    gitbox_run(BASE "put db/2.sql two; commit; git checkout -q main; git mv db data; commit; "
                    "git checkout -q work");
    for (guint by_program = 0; by_program < 2; by_program++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GitMerge) merge = merge_folders("db schema", by_program, &error);
        assert_null(merge);
        assert_int_equal(error->code, FAIL_ENVIRONMENT);
        assert_non_null(strstr(error->message, "removed or moved \"db\""));
    }
}

static void a_folders_files_are_those_of_the_merge(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(BASE "put db/2.sql two; commit; git checkout -q main; put db/x/3.sql three; commit; "
                    "git checkout -q work");
    g_autoptr(GitMerge) merge = merge_folders("db schema", false, &error);
    assert_non_null(merge);
    g_autoptr(GPtrArray) files = git_merge_files(merge, "db");
    assert_int_equal(files->len, 3);
    assert_string_equal(((GitFile *)files->pdata[2])->path, "x/3.sql");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(both_sides_files_come_together),
        TEST(changes_of_one_file_come_together),
        TEST(what_is_not_committed_is_merged_as_it_is),
        TEST(a_conflict_is_named_and_left_out),
        TEST(a_file_that_one_side_renamed_gets_the_others_change),
        TEST(a_folder_in_the_other_is_no_trouble),
        TEST(only_the_folders_count),
        TEST(nothing_is_merged_when_one_side_has_the_result),
        TEST(nothing_is_written_and_no_program_runs),
        TEST(line_ends_that_git_converts_are_no_conflict),
        TEST(a_repository_that_libgit2_cannot_read_is_merged_by_git),
        TEST(a_folder_that_was_moved_away_is_refused),
        TEST(a_folders_files_are_those_of_the_merge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
