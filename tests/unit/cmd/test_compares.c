/* How often two catalogs are compared: the two sides once, and what a rehearsal makes once with
 * what was wanted. Whole commands run here; the linker puts the counter before diff_compare(). */
#include "base/file.h"
#include "cmd/answer.h"
#include "diff/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

Diff *__real_diff_compare(const Catalog *old, const Catalog *new, const Equals *equals);
Diff *__wrap_diff_compare(const Catalog *old, const Catalog *new, const Equals *equals);

static guint compares;

Diff *__wrap_diff_compare(const Catalog *old, const Catalog *new, const Equals *equals) {
    compares++;
    return __real_diff_compare(old, new, equals);
}

#define TABLE "CREATE TABLE t (a int PRIMARY KEY, b text"

static void write_text(const char *path, const char *text) {
    assert_true(file_write(path, text, strlen(text), 0600, NULL));
}

static int set_up(void **state) {
    char *folder = g_dir_make_tmp("compares-XXXXXX", NULL);
    *state = folder;
    if (!folder || chdir(folder) != 0 || g_mkdir_with_parents("migrations/20240101000000_a", 0700))
        return -1;
    write_text("migrate.ini", "[project]\nschema = schema.sql\n");
    write_text("migrations/20240101000000_a/migration.sql", TABLE ");\n");
    return 0;
}

static int tear_down(void **state) {
    bool gone = chdir("/") == 0 && file_remove_tree(*state, NULL);
    g_free(*state);
    return gone ? 0 : -1;
}

/* How often the command compares. */
static guint count(int status, const char *const *words) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Invocation) invocation = invocation_parse(words, &error);
    assert_null(error);
    compares = 0;
    answer_invocation(invocation, &error);
    if (status != (error ? error->code : 0))
        fail_msg("%s ends with %d: %s", words[0], error ? error->code : 0,
                 error ? error->message : "");
    return compares;
}

#define COUNT(status, ...) count(status, (const char *const[]){__VA_ARGS__, NULL})

static void
an_added_column_is_compared_once_in_each_direction_and_so_is_its_rehearsal(void **state) {
    (void)state;
    write_text("schema.sql", TABLE ", c int);\n");
    assert_int_equal(COUNT(FAIL_FINDINGS, "check"), 2);
    assert_int_equal(COUNT(0, "diff"), 2);
    assert_int_equal(COUNT(0, "create", "add_c"), 4);
}

static void sides_that_are_the_same_are_compared_once(void **state) {
    (void)state;
    write_text("schema.sql", TABLE ");\n");
    assert_int_equal(COUNT(0, "diff"), 1);
    assert_int_equal(COUNT(0, "create", "nothing"), 1);
    assert_int_equal(COUNT(0, "check"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_added_column_is_compared_once_in_each_direction_and_so_is_its_rehearsal, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(sides_that_are_the_same_are_compared_once, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
