/* Roles that SQL names, and those that two sessions make side by side on one server. */
#include "source/replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The private server that plays the given one, its superuser's session, and the other two. */
static Scratch *server, *given, *poor;
static Pg *admin;

static Scratch *start_given(const char *folder, const char *user) {
    g_autofree char *url =
        g_strdup_printf("host=%s user=%s dbname=%s", folder, user, pg_database(admin));
    return scratch_start(&(ScratchOptions){.url = url}, NULL);
}

static int start(void **state) {
    (void)state;
    server = scratch_start(&(ScratchOptions){.privileged = true}, NULL);
    admin = server ? scratch_database(server, NULL) : NULL;
    /* The private server has no template0, and every other has. */
    if (!admin ||
        !pg_script(admin, "CREATE DATABASE template0 TEMPLATE template1 IS_TEMPLATE true", NULL) ||
        !pg_script(admin, "ALTER ROLE migrate_scratch CREATEDB CREATEROLE", NULL))
        return -1;
    g_autoptr(Rows) rows = pg_query(admin, "SHOW unix_socket_directories", 0, NULL, NULL);
    given = start_given(rows_value(rows, 0, 0), "migrate_boot");
    poor = start_given(rows_value(rows, 0, 0), "migrate_scratch");
    return given && poor ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    scratch_stop(given);
    scratch_stop(poor);
    pg_close(admin);
    scratch_stop(server);
    return 0;
}

/* NULL when the script runs. Caller frees. */
static GError *objection(Scratch *scratch, Pg *pg, const char *sql, bool transactional) {
    GError *error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new(sql, strlen(sql));
    Script *script = script_new("migration.sql", bytes, transactional);
    replay(scratch, pg, script, NULL, &error);
    script_free(script);
    return error;
}

static void assert_runs(GError *error) {
    g_autoptr(GError) owned = error;
    if (owned)
        fail_msg("%s", owned->message);
}

static void a_role_is_made_whatever_statement_names_it(void **state) {
    (void)state;
    static const char *const statements[] = {
        "SET ROLE %s",
        "SET LOCAL ROLE %s",
        "SELECT set_config('role', '%s', false)",
        "GRANT SELECT ON t TO %s",
        "GRANT %s TO CURRENT_USER",
        "ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT SELECT ON TABLES TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO %s",
        "CREATE POLICY p ON t TO %s USING (true)",
        "ALTER TABLE t OWNER TO %s",
        "CREATE SCHEMA AUTHORIZATION %s",
        "REASSIGN OWNED BY %s TO CURRENT_USER",
        "DO $$ BEGIN EXECUTE 'SET LOCAL ROLE %s'; END $$",
    };
    g_autoptr(Scratch) own = scratch_start(&(ScratchOptions){0}, NULL);
    g_autoptr(Pg) pg = scratch_database(own, NULL);
    for (guint i = 0; i < 2 * G_N_ELEMENTS(statements); i++) {
        bool transactional = i % 2;
        g_autofree char *role = g_strdup_printf("named%u", i);
        g_auto(GStrv) parts = g_strsplit(statements[i / 2], "%s", 2);
        g_autofree char *sql = g_strconcat("CREATE TABLE t (a int);", parts[0], role, parts[1],
                                           "; RESET ROLE; DROP TABLE t", NULL);
        assert_runs(objection(own, pg, sql, transactional));
    }
}

static void any_number_of_roles_is_made(void **state) {
    (void)state;
    g_autoptr(Scratch) own = scratch_start(&(ScratchOptions){0}, NULL);
    g_autoptr(Pg) pg = scratch_database(own, NULL);
    g_autoptr(GString) sql = g_string_new("CREATE TABLE t (a int); GRANT SELECT ON t TO one0");
    for (guint i = 1; i <= 120; i++)
        g_string_append_printf(sql, ", one%u", i);
    assert_runs(objection(own, pg, sql->str, true));
}

static void an_error_that_only_reads_like_a_missing_role_ends_the_script(void **state) {
    (void)state;
    g_autoptr(Scratch) own = scratch_start(&(ScratchOptions){0}, NULL);
    g_autoptr(Pg) pg = scratch_database(own, NULL);
    for (int transactional = 0; transactional < 2; transactional++) {
        g_autoptr(GError) error = objection(
            own, pg,
            "DO $$ BEGIN RAISE 'role \"x\" does not exist' USING ERRCODE = '42704'; END $$",
            transactional);
        assert_true(pg_fault_is(error, "42704"));
    }
}

static void a_database_that_is_named_is_the_scratch_database(void **state) {
    (void)state;
    Scratch *const servers[] = {server, given, poor};
    for (guint i = 0; i < G_N_ELEMENTS(servers); i++) {
        g_autoptr(Pg) pg = scratch_database(servers[i], NULL);
        assert_runs(objection(
            servers[i], pg,
            "GRANT CONNECT ON DATABASE app TO named; ALTER DATABASE app SET search_path TO app;"
            "DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', "
            "current_database());"
            " ALTER DATABASE app SET work_mem TO 4000; END $$",
            i % 2));
        g_autoptr(Rows) rows = pg_query(
            pg,
            "SELECT d.datacl::text ~ 'named=c/' AND NOT d.datacl::text ~ '[{,]=', s.setconfig"
            " FROM pg_catalog.pg_database AS d JOIN pg_catalog.pg_db_role_setting AS s"
            " ON s.setdatabase = d.oid AND s.setrole = 0"
            " WHERE d.datname = pg_catalog.current_database()",
            0, NULL, NULL);
        assert_string_equal(rows_value(rows, 0, 0), "t");
        assert_string_equal(rows_value(rows, 0, 1), "{search_path=app,work_mem=4000}");
    }
}

typedef struct {
    Scratch *scratch;
    const char *sql;
    bool transactional;
} Replay;

static gpointer replay_in_thread(gpointer data) {
    const Replay *job = data;
    g_autoptr(Pg) pg = scratch_database(job->scratch, NULL);
    return objection(job->scratch, pg, job->sql, job->transactional);
}

static void wait_for_waiting(void) {
    for (;;) {
        g_autoptr(Rows) rows = pg_query(admin,
                                        "SELECT FROM pg_catalog.pg_locks WHERE NOT granted AND"
                                        " locktype = 'transactionid'",
                                        0, NULL, NULL);
        if (rows_count(rows) > 0)
            return;
        g_usleep(10000);
    }
}

/* The other session has made the role and not committed yet when this one looks for it. */
static void assert_survives(Scratch *scratch, const char *meanwhile, const char *sql,
                            bool transactional) {
    Replay job = {scratch, sql, transactional};
    g_autofree char *first = g_strconcat("BEGIN; ", meanwhile, NULL);
    assert_true(pg_script(admin, first, NULL));
    GThread *thread = g_thread_new("replay", replay_in_thread, &job);
    wait_for_waiting();
    assert_true(pg_script(admin, "COMMIT", NULL));
    assert_runs(g_thread_join(thread));
}

static void a_guarded_role_that_another_session_creates_first_is_there(void **state) {
    (void)state;
    assert_survives(given, "CREATE ROLE one",
                    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'one') THEN"
                    " CREATE ROLE one; END IF; END $$; CREATE TABLE t (a int);"
                    "GRANT SELECT ON t TO one",
                    true);
    assert_survives(given, "CREATE ROLE two",
                    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'two') THEN"
                    " CREATE ROLE two; END IF; END $$",
                    false);
}

static void a_named_role_that_another_session_creates_first_is_there(void **state) {
    (void)state;
    assert_survives(given, "CREATE ROLE three", "CREATE TABLE t (); GRANT SELECT ON t TO three",
                    true);
    /* Who is no superuser gets the membership with it. */
    assert_survives(poor, "CREATE ROLE four; GRANT four TO migrate_scratch WITH ADMIN OPTION",
                    "CREATE TABLE t (); GRANT SELECT ON t TO four; SET ROLE four; RESET ROLE",
                    true);
}

static void a_role_that_is_there_already_stays_an_error(void **state) {
    (void)state;
    g_autoptr(Pg) pg = scratch_database(given, NULL);
    for (int transactional = 0; transactional < 2; transactional++) {
        g_autoptr(GError) error = objection(given, pg, "CREATE ROLE migrate_owner", transactional);
        assert_true(pg_fault_is(error, "42710"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_is_made_whatever_statement_names_it),
        cmocka_unit_test(any_number_of_roles_is_made),
        cmocka_unit_test(an_error_that_only_reads_like_a_missing_role_ends_the_script),
        cmocka_unit_test(a_database_that_is_named_is_the_scratch_database),
        cmocka_unit_test(a_guarded_role_that_another_session_creates_first_is_there),
        cmocka_unit_test(a_named_role_that_another_session_creates_first_is_there),
        cmocka_unit_test(a_role_that_is_there_already_stays_an_error),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
