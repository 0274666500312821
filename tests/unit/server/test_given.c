#include "server/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/tool.h"

/* A private server plays the given one. */
static Scratch *server;
static Pg *admin;
static char *url, *poor_url;

static int start(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    server = scratch_start(&(ScratchOptions){.privileged = true}, &error);
    admin = server ? scratch_database(server, &error) : NULL;
    if (!admin)
        return -1;
    /* The private server has none, and every other has. */
    if (!pg_script(admin, "CREATE DATABASE template0 TEMPLATE template1 IS_TEMPLATE true", &error))
        return -1;
    g_autoptr(Rows) rows = pg_query(admin, "SHOW unix_socket_directories", 0, NULL, &error);
    const char *folder = rows_value(rows, 0, 0);
    url = g_strdup_printf("host=%s user=migrate_boot dbname=%s", folder, pg_database(admin));
    poor_url =
        g_strdup_printf("host=%s user=migrate_scratch dbname=%s", folder, pg_database(admin));
    return 0;
}

static int stop(void **state) {
    (void)state;
    g_free(url);
    g_free(poor_url);
    pg_close(admin);
    scratch_stop(server);
    return 0;
}

static void assert_count(const char *what, const char *expected) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Rows) rows = pg_query(admin, what, 0, NULL, &error);
    if (!rows)
        fail_msg("%s: %s", what, error->message);
    assert_string_equal(rows_value(rows, 0, 0), expected);
}

static const char databases[] =
    "SELECT count(*) FROM pg_database WHERE datname ~ '^migrate_scratch_'";

static void databases_are_made_and_dropped(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    Scratch *scratch = scratch_start(&(ScratchOptions){.url = url}, &error);
    Pg *first = scratch_database(scratch, &error), *second = scratch_database(scratch, &error);
    assert_null(error);
    assert_true(pg_script(first, "CREATE TABLE public.t (id int)", NULL));
    Pg *tool = tool_connection(scratch, first, NULL);
    assert_string_equal(pg_database(tool), pg_database(first));
    assert_string_not_equal(pg_database(first), pg_database(second));
    assert_int_equal(scratch_version(scratch), scratch_version(server));
    assert_count(databases, "2");
    pg_close(tool);
    pg_close(first);
    pg_close(second);
    scratch_stop(scratch);
    assert_count(databases, "0");
}

static void a_database_in_use_is_dropped_all_the_same(void **state) {
    (void)state;
    Scratch *scratch = scratch_start(&(ScratchOptions){.url = url}, NULL);
    g_autoptr(Pg) pg = scratch_database(scratch, NULL);
    assert_non_null(pg);
    scratch_stop(scratch);
    assert_count(databases, "0");
}

static void what_a_killed_run_left_goes_with_the_next_and_a_live_run_is_left_alone(void **state) {
    (void)state;
    g_autoptr(Scratch) living = scratch_start(&(ScratchOptions){.url = url}, NULL);
    g_autoptr(Pg) its_database = scratch_database(living, NULL);
    assert_non_null(its_database);
    pid_t child = fork();
    if (child == 0) {
        Scratch *scratch = scratch_start(&(ScratchOptions){.url = url}, NULL);
        _exit(scratch && scratch_database(scratch, NULL) ? 0 : 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    /* The lock is free when the server has seen that its session ended. */
    for (;;) {
        g_autoptr(Rows) rows = pg_query(admin,
                                        "SELECT count(*) FROM pg_locks WHERE locktype ="
                                        " 'advisory'",
                                        0, NULL, NULL);
        if (strcmp(rows_value(rows, 0, 0), "1") == 0)
            break;
    }
    assert_count(databases, "2");
    scratch_stop(scratch_start(&(ScratchOptions){.url = url}, NULL));
    assert_count(databases, "1");
}

static void roles_that_were_made_are_dropped_and_others_stay(void **state) {
    (void)state;
    assert_true(pg_script(admin, "CREATE ROLE resident", NULL));
    Scratch *scratch = scratch_start(&(ScratchOptions){.url = url}, NULL);
    Pg *pg = scratch_database(scratch, NULL);
    assert_true(scratch_create_role(scratch, "guest", NULL));
    assert_true(scratch_create_role(scratch, "resident", NULL));
    assert_true(
        pg_script(pg, "CREATE TABLE public.t (); ALTER TABLE public.t OWNER TO guest", NULL));
    pg_close(pg);
    scratch_stop(scratch);
    assert_count("SELECT string_agg(rolname, ' ') FROM pg_roles"
                 " WHERE rolname IN ('guest', 'resident')",
                 "resident");
}

/* Another run creates `racer`, and commits once this one waits for that. */
static gpointer commit_when_waited_for(gpointer other) {
    static const char waiting[] = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    for (bool found = false; !found;) {
        g_autoptr(Rows) rows = pg_query(admin, waiting, 0, NULL, NULL);
        found = !rows || rows_count(rows) > 0;
    }
    return GINT_TO_POINTER(pg_script(other, "COMMIT", NULL));
}

static void a_role_that_another_run_creates_first_will_do(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) other = pg_connect(url, "other", NULL);
    Scratch *scratch = scratch_start(&(ScratchOptions){.url = url}, NULL);
    assert_non_null(scratch);
    assert_true(pg_script(other, "BEGIN; CREATE ROLE racer", NULL));
    GThread *thread = g_thread_new("other", commit_when_waited_for, other);
    bool fine = scratch_create_role(scratch, "racer", &error);
    assert_true(GPOINTER_TO_INT(g_thread_join(thread)));
    if (!fine)
        fail_msg("%s", error->message);
    scratch_stop(scratch);
    assert_count("SELECT count(*) FROM pg_roles WHERE rolname = 'racer'", "1");
    assert_true(pg_script(admin, "DROP ROLE racer", NULL));
}

static void an_extension_is_asked_for_in_plain_sql(void **state) {
    (void)state;
    g_autoptr(Scratch) scratch = scratch_start(&(ScratchOptions){.url = url}, NULL);
    g_autoptr(Pg) pg = scratch_database(scratch, NULL);
    g_autofree char *sql =
        scratch_extension_sql(scratch, pg, "uuid-ossp", "public", "1.1", true, true);
    assert_string_equal(sql, "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" SCHEMA public VERSION"
                             " '1.1' CASCADE");
    assert_true(pg_run(pg, sql, strlen(sql), NULL));
}

static void assert_refused(ScratchOptions options, const char *because) {
    g_autoptr(GError) error = NULL;
    assert_null(scratch_start(&options, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    if (!strstr(error->message, because))
        fail_msg("%s", error->message);
}

static void a_server_that_will_not_do_says_why(void **state) {
    (void)state;
    assert_refused((ScratchOptions){.url = poor_url}, "CREATEDB");
    assert_refused((ScratchOptions){.url = poor_url, .major = 99}, "PostgreSQL 99 is needed");
    assert_true(pg_script(admin, "ALTER ROLE migrate_scratch CREATEDB", NULL));
    assert_refused((ScratchOptions){.url = poor_url, .privileged = true}, "superuser");
    g_autoptr(Scratch) scratch = scratch_start(&(ScratchOptions){.url = poor_url}, NULL);
    assert_non_null(scratch);
    g_autoptr(Pg) pg = scratch_database(scratch, NULL);
    assert_non_null(pg);
    g_autoptr(GError) error = NULL;
    assert_false(scratch_create_role(scratch, "guest", &error));
    assert_non_null(strstr(error->message, "'guest'"));
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(databases_are_made_and_dropped),
        cmocka_unit_test(a_database_in_use_is_dropped_all_the_same),
        cmocka_unit_test(what_a_killed_run_left_goes_with_the_next_and_a_live_run_is_left_alone),
        cmocka_unit_test(roles_that_were_made_are_dropped_and_others_stay),
        cmocka_unit_test(a_role_that_another_run_creates_first_will_do),
        cmocka_unit_test(an_extension_is_asked_for_in_plain_sql),
        cmocka_unit_test(a_server_that_will_not_do_says_why),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
