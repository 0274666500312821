/* How a scratch server lives and ends: what it knows of its surroundings, and what is left of it,
 * whoever is killed. */
#include "server/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/tool.h"

static Pg *fresh_in(Scratch *scratch) {
    g_autoptr(GError) error = NULL;
    Pg *pg = scratch_database(scratch, &error);
    if (!pg)
        fail_msg("%s", error->message);
    return pg;
}

/* The folder of the run that `pg` is connected to. */
static char *rundir_of(Scratch *scratch, Pg *pg) {
    g_autoptr(Pg) tool = tool_connection(scratch, pg, NULL);
    g_autoptr(Rows) rows = pg_query(tool, "SHOW unix_socket_directories", 0, NULL, NULL);
    assert_non_null(rows);
    return g_strdup(rows_value(rows, 0, 0));
}

static pid_t server_of(const char *rundir) {
    g_autofree char *path = g_build_filename(rundir, "data", "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return (pid_t)strtol(text, NULL, 10);
}

/* The field of /proc/PID/stat behind the name: its state, then its parent. */
static pid_t parent_of(pid_t pid) {
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)pid);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return (pid_t)strtol(strrchr(text, ')') + 4, NULL, 10);
}

static bool is_running(pid_t pid) {
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)pid);
    g_autofree char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) && strrchr(text, ')')[2] != 'Z';
}

static bool exists(const char *path) {
    return access(path, F_OK) == 0;
}

static void wait_until_gone(pid_t server, const char *rundir) {
    gint64 deadline = g_get_monotonic_time() + 300 * G_USEC_PER_SEC;
    while ((server && is_running(server)) || (rundir && exists(rundir))) {
        if (g_get_monotonic_time() > deadline)
            fail_msg("still there: server %d, folder %s", (int)server, rundir ? rundir : "-");
        g_usleep(5000);
    }
}

static void the_server_knows_nothing_of_the_tools_environment(void **state) {
    (void)state;
    g_setenv("DATABASE_URL", "postgres://me:hunter2@db/app", TRUE);
    g_autoptr(Scratch) scratch = scratch_start(&(ScratchOptions){0}, NULL);
    g_unsetenv("DATABASE_URL");
    g_autoptr(Pg) pg = fresh_in(scratch);
    g_autofree char *rundir = rundir_of(scratch, pg);
    g_autofree char *path = g_strdup_printf("/proc/%d/environ", (int)server_of(rundir));
    g_autofree char *text = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    for (gsize i = 0; i < length; i += strlen(text + i) + 1)
        assert_false(g_str_has_prefix(text + i, "DATABASE_URL") ||
                     g_str_has_prefix(text + i, "HOME"));
}

static void stopping_leaves_nothing(void **state) {
    (void)state;
    Scratch *scratch = scratch_start(&(ScratchOptions){0}, NULL);
    Pg *pg = fresh_in(scratch);
    g_autofree char *rundir = rundir_of(scratch, pg);
    struct stat status;
    assert_int_equal(stat(rundir, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    pid_t server = server_of(rundir);
    pg_close(pg);
    scratch_stop(scratch);
    assert_false(is_running(server));
    assert_false(exists(rundir));
}

/* A process that starts a scratch server, tells its folder, and waits to be killed. */
static pid_t start_elsewhere(char **rundir) {
    int tell[2];
    assert_int_equal(pipe(tell), 0);
    pid_t child = fork();
    if (child == 0) {
        Scratch *scratch = scratch_start(&(ScratchOptions){0}, NULL);
        Pg *pg = scratch ? scratch_database(scratch, NULL) : NULL;
        if (!pg)
            _exit(1);
        char *folder = rundir_of(scratch, pg);
        if (write(tell[1], folder, strlen(folder)) < 0)
            _exit(1);
        for (;;)
            pause();
    }
    close(tell[1]);
    char folder[128] = "";
    if (read(tell[0], folder, sizeof folder - 1) <= 0)
        fail_msg("the other process could not start a server");
    close(tell[0]);
    *rundir = g_strdup(folder);
    return child;
}

static void killing_the_tool_stops_the_server_and_removes_the_folder(void **state) {
    (void)state;
    g_autofree char *rundir = NULL;
    pid_t tool = start_elsewhere(&rundir);
    pid_t server = server_of(rundir);
    kill(tool, SIGKILL);
    waitpid(tool, NULL, 0);
    wait_until_gone(server, rundir);
}

static void killing_the_server_still_removes_the_folder(void **state) {
    (void)state;
    g_autofree char *rundir = NULL;
    pid_t tool = start_elsewhere(&rundir);
    pid_t server = server_of(rundir);
    kill(server, SIGKILL);
    wait_until_gone(server, NULL);
    assert_true(exists(rundir));
    kill(tool, SIGKILL);
    waitpid(tool, NULL, 0);
    wait_until_gone(0, rundir);
}

static void killing_all_at_once_leaves_a_folder_that_the_next_run_removes(void **state) {
    (void)state;
    g_autofree char *rundir = NULL;
    pid_t tool = start_elsewhere(&rundir);
    pid_t server = server_of(rundir);
    kill(parent_of(server), SIGKILL);
    kill(tool, SIGKILL);
    waitpid(tool, NULL, 0);
    wait_until_gone(server, NULL);
    scratch_stop(scratch_start(&(ScratchOptions){0}, NULL));
    assert_false(exists(rundir));
}

static void a_run_that_lives_is_left_alone(void **state) {
    (void)state;
    g_autofree char *rundir = NULL;
    pid_t tool = start_elsewhere(&rundir);
    scratch_stop(scratch_start(&(ScratchOptions){0}, NULL));
    assert_true(exists(rundir));
    assert_true(is_running(server_of(rundir)));
    pid_t server = server_of(rundir);
    kill(tool, SIGKILL);
    waitpid(tool, NULL, 0);
    wait_until_gone(server, rundir);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_server_knows_nothing_of_the_tools_environment),
        cmocka_unit_test(stopping_leaves_nothing),
        cmocka_unit_test(killing_the_tool_stops_the_server_and_removes_the_folder),
        cmocka_unit_test(killing_the_server_still_removes_the_folder),
        cmocka_unit_test(killing_all_at_once_leaves_a_folder_that_the_next_run_removes),
        cmocka_unit_test(a_run_that_lives_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
