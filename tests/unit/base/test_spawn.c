#include "base/spawn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What a line of the shell prints of `input`; NULL: it failed, and `error` has why. */
static char *shell(const char *line, Spawn *spawn, GError **error) {
    const char *const argv[] = {"/bin/sh", "-c", line, NULL};
    spawn->limit = spawn->limit ? spawn->limit : 1 << 20;
    return spawn_run(argv, spawn, error) ? g_strndup(spawn->out->str, spawn->out->len) : NULL;
}

static void input_output_errors_and_status_are_those_of_the_program(void **state) {
    (void)state;
    g_autoptr(GString) input = g_string_new("");
    g_auto(Spawn) spawn = {.input = input};
    /* More than a pipe holds. */
    for (guint i = 0; i < 100000; i++)
        g_string_append(input, "line\n");
    g_autofree char *text = shell("cat; echo why >&2; exit 3", &spawn, NULL);
    assert_string_equal(text, input->str);
    assert_string_equal(spawn.note->str, "why\n");
    assert_int_equal(spawn.status, 3);
}

static void one_that_is_killed_says_by_which_signal(void **state) {
    (void)state;
    g_auto(Spawn) spawn = {0};
    g_autofree char *text = shell("kill -9 $$", &spawn, NULL);
    assert_string_equal(text, "");
    assert_int_equal(spawn.status, 128 + 9);
}

static void more_than_the_limit_is_not_read(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_auto(Spawn) spawn = {.limit = 1000};
    assert_null(shell("cat /dev/zero", &spawn, &error));
    assert_string_equal(error->message, "/bin/sh printed more than 1000 bytes; that is not read");
}

static void one_that_does_not_end_in_time_is_killed(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_auto(Spawn) spawn = {.seconds = 1};
    assert_null(shell("exec sleep 1000", &spawn, &error));
    assert_string_equal(error->message, "/bin/sh did not end within 1 s");
    assert_int_equal(spawn.status, 128 + 9);
}

static void what_cannot_be_run_is_an_error(void **state) {
    (void)state;
    const char *const argv[] = {"/nonexistent", NULL};
    g_autoptr(GError) error = NULL;
    g_auto(Spawn) spawn = {0};
    assert_false(spawn_run(argv, &spawn, &error));
    assert_true(strstr(error->message, "cannot run /nonexistent") != NULL);
    assert_int_equal(error_failure(error), FAIL_ENVIRONMENT);
}

static void programs_of_relative_folders_are_not_found(void **state) {
    (void)state;
    g_autofree char *there = spawn_find("sh"), *missing = spawn_find("no-such-program");
    assert_true(there && *there == '/');
    assert_null(missing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_output_errors_and_status_are_those_of_the_program),
        cmocka_unit_test(one_that_is_killed_says_by_which_signal),
        cmocka_unit_test(more_than_the_limit_is_not_read),
        cmocka_unit_test(one_that_does_not_end_in_time_is_killed),
        cmocka_unit_test(what_cannot_be_run_is_an_error),
        cmocka_unit_test(programs_of_relative_folders_are_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
