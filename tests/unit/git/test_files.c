/* Every test reads through libgit2 and through the git program; both must say the same. */
#include "git/fallback.h"
#include "git/repo.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* "path=bytes" ("path->target" for a link), one file a line. */
static char *describe(const GPtrArray *files) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < files->len; i++) {
        const GitFile *file = files->pdata[i];
        gsize size = 0;
        const char *bytes = g_bytes_get_data(file->bytes, &size);
        g_string_append_printf(text, "%s%s", file->path, file->symlink ? "->" : "=");
        g_string_append_len(text, bytes, (gssize)size);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static void assert_files(const char *script, const char *folder, const char *expected) {
    g_autoptr(GError) error = NULL;
    g_autofree char *whole = g_strconcat("git init -q r; cd r; ", script, NULL),
                    *path = gitbox_path("r");
    gitbox_run(whole);
    g_autoptr(GitRepo) repo = git_open(path, &error);
    assert_non_null(repo);
    g_autofree char *head = git_head(repo, &error);
    g_autoptr(GPtrArray) library = git_files(repo, head, folder, &error);
    g_autoptr(GPtrArray) program = fallback_files(git_top(repo), head, folder, &error);
    assert_non_null(library);
    assert_non_null(program);
    g_autofree char *one = describe(library), *two = describe(program);
    assert_string_equal(one, expected);
    assert_string_equal(two, expected);
}

static void files_are_sorted_bytewise_with_paths_below_the_folder(void **state) {
    (void)state;
    assert_files("for f in b a/x a.sql a-b B; do printf %s $f >/dev/null; put m/$f $f; done; put "
                 "n/z z; commit",
                 "m", "B=B\n\na-b=a-b\n\na.sql=a.sql\n\na/x=a/x\n\nb=b\n\n");
}

static void the_empty_folder_is_the_whole_tree(void **state) {
    (void)state;
    assert_files("printf 1 >one; mkdir d; printf 2 >d/two; commit", "", "d/two=2\none=1\n");
}

static void a_folder_that_is_not_there_is_empty(void **state) {
    (void)state;
    assert_files("printf 1 >one; mkdir d; printf 2 >d/two; commit", "e", "");
}

static void the_beginning_of_a_name_is_not_the_name(void **state) {
    (void)state;
    assert_files("mkdir d; printf 2 >d/two; commit", "d/tw", "");
}

static void a_path_below_a_file_is_empty(void **state) {
    (void)state;
    assert_files("printf 1 >one; commit", "one/two", "");
}

static void a_file_comes_under_its_base_name(void **state) {
    (void)state;
    assert_files("mkdir -p a/b; printf 1 >a/b/schema.sql; printf 2 >a/b/schema.sql2; commit",
                 "a/b/schema.sql", "schema.sql=1\n");
}

static void links_are_told_and_not_followed(void **state) {
    (void)state;
    assert_files("mkdir m; ln -s /etc/passwd m/l; printf 1 >m/f; commit", "m",
                 "f=1\nl->/etc/passwd\n");
}

static void empty_files_and_odd_names_are_kept(void **state) {
    (void)state;
    assert_files("mkdir m; : >m/e; printf x >\"$(printf 'm/t\\tn\\n\\042\\303\\274')\"; printf y "
                 ">m/-q; commit",
                 "m", "-q=y\ne=\nt\tn\n\"\303\274=x\n");
}

static void bytes_are_those_of_the_commit_without_conversion(void **state) {
    (void)state;
    assert_files("mkdir m; printf 'a\\r\\nb\\n' >m/f; git config core.autocrlf false; commit; git "
                 "config core.autocrlf true; "
                 "put .gitattributes '* text eol=crlf ident'; printf other >m/f",
                 "m", "f=a\r\nb\n\n");
}

static void replacements_are_not_believed(void **state) {
    (void)state;
    assert_files("mkdir m; printf true >m/f; commit; git replace $(git hash-object -w m/f) "
                 "$(printf false | git hash-object -w --stdin)",
                 "m", "f=true\n");
}

/* Ten trees of ten entries each name 10^10 files. */
static void a_tree_that_unfolds_without_end_is_refused(void **state) {
    (void)state;
    g_autoptr(GError) library = NULL, program = NULL, deep = NULL;
    gitbox_run(
        "git init -q r; cd r; id=$(printf x | git hash-object -w --stdin); kind='100644 blob'; "
        "for depth in 1 2 3 4 5 6 7 8 9 10; do "
        "id=$(for n in 0 1 2 3 4 5 6 7 8 9; do printf '%s %s\\t%s\\n' \"$kind\" $id $n; done | git "
        "mktree); kind='040000 tree'; done; "
        "git update-ref refs/heads/bomb $(git commit-tree -m bomb $id); "
        "for depth in $(seq 1 200); do id=$(printf '040000 tree %s\\td\\n' $id | git mktree); "
        "done; "
        "git update-ref refs/heads/deep $(git commit-tree -m deep $id)");
    g_autofree char *path = gitbox_path("r");
    g_autoptr(GitRepo) repo = git_open(path, NULL);
    g_autofree char *bomb = git_resolve(repo, "bomb", NULL),
                    *well = git_resolve(repo, "deep", NULL);
    assert_null(git_files(repo, bomb, "", &library));
    assert_int_equal(library->code, FAIL_ENVIRONMENT);
    assert_null(fallback_files(git_top(repo), bomb, "", &program));
    assert_int_equal(program->code, FAIL_ENVIRONMENT);
    assert_null(git_files(repo, well, "", &deep));
    assert_int_equal(deep->code, FAIL_ENVIRONMENT);
}

static void a_tree_with_a_path_that_leaves_it_is_refused(void **state) {
    (void)state;
    g_autoptr(GError) library = NULL, program = NULL;
    gitbox_run("git init -q r; cd r; blob=$(printf x | git hash-object -w --stdin); "
               "inner=$(printf '100644 blob %s\\tevil\\n' $blob | git mktree); "
               "outer=$(printf '040000 tree %s\\t..\\n' $inner | git mktree); "
               "git update-ref refs/heads/main $(git commit-tree -m c $outer)");
    g_autofree char *path = gitbox_path("r");
    g_autoptr(GitRepo) repo = git_open(path, NULL);
    g_autofree char *head = git_resolve(repo, "main", NULL);
    assert_null(git_files(repo, head, "", &library));
    assert_non_null(strstr(library->message, "git fsck"));
    assert_null(fallback_files(git_top(repo), head, "", &program));
    assert_non_null(strstr(program->message, "git fsck"));
}

static void damaged_objects_are_an_error(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    gitbox_run(
        "git init -q r; cd r; mkdir m; printf gone >m/f; commit; id=$(git rev-parse HEAD:m/f); "
        "rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)");
    g_autofree char *path = gitbox_path("r");
    g_autoptr(GitRepo) repo = git_open(path, NULL);
    g_autofree char *head = git_head(repo, NULL);
    assert_null(git_files(repo, head, "m", &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
}

#define BOXED(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOXED(files_are_sorted_bytewise_with_paths_below_the_folder),
        BOXED(the_empty_folder_is_the_whole_tree),
        BOXED(a_folder_that_is_not_there_is_empty),
        BOXED(the_beginning_of_a_name_is_not_the_name),
        BOXED(a_path_below_a_file_is_empty),
        BOXED(a_file_comes_under_its_base_name),
        BOXED(links_are_told_and_not_followed),
        BOXED(empty_files_and_odd_names_are_kept),
        BOXED(bytes_are_those_of_the_commit_without_conversion),
        BOXED(replacements_are_not_believed),
        BOXED(a_tree_that_unfolds_without_end_is_refused),
        BOXED(a_tree_with_a_path_that_leaves_it_is_refused),
        BOXED(damaged_objects_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
