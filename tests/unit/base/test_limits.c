#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* A run of its own: what is limited stays so. */
static int status_of(int (*run)(void)) {
    int status;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(run());
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int read_too_much(void) {
    g_autoptr(GError) large = NULL, full = NULL;
    limits_reading(10, 15);
    bool good = limits_read(10, "a", NULL) && !limits_read(11, "b", &large) &&
                !limits_read(6, "c", &full) && limits_read(5, "d", NULL);
    good = good && large->code == FAIL_USAGE && strstr(large->message, "b has 11 bytes") &&
           strstr(full->message, "with c, more than 15 bytes");
    return good ? 0 : 1;
}

static int read_file(void) {
    g_autoptr(GError) error = NULL;
    limits_reading(3, 100);
    g_autoptr(GBytes) bytes = file_read("/etc/passwd", &error);
    return !bytes && error->code == FAIL_USAGE ? 0 : 1;
}

static void what_is_read_is_counted_before(void **state) {
    (void)state;
    assert_true(limits_read(G_MAXSIZE, "anything", NULL));
    assert_int_equal(status_of(read_too_much), 0);
    assert_int_equal(status_of(read_file), 0);
}

static void tell(const char *why, void *data) {
    const char *part = data;
    if (!strstr(why, part))
        _exit(1);
}

static int run_too_long(void) {
    limits_start();
    limits_on_end(tell, (void *)"its time was up (50 ms");
    limits_time(100000);
    limits_time(50);
    sleep(60);
    return 1;
}

static int be_through(void) {
    limits_start();
    limits_time(50);
    limits_finish();
    g_usleep(200000);
    return 7;
}

static void a_run_ends_when_its_time_is_up(void **state) {
    (void)state;
    assert_int_equal(status_of(run_too_long), FAIL_ENVIRONMENT);
    assert_int_equal(status_of(be_through), 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_counted_before),
        cmocka_unit_test(a_run_ends_when_its_time_is_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
