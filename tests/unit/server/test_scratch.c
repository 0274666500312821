#include "base/file.h"
#include "server/scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/tool.h"

static Scratch *shared;

static int start(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    shared = scratch_start(&(ScratchOptions){0}, &error);
    if (error)
        print_message("%s\n", error->message);
    return shared ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    scratch_stop(shared);
    return 0;
}

static Pg *fresh_in(Scratch *scratch) {
    g_autoptr(GError) error = NULL;
    Pg *pg = scratch_database(scratch, &error);
    if (!pg)
        fail_msg("%s", error->message);
    return pg;
}

static Pg *fresh(void) {
    Pg *pg = fresh_in(shared);
    assert_true(pg_script(pg, "SET search_path = public", NULL));
    return pg;
}

static void do_sql(Pg *pg, const char *sql) {
    g_autoptr(GError) error = NULL;
    if (!pg_run(pg, sql, strlen(sql), &error))
        fail_msg("%s: %s", sql, error->message);
}

static void assert_refused(Pg *pg, const char *sql, const char *sqlstate) {
    g_autoptr(GError) error = NULL;
    assert_false(pg_run(pg, sql, strlen(sql), &error));
    if (!pg_fault_is(error, sqlstate))
        fail_msg("%s: not %s but %s", sql, sqlstate, error->message);
}

static char *ask(Pg *pg, const char *sql) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Rows) rows = pg_query(pg, sql, 0, NULL, &error);
    if (!rows)
        fail_msg("%s: %s", sql, error->message);
    return g_strdup(rows_count(rows) ? rows_value(rows, 0, 0) : NULL);
}

static void assert_answer(Pg *pg, const char *sql, const char *expected) {
    g_autofree char *answer = ask(pg, sql);
    assert_string_equal(answer, expected);
}

static void the_users_role_owns_what_it_makes_and_is_no_superuser(void **state) {
    (void)state;
    g_autoptr(Pg) pg = fresh();
    do_sql(pg, "CREATE TABLE pupil (id int)");
    do_sql(pg, "CREATE SCHEMA school");
    do_sql(pg, "COMMENT ON EXTENSION plpgsql IS 'as dumps have it'");
    assert_answer(pg, "SELECT relowner::regrole FROM pg_class WHERE relname = 'pupil'",
                  pg_user(pg));
    assert_refused(pg, "COPY pupil FROM PROGRAM 'id'", "42501");
    assert_refused(pg, "SELECT pg_read_file('/etc/hostname')", "42501");
    assert_refused(pg, "CREATE ROLE another", "42501");
    assert_refused(pg, "CREATE EXTENSION dblink", "42501");
}

static void what_lacks_rights_is_told_how_to_get_them(void **state) {
    (void)state;
    g_autoptr(Pg) pg = fresh();
    g_autoptr(GError) error = NULL;
    assert_false(pg_script(pg, "CREATE ROLE another", &error));
    if (!strstr(error->message, "privileged = true"))
        fail_msg("%s", error->message);
}

static void assert_acts_as(Scratch *scratch, const char *role, const char *superuser) {
    g_autoptr(GError) error = NULL;
    assert_true(scratch_create_role(scratch, "bob", NULL));
    assert_true(scratch_act_as(scratch, "pg_database_owner", NULL));
    assert_true(scratch_act_as(scratch, role, &error));
    assert_null(error);
    assert_true(scratch_create_role(scratch, "carl", NULL));
    g_autoptr(Pg) pg = fresh_in(scratch);
    assert_string_equal(pg_user(pg), role);
    do_sql(pg, "SET search_path = public");
    do_sql(pg, "CREATE TABLE t (id int)");
    assert_answer(pg, "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 't'", role);
    do_sql(pg, "SET ROLE carl");
    do_sql(pg, "RESET SESSION AUTHORIZATION");
    do_sql(pg, "RESET ROLE");
    do_sql(pg, "RESET ALL");
    assert_answer(pg, "SELECT current_user", role);
    assert_answer(pg, "SHOW is_superuser", superuser);
    do_sql(pg, "ALTER TABLE public.t OWNER TO carl");
    do_sql(pg, "ALTER TABLE public.t ADD more int");
    g_autoptr(Pg) tool = tool_connection(scratch, pg, NULL);
    assert_answer(tool, "SHOW is_superuser", "on");
}

static void the_users_role_can_act_as_a_databases_owner(void **state) {
    (void)state;
    g_autoptr(Scratch) plain = scratch_start(&(ScratchOptions){0}, NULL);
    assert_acts_as(plain, "Odd \"o'w\\ner\"", "off");
    g_autoptr(Scratch) privileged = scratch_start(&(ScratchOptions){.privileged = true}, NULL);
    assert_acts_as(privileged, "postgres", "on");
}

static void every_database_is_empty_and_its_own(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        g_autoptr(Pg) pg = fresh();
        assert_answer(pg, "SELECT count(*) FROM pg_class WHERE oid >= 16384", "0");
        assert_answer(pg,
                      "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace"
                      " WHERE nspname !~ '^pg_'",
                      "information_schema public");
        do_sql(pg, "CREATE TABLE pupil (id int)");
        g_autoptr(Pg) tool = tool_connection(shared, pg, NULL);
        assert_answer(tool, "SELECT count(*) FROM public.pupil", "0");
        assert_answer(tool, "SHOW is_superuser", "on");
    }
}

static void a_privileged_user_is_a_superuser(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Scratch) scratch = scratch_start(&(ScratchOptions){.privileged = true}, &error);
    assert_null(error);
    g_autoptr(Pg) pg = fresh_in(scratch);
    assert_answer(pg, "SHOW is_superuser", "on");
    do_sql(pg, "CREATE EXTENSION dblink SCHEMA public");
}

static void roles_can_own_and_grant(void **state) {
    (void)state;
    g_autoptr(Pg) pg = fresh();
    assert_true(scratch_create_role(shared, "Ann \"the\" first", NULL));
    assert_true(scratch_create_role(shared, "Ann \"the\" first", NULL));
    assert_true(scratch_create_role(shared, "bob", NULL));
    assert_true(scratch_create_role(shared, pg_user(pg), NULL));
    do_sql(pg, "CREATE TABLE t (id int)");
    do_sql(pg, "ALTER TABLE t OWNER TO \"Ann \"\"the\"\" first\"");
    do_sql(pg, "ALTER TABLE t ADD COLUMN more int");
    do_sql(pg, "GRANT bob TO \"Ann \"\"the\"\" first\"");
    do_sql(pg, "CREATE SCHEMA school");
    do_sql(pg, "ALTER SCHEMA school OWNER TO bob");
    do_sql(pg, "CREATE TABLE school.t (id int)");
    do_sql(pg, "ALTER TABLE school.t OWNER TO bob");
    do_sql(pg, "ALTER DEFAULT PRIVILEGES FOR ROLE bob GRANT SELECT ON TABLES TO PUBLIC");
    do_sql(pg, "SET ROLE bob");
}

static void a_predefined_role_gives_no_rights(void **state) {
    (void)state;
    g_autoptr(Pg) pg = fresh();
    assert_true(scratch_create_role(shared, "pg_execute_server_program", NULL));
    assert_refused(pg, "COPY (SELECT 1) TO PROGRAM 'cat'", "42501");
    assert_refused(pg, "SET ROLE pg_execute_server_program", "42501");
}

static bool extend(Pg *pg, const char *name, const char *schema, bool if_not_exists,
                   GError **error) {
    g_autofree char *sql =
        scratch_extension_sql(shared, pg, name, schema, NULL, if_not_exists, false);
    return pg_run(pg, sql, strlen(sql), error);
}

static void an_extension_belongs_to_who_asked_for_it(void **state) {
    (void)state;
    g_autoptr(Pg) pg = fresh();
    do_sql(pg, "BEGIN");
    do_sql(pg, "CREATE SCHEMA extra");
    assert_true(extend(pg, "dblink", "extra", false, NULL));
    assert_true(extend(pg, "dblink", "extra", true, NULL));
    assert_true(extend(pg, "uuid-ossp", NULL, false, NULL));
    do_sql(pg, "COMMIT");
    assert_answer(pg,
                  "SELECT string_agg(concat_ws(' ', extname, extnamespace::regnamespace, extowner::"
                  "regrole), ', ' ORDER BY extname) FROM pg_extension WHERE extname <> 'plpgsql'",
                  "dblink extra migrate_scratch, uuid-ossp public migrate_scratch");
    do_sql(pg, "COMMENT ON EXTENSION dblink IS 'ours'");
    do_sql(pg, "DROP EXTENSION dblink");
    g_autoptr(GError) error = NULL;
    assert_false(extend(pg, "uuid-ossp", NULL, false, &error));
    assert_true(pg_fault_is(error, "42710"));
}

static void an_extension_needs_a_schema_to_go_to(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = fresh();
    do_sql(pg, "SET search_path = ''");
    assert_false(extend(pg, "hstore", NULL, false, &error));
    assert_true(pg_fault_is(error, "3F000"));
}

static void a_missing_extension_is_told_with_its_package(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = fresh();
    assert_false(extend(pg, "no_such_thing", NULL, false, &error));
    g_autofree char *package =
        g_strdup_printf("apt-get install postgresql-%u-no-such-thing", scratch_major(shared));
    assert_non_null(strstr(pg_fault(error)->hint, package));
}

static void the_users_variables_lead_nowhere_else(void **state) {
    (void)state;
    static const char *const variables[] = {
        "PGHOST",
        "/nowhere",
        "PGHOSTADDR",
        "127.0.0.1",
        "PGPORT",
        "1",
        "PGDATABASE",
        "nowhere",
        "PGUSER",
        "nobody",
        "PGOPTIONS",
        "-c nonsense=1",
        "PGSSLMODE",
        "require",
        "PGGSSENCMODE",
        "require",
        "PGREQUIREPEER",
        "nobody",
        "PGTARGETSESSIONATTRS",
        "standby",
        "PGCHANNELBINDING",
        "require",
    };
    for (guint i = 0; i < G_N_ELEMENTS(variables); i += 2)
        g_setenv(variables[i], variables[i + 1], TRUE);
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch_database(shared, &error);
    for (guint i = 0; i < G_N_ELEMENTS(variables); i += 2)
        g_unsetenv(variables[i]);
    if (!pg)
        fail_msg("%s", error->message);
}

static char *temporary(void) {
    char *path = g_dir_make_tmp("scratch-test-XXXXXX", NULL);
    assert_non_null(path);
    return path;
}

static guint count_entries(const char *path) {
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    guint count = 0;
    while (g_dir_read_name(folder))
        count++;
    return count;
}

/* Each of them runs initdb: eight where there is time. */
static void runs_at_once_share_a_cold_cache(void **state) {
    (void)state;
    g_autofree char *cache = temporary();
    pid_t runs[8];
    guint count = g_getenv("PROOFS") ? G_N_ELEMENTS(runs) : 3;
    for (guint i = 0; i < count; i++) {
        runs[i] = fork();
        if (runs[i] == 0) {
            Scratch *scratch = scratch_start(&(ScratchOptions){.cache_dir = cache}, NULL);
            Pg *pg = scratch ? scratch_database(scratch, NULL) : NULL;
            bool fine = pg && pg_script(pg, "CREATE TABLE public.t (id int)", NULL);
            pg_close(pg);
            scratch_stop(scratch);
            _exit(fine ? 0 : 1);
        }
    }
    for (guint i = 0; i < count; i++) {
        int status = 1;
        waitpid(runs[i], &status, 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(count_entries(cache), 1);
    assert_true(file_remove_tree(cache, NULL));
}

static void a_broken_cached_copy_is_made_again(void **state) {
    (void)state;
    g_autofree char *cache = temporary();
    const ScratchOptions options = {.cache_dir = cache};
    scratch_stop(scratch_start(&options, NULL));
    g_autoptr(GDir) folder = g_dir_open(cache, 0, NULL);
    g_autofree char *entry = g_build_filename(cache, g_dir_read_name(folder), NULL);
    struct stat whole, again;
    assert_int_equal(stat(entry, &whole), 0);
    assert_int_equal(truncate(entry, whole.st_size / 2), 0);
    g_autoptr(Scratch) scratch = scratch_start(&options, NULL);
    assert_non_null(scratch);
    g_clear_pointer(&scratch, scratch_stop);
    assert_int_equal(stat(entry, &again), 0);
    assert_int_equal(again.st_size, whole.st_size);
    assert_true(file_remove_tree(cache, NULL));
}

static void a_cache_that_was_named_has_to_be_usable(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(scratch_start(&(ScratchOptions){.cache_dir = "/proc/nowhere"}, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    assert_non_null(strstr(error->message, "/proc/nowhere"));
}

static void without_a_home_there_is_no_cache_but_a_server(void **state) {
    (void)state;
    g_autofree char *home = g_strdup(g_getenv("HOME"));
    g_autofree char *cache = g_strdup(g_getenv("XDG_CACHE_HOME"));
    g_unsetenv("XDG_CACHE_HOME");
    g_setenv("HOME", "/proc/nowhere", TRUE);
    g_autoptr(GError) error = NULL;
    g_autoptr(Scratch) scratch = scratch_start(&(ScratchOptions){0}, &error);
    if (cache)
        g_setenv("XDG_CACHE_HOME", cache, TRUE);
    if (home)
        g_setenv("HOME", home, TRUE);
    else
        g_unsetenv("HOME");
    assert_null(error);
    g_autoptr(Pg) pg = fresh_in(scratch);
    assert_non_null(pg);
}

static void a_folder_without_programs_is_named(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(scratch_start(&(ScratchOptions){.bin_dir = "/usr"}, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    assert_non_null(strstr(error->message, "/usr has no working PostgreSQL server programs"));
}

static void another_major_version_is_told_with_its_package(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(scratch_start(&(ScratchOptions){.major = 99}, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    assert_non_null(strstr(error->message, "PostgreSQL 99"));
    assert_non_null(strstr(error->message, "apt-get install postgresql-99"));
    g_autofree char *installed = g_strdup_printf("%u.", scratch_major(shared));
    assert_non_null(strstr(error->message, installed));
}

static void a_server_that_cannot_start_shows_its_log(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = temporary();
    g_autofree char *name = g_build_filename(folder, "postgres", NULL);
    g_autofree char *initdb = g_build_filename(folder, "initdb", NULL);
    const char *postgres =
        "#!/bin/sh\n"
        "case $1 in --version) echo 'postgres (PostgreSQL) 15.0';;\n"
        "--single) cat >/dev/null;; *) echo 'FATAL: no luck' >&2; exit 1;; esac\n";
    const char *maker = "#!/bin/sh\nmkdir \"$2\"\n";
    assert_true(file_write(name, postgres, strlen(postgres), 0755, NULL));
    assert_true(file_write(initdb, maker, strlen(maker), 0755, NULL));
    assert_int_equal(chmod(folder, 0755), 0);
    g_autofree char *cache = g_build_filename(folder, "cache", NULL);
    assert_null(scratch_start(&(ScratchOptions){.bin_dir = folder, .cache_dir = cache}, &error));
    assert_true(file_remove_tree(folder, NULL));
    if (!strstr(error->message, "FATAL: no luck"))
        fail_msg("%s", error->message);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_users_role_owns_what_it_makes_and_is_no_superuser),
        cmocka_unit_test(what_lacks_rights_is_told_how_to_get_them),
        cmocka_unit_test(the_users_role_can_act_as_a_databases_owner),
        cmocka_unit_test(every_database_is_empty_and_its_own),
        cmocka_unit_test(a_privileged_user_is_a_superuser),
        cmocka_unit_test(roles_can_own_and_grant),
        cmocka_unit_test(a_predefined_role_gives_no_rights),
        cmocka_unit_test(an_extension_belongs_to_who_asked_for_it),
        cmocka_unit_test(an_extension_needs_a_schema_to_go_to),
        cmocka_unit_test(a_missing_extension_is_told_with_its_package),
        cmocka_unit_test(the_users_variables_lead_nowhere_else),
        cmocka_unit_test(runs_at_once_share_a_cold_cache),
        cmocka_unit_test(a_broken_cached_copy_is_made_again),
        cmocka_unit_test(a_cache_that_was_named_has_to_be_usable),
        cmocka_unit_test(without_a_home_there_is_no_cache_but_a_server),
        cmocka_unit_test(a_folder_without_programs_is_named),
        cmocka_unit_test(another_major_version_is_told_with_its_package),
        cmocka_unit_test(a_server_that_cannot_start_shows_its_log),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
