#include "base/error.h"
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *top;

static char *in_top(const char *name) {
    return g_build_filename(top, name, NULL);
}

static void put(const char *name, const char *text) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = in_top(name);
    g_autofree char *folder = g_path_get_dirname(path);
    assert_true(file_mkdirs(folder, &error));
    assert_true(file_write(path, text, strlen(text), 0644, &error));
}

static void assert_content(const char *name, const char *expected) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = in_top(name);
    g_autoptr(GBytes) bytes = file_read(path, &error);
    assert_non_null(bytes);
    assert_int_equal(g_bytes_get_size(bytes), strlen(expected));
    assert_string_equal(g_bytes_get_data(bytes, NULL) ?: "", expected);
}

static void assert_failure(GError *error, Failure failure, const char *part) {
    assert_non_null(error);
    assert_int_equal(error->domain, BASE_ERROR);
    assert_int_equal(error->code, failure);
    assert_non_null(strstr(error->message, part));
}

static int setup(void **state) {
    (void)state;
    top = g_dir_make_tmp("migrate-file-XXXXXX", NULL);
    return top ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    bool removed = file_remove_tree(top, NULL) && access(top, F_OK) != 0;
    g_free(top);
    return removed ? 0 : -1;
}

static void what_was_written_is_read(void **state) {
    (void)state;
    put("a.sql", "SELECT 1;\n");
    assert_content("a.sql", "SELECT 1;\n");
    put("a.sql", "");
    assert_content("a.sql", "");
}

static void the_mode_is_by_intent_not_by_umask(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = in_top("secret");
    struct stat status;
    mode_t old = umask(0);
    assert_true(file_write(path, "x", 1, 0600, &error));
    umask(0077);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_true(file_write(path, "x", 1, 0644, &error));
    umask(old);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0644);
}

static void creating_never_overwrites(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = in_top("new.sql");
    assert_true(file_create(path, "first", 5, 0644, &error));
    assert_false(file_create(path, "second", 6, 0644, &error));
    assert_failure(error, FAIL_USAGE, "new.sql exists");
    assert_content("new.sql", "first");
    g_autoptr(GPtrArray) all = file_list(top, "", NULL);
    assert_int_equal(all->len, 1);
}

static void a_failed_write_leaves_nothing(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    put("folder/x.sql", "x");
    g_autofree char *path = in_top("folder");
    assert_false(file_write(path, "text", 4, 0644, &error));
    assert_failure(error, FAIL_ENVIRONMENT, "cannot write");
    g_autoptr(GPtrArray) all = file_list(top, "", NULL);
    assert_int_equal(all->len, 1);
}

static void only_regular_files_are_read(void **state) {
    (void)state;
    put("real", "x");
    g_autofree char *link = in_top("link"), *fifo = in_top("fifo"), *missing = in_top("missing");
    assert_int_equal(symlink("real", link), 0);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    const struct {
        const char *path, *part;
    } cases[] = {
        {link, "symbolic link"}, {fifo, "pipe"}, {missing, "does not exist"}, {top, "a directory"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(file_read(cases[i].path, &error));
        assert_failure(error, FAIL_USAGE, cases[i].part);
    }
}

static void a_list_is_sorted_and_passes_hidden_things(void **state) {
    (void)state;
    put("b.sql", "");
    put("B.sql", "");
    put("a/z.sql", "");
    put("a/b/c.sql", "");
    put("a/readme.md", "");
    put(".hidden.sql", "");
    put(".git/x.sql", "");
    g_autoptr(GPtrArray) list = file_list(top, ".sql", NULL);
    const char *const expected[] = {"B.sql", "a/b/c.sql", "a/z.sql", "b.sql"};
    assert_int_equal(list->len, G_N_ELEMENTS(expected));
    for (guint i = 0; i < list->len; i++)
        assert_string_equal(list->pdata[i], expected[i]);
}

static void a_list_names_symbolic_links(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL, none = NULL;
    put("x.sql", "");
    g_autofree char *link = in_top("evil.sql"), *missing = in_top("missing");
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_null(file_list(top, ".sql", &error));
    assert_failure(error, FAIL_USAGE, link);
    assert_null(file_list(missing, ".sql", &none));
    assert_failure(none, FAIL_USAGE, "is missing");
}

static void folders_are_made_with_their_parents(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = in_top("x/y//z/"), *blocked = in_top("file/below");
    assert_true(file_mkdirs(path, &error));
    assert_true(file_mkdirs(path, &error));
    assert_true(g_file_test(path, G_FILE_TEST_IS_DIR));
    put("file", "");
    assert_false(file_mkdirs(blocked, &error));
    assert_failure(error, FAIL_ENVIRONMENT, "cannot create the folder");
}

static void removing_does_not_follow_links(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    put("keep/precious", "x");
    put("gone/deep/er/file", "x");
    g_autofree char *gone = in_top("gone"), *link = in_top("gone/deep/link");
    assert_int_equal(symlink("../../keep", link), 0);
    assert_true(file_remove_tree(gone, &error));
    assert_true(file_remove_tree(gone, &error));
    assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
    assert_content("keep/precious", "x");
}

int main(void) {
#define WITH_TOP(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_TOP(what_was_written_is_read),
        WITH_TOP(the_mode_is_by_intent_not_by_umask),
        WITH_TOP(creating_never_overwrites),
        WITH_TOP(a_failed_write_leaves_nothing),
        WITH_TOP(only_regular_files_are_read),
        WITH_TOP(a_list_is_sorted_and_passes_hidden_things),
        WITH_TOP(a_list_names_symbolic_links),
        WITH_TOP(folders_are_made_with_their_parents),
        WITH_TOP(removing_does_not_follow_links),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
