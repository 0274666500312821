/* What hostile SQL tries, as an ordinary role and as a superuser: none of it reaches a program, a
 * file or a socket of the machine's, nor outlives its time.
 *
 * Every attempt is looked at from outside: whether a secret file's text came back, a file appeared,
 * somebody connected. Those that are marked get through without the sandbox, which is tried as
 * well, so that the looking is known to work.
 */
#include "base/file.h"
#include "server/scratch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#define SECRET "the-secret-of-the-bait"

typedef struct {
    const char *name;
    bool real; /* gets through for a superuser without sandbox */
    const char
        *sql; /* statements, a ';' and a line end between them. @DIR@, @BAIT@, @PWN@, @PORT@ */
    const char *leak; /* beside SECRET: text that must not come back */
} Attempt;

#define FDW_TABLE(options)                                                                         \
    "CREATE EXTENSION file_fdw;\nCREATE SERVER f FOREIGN DATA WRAPPER file_fdw;\n"                 \
    "CREATE FOREIGN TABLE lines (line text) SERVER f OPTIONS (" options ");\n"                     \
    "SELECT string_agg(line, '') FROM lines"

static const Attempt attempts[] = {
    {"COPY TO PROGRAM", true, "COPY (SELECT 1) TO PROGRAM 'touch @PWN@'", NULL},
    {"COPY FROM PROGRAM", true,
     "CREATE TABLE t (x text);\nCOPY t FROM PROGRAM 'cat @BAIT@';\nSELECT string_agg(x, '') FROM t",
     NULL},
    {"COPY FROM a file", true,
     "CREATE TABLE t (x text);\nCOPY t FROM '@BAIT@';\nSELECT string_agg(x, '') FROM t", NULL},
    {"COPY TO a file", true, "COPY (SELECT 1) TO '@PWN@'", NULL},
    {"COPY PROGRAM in a DO block", true,
     "DO $$BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @PWN@'''; END$$", NULL},
    {"COPY PROGRAM in a function of the definer's", true,
     "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN COPY (SELECT "
     "1) "
     "TO PROGRAM 'touch @PWN@'; END$$;\nSELECT f()",
     NULL},
    {"COPY PROGRAM after GRANT pg_execute_server_program", true,
     "GRANT pg_execute_server_program TO migrate_scratch;\nCOPY (SELECT 1) TO PROGRAM 'touch "
     "@PWN@'",
     NULL},
    {"COPY PROGRAM after SET ROLE", true,
     "SET ROLE migrate_boot;\nCOPY (SELECT 1) TO PROGRAM 'touch @PWN@'", NULL},
    {"COPY PROGRAM after SET SESSION AUTHORIZATION", true,
     "SET SESSION AUTHORIZATION migrate_boot;\nCOPY (SELECT 1) TO PROGRAM 'touch @PWN@'", NULL},
    {"COPY PROGRAM after ALTER ROLE SUPERUSER", true,
     "ALTER ROLE migrate_scratch SUPERUSER;\nCOPY (SELECT 1) TO PROGRAM 'touch @PWN@'", NULL},
    {"COPY PROGRAM by an event trigger", true,
     "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN COPY (SELECT 1) TO "
     "PROGRAM 'touch @PWN@'; END$$;\nCREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION "
     "e();\nCREATE TABLE t ()",
     NULL},
    {"pg_read_file", true, "SELECT pg_read_file('@BAIT@')", NULL},
    {"pg_read_binary_file", true, "SELECT convert_from(pg_read_binary_file('@BAIT@'), 'UTF8')",
     NULL},
    {"pg_read_file of a symbolic path", true, "SELECT pg_read_file('/proc/self/root@BAIT@')", NULL},
    {"pg_read_file of the environment", false,
     "SELECT encode(pg_read_binary_file('/proc/self/environ'), 'escape')", "LC_ALL"},
    {"pg_read_file of the tool's command line", true,
     "SELECT encode(pg_read_binary_file('/proc/@TOOL@/cmdline'), 'escape')", "test_escape"},
    {"pg_read_file of the host's name", false, "SELECT 'leak' || pg_read_file('/etc/hostname')",
     "leak"},
    {"pg_read_file of passwords", false, "SELECT 'leak' || pg_read_file('/etc/shadow')", "leak"},
    {"pg_ls_dir", true, "SELECT string_agg(f, ' ') FROM pg_ls_dir('@DIR@') AS f", "bait"},
    {"pg_ls_dir of the root", true, "SELECT string_agg(f, ' ') FROM pg_ls_dir('/') AS f", "etc"},
    {"lo_import", true,
     "CREATE TABLE o AS SELECT lo_import('@BAIT@') AS id;\nSELECT convert_from(lo_get(id), 'UTF8') "
     "FROM o",
     NULL},
    {"lo_export", true,
     "CREATE TABLE o AS SELECT lo_from_bytea(0, 'x') AS id;\nSELECT lo_export(id, '@PWN@') FROM o",
     NULL},
    {"LOAD", false, "LOAD '@BAIT@'", "invalid ELF"},
    {"LOAD of what lo_export wrote", false,
     "CREATE TABLE o AS SELECT lo_from_bytea(0, 'x') AS id;\nSELECT lo_export(id, '@PWN@') FROM "
     "o;\nLOAD '@PWN@'",
     NULL},
    {"a C function of the C library", false,
     "CREATE FUNCTION system(cstring) RETURNS int LANGUAGE C AS 'libc.so.6', 'system';\n"
     "SELECT system('touch @PWN@')",
     NULL},
    {"an internal function by another name", true,
     "CREATE FUNCTION mine(text) RETURNS text LANGUAGE internal AS 'pg_read_file_all';\n"
     "SELECT mine('@BAIT@')",
     NULL},
    {"file_fdw", true, FDW_TABLE("filename '@BAIT@'"), NULL},
    {"file_fdw with a program", true, FDW_TABLE("program 'cat @BAIT@'"), NULL},
    {"adminpack", false, "CREATE EXTENSION adminpack;\nSELECT pg_file_write('@PWN@', 'x', false)",
     NULL},
    {"xml2", false,
     "CREATE EXTENSION xml2;\nSELECT xpath_string('<!DOCTYPE x [<!ENTITY e SYSTEM "
     "\"file://@BAIT@\">]><x>&e;</x>', '/x')",
     NULL},
    {"an external entity", false,
     "SELECT xmlparse(DOCUMENT '<!DOCTYPE x [<!ENTITY e SYSTEM \"file://@BAIT@\">]><x>&e;</x>')",
     NULL},
    {"dblink by TCP", true,
     "CREATE EXTENSION dblink;\nSELECT dblink_connect('host=127.0.0.1 port=@PORT@ "
     "connect_timeout=1')",
     NULL},
    {"dblink by a socket", true,
     "CREATE EXTENSION dblink;\nSELECT dblink_connect('host=@DIR@ port=5432 connect_timeout=1')",
     NULL},
    {"dblink with a certificate of somebody's", false,
     "CREATE EXTENSION dblink;\nSELECT dblink_connect('host=127.0.0.1 port=@PORT@ passfile=@BAIT@ "
     "sslrootcert=@BAIT@ sslmode=verify-ca connect_timeout=1')",
     NULL},
    {"postgres_fdw by TCP", true,
     "CREATE EXTENSION postgres_fdw;\nCREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS "
     "(host "
     "'127.0.0.1', port '@PORT@', connect_timeout '1');\nCREATE USER MAPPING FOR PUBLIC SERVER s "
     "OPTIONS (user 'x', password 'y');\nCREATE FOREIGN TABLE far (x int) SERVER s;\nSELECT * FROM "
     "far",
     NULL},
    {"a subscription", true,
     "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=@PORT@ connect_timeout=1' PUBLICATION "
     "p",
     NULL},
    {"plpython3u", false,
     "CREATE EXTENSION plpython3u;\nDO $$import os; os.system('touch @PWN@')$$ LANGUAGE plpython3u",
     NULL},
    {"plperlu", false, "CREATE EXTENSION plperlu;\nDO $$system('touch @PWN@')$$ LANGUAGE plperlu",
     NULL},
    {"archive_command", false,
     "ALTER SYSTEM SET archive_command = 'touch @PWN@';\nALTER SYSTEM SET archive_mode = on;\n"
     "SELECT pg_reload_conf();\nSELECT pg_switch_wal()",
     NULL},
    {"ssl_passphrase_command", false,
     "ALTER SYSTEM SET ssl_passphrase_command = 'touch @PWN@';\nALTER SYSTEM SET "
     "ssl_passphrase_command_supports_reload = on;\nALTER SYSTEM SET ssl = on;\n"
     "SELECT pg_reload_conf();\nSELECT pg_sleep(0.2)",
     NULL},
    {"a setting that is a library", false,
     "ALTER SYSTEM SET session_preload_libraries = '@BAIT@';\nSET local_preload_libraries = "
     "'@BAIT@'",
     NULL},
    {"a tablespace", false, "CREATE TABLESPACE t LOCATION '@DIR@'", NULL},
    {"a name that is quoted badly", false,
     "SELECT pg_migrate.create_extension('hstore; COPY (SELECT 1) TO PROGRAM ''touch @PWN@''', "
     "'public\"; COPY (SELECT 1) TO PROGRAM ''touch @PWN@''; --', '1''; SELECT 1', false, true, "
     "'public', current_user)",
     NULL},
    {"functions in the search path of the helper", false,
     "CREATE FUNCTION format(text, VARIADIC text[]) RETURNS text LANGUAGE plpgsql AS $$BEGIN COPY "
     "(SELECT 1) TO PROGRAM 'touch @PWN@'; RETURN ''; END$$;\nSELECT "
     "pg_migrate.create_extension('citext', 'public', NULL, false, false, 'public', current_user)",
     NULL},
    {"triggers on system tables", false,
     "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN COPY (SELECT 1) TO PROGRAM "
     "'touch @PWN@'; RETURN NEW; END$$;\nCREATE TRIGGER t BEFORE INSERT ON pg_extension FOR EACH "
     "ROW EXECUTE FUNCTION t()",
     NULL},
};

/* --- what they are after */

static char *outside, *bait, *pwn;
static int tcp, local;
static guint16 port;

static int listen_to(int family, const void *address, socklen_t length) {
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return fd >= 0 && bind(fd, address, length) == 0 && listen(fd, 5) == 0 ? fd : -1;
}

static bool set_bait(void) {
    struct sockaddr_in host = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_un path = {.sun_family = AF_UNIX};
    socklen_t length = sizeof host;
    outside = g_dir_make_tmp("escape-test-XXXXXX", NULL);
    bait = g_build_filename(outside, "bait", NULL);
    pwn = g_build_filename(outside, "pwn", NULL);
    g_snprintf(path.sun_path, sizeof path.sun_path, "%s/.s.PGSQL.5432", outside);
    tcp = listen_to(AF_INET, &host, sizeof host);
    local = listen_to(AF_UNIX, &path, sizeof path);
    if (tcp < 0 || local < 0 || getsockname(tcp, (struct sockaddr *)&host, &length) != 0)
        return false;
    port = ntohs(host.sin_port);
    return file_write(bait, SECRET "\n", strlen(SECRET "\n"), 0644, NULL) &&
           chmod(path.sun_path, 0777) == 0 && chmod(outside, 0777) == 0;
}

static bool somebody_came(int listening) {
    int fd = accept(listening, NULL, NULL);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* --- making an attempt */

static void collect(GString *seen, Pg *pg, const char *sql) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Rows) rows = pg_query(pg, sql, 0, NULL, &error);
    if (error)
        g_string_append_printf(seen, "%s\n", error->message);
    for (guint i = 0; rows && i < rows_count(rows); i++) {
        for (guint j = 0; j < rows_columns(rows); j++)
            g_string_append_printf(seen, "%s\n",
                                   rows_value(rows, i, j) ? rows_value(rows, i, j) : "");
    }
}

static char *fill_in(const char *sql) {
    GString *text = g_string_new(sql);
    g_autofree char *number = g_strdup_printf("%u", port);
    g_autofree char *tool = g_strdup_printf("%d", (int)getpid());
    g_string_replace(text, "@DIR@", outside, 0);
    g_string_replace(text, "@BAIT@", bait, 0);
    g_string_replace(text, "@PWN@", pwn, 0);
    g_string_replace(text, "@PORT@", number, 0);
    g_string_replace(text, "@TOOL@", tool, 0);
    return g_string_free(text, FALSE);
}

/* What came through: NULL when nothing did. */
static char *make(Scratch *scratch, const Attempt *attempt) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch_database(scratch, &error);
    if (!pg)
        fail_msg("%s", error->message);
    g_autoptr(GString) seen = g_string_new(NULL);
    g_autofree char *filled = fill_in(attempt->sql);
    g_auto(GStrv) statements = g_strsplit(filled, ";\n", -1);
    collect(seen, pg,
            "SELECT set_config('search_path', 'public', false), "
            "set_config('statement_timeout', '3s', false)");
    for (guint i = 0; statements[i]; i++)
        collect(seen, pg, statements[i]);
    bool wrote = access(pwn, F_OK) == 0;
    unlink(pwn);
    bool by_tcp = somebody_came(tcp), by_socket = somebody_came(local);
    if (strstr(seen->str, SECRET) || (attempt->leak && strstr(seen->str, attempt->leak)))
        return g_strdup_printf("text came back: %s", seen->str);
    return wrote                 ? g_strdup("a file was written")
           : by_tcp || by_socket ? g_strdup("somebody connected")
                                 : NULL;
}

static Scratch *start(ScratchOptions options) {
    g_autoptr(GError) error = NULL;
    Scratch *scratch = scratch_start(&options, &error);
    if (!scratch)
        fail_msg("%s", error->message);
    return scratch;
}

static Scratch *ordinary, *superuser, *open_superuser;

static int set_up(void **state) {
    (void)state;
    ordinary = start((ScratchOptions){0});
    superuser = start((ScratchOptions){.privileged = true});
    open_superuser = start((ScratchOptions){.privileged = true, .sandbox = SANDBOX_OFF});
    return set_bait() ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    scratch_stop(ordinary);
    scratch_stop(superuser);
    scratch_stop(open_superuser);
    close(tcp);
    close(local);
    g_free(bait);
    g_free(pwn);
    bool gone = file_remove_tree(outside, NULL);
    g_free(outside);
    return gone ? 0 : -1;
}

static void skip_without_sandbox(void) {
    if (scratch_is_sandboxed(superuser))
        return;
    print_message("this kernel's sandbox is '%s'\n", scratch_sandbox(superuser));
    skip();
}

static void fails_for_an_ordinary_role(void **state) {
    g_autofree char *through = make(ordinary, *state);
    if (through)
        fail_msg("%s", through);
}

static void fails_for_a_superuser(void **state) {
    skip_without_sandbox();
    g_autofree char *through = make(superuser, *state);
    if (through)
        fail_msg("%s", through);
}

/* Otherwise the test would not see an escape. An extension or program may be missing. */
static void most_get_through_without_the_sandbox(void **state) {
    (void)state;
    guint through = 0, real = 0;
    for (guint i = 0; i < G_N_ELEMENTS(attempts); i++) {
        if (!attempts[i].real)
            continue;
        g_autofree char *what = make(open_superuser, &attempts[i]);
        real++;
        through += what != NULL;
        if (!what)
            print_message("does not get through anyway: %s\n", attempts[i].name);
    }
    assert_in_range(through, real * 2 / 3, real);
}

/* --- time, memory, space */

static void assert_killed_in_time(const char *sql) {
    gint64 begin = g_get_monotonic_time();
    g_autoptr(Scratch) scratch = start((ScratchOptions){.deadline_ms = 1000});
    g_autoptr(Pg) pg = scratch_database(scratch, NULL);
    g_autoptr(GError) error = NULL;
    assert_true(pg_script(pg, "SET statement_timeout = 0", NULL));
    assert_false(pg_run(pg, sql, strlen(sql), &error));
    assert_non_null(strstr(error->message, "its time was up"));
    assert_true(pg_fault(error)->connection_lost);
    assert_non_null(scratch_death(scratch));
    assert_in_range(g_get_monotonic_time() - begin, 0, 300 * G_USEC_PER_SEC);
}

static void waiting_for_ever_ends_with_the_time(void **state) {
    (void)state;
    assert_killed_in_time("SELECT pg_sleep(1000)");
}

static void a_loop_that_catches_cancellation_ends_with_the_time(void **state) {
    (void)state;
    assert_killed_in_time("DO $$BEGIN LOOP BEGIN PERFORM pg_sleep(100); EXCEPTION WHEN "
                          "query_canceled OR OTHERS THEN NULL; END; END LOOP; END$$");
}

static void nested_comments_end_with_the_time(void **state) {
    (void)state;
    g_autoptr(GString) sql = g_string_new(NULL);
    for (guint i = 0; i < 200000; i++)
        g_string_append(sql, "/*");
    assert_killed_in_time(sql->str);
}

static void a_server_within_its_time_is_left_alone(void **state) {
    (void)state;
    g_autoptr(Scratch) scratch = start((ScratchOptions){.deadline_ms = 600000});
    g_autoptr(Pg) pg = scratch_database(scratch, NULL);
    assert_true(pg_script(pg, "SELECT 1", NULL));
    assert_null(scratch_death(scratch));
}

static void filling_the_disk_ends_with_its_limit(void **state) {
    (void)state;
    if (!scratch_is_sandboxed(ordinary))
        skip();
    g_autoptr(Scratch) scratch = start((ScratchOptions){.disk_mb = 100});
    g_autoptr(Pg) pg = scratch_database(scratch, NULL);
    g_autoptr(GError) error = NULL;
    const char *sql =
        "DO $$BEGIN CREATE UNLOGGED TABLE public.t (x text); LOOP INSERT INTO public.t "
        "SELECT repeat('x', 1900) FROM generate_series(1, 5000); END LOOP; END$$";
    assert_false(pg_run(pg, sql, strlen(sql), &error));
    assert_non_null(strstr(error->message, "grew beyond 100 MB"));
}

/* The server refuses `sql` and goes on. */
static void assert_survives(const char *sql) {
    g_autoptr(Pg) pg = scratch_database(ordinary, NULL);
    g_autoptr(GError) error = NULL;
    assert_false(pg_run(pg, sql, strlen(sql), &error));
    assert_false(pg_fault(error)->connection_lost);
    assert_true(pg_script(pg, "SELECT 1", NULL));
}

static void deep_nesting_is_an_error(void **state) {
    (void)state;
    g_autoptr(GString) sql = g_string_new("SELECT ");
    for (guint i = 0; i < 50000; i++)
        g_string_append_c(sql, '(');
    assert_survives(sql->str);
    assert_survives("SELECT repeat('[', 10000000)::json");
}

static void memory_is_limited(void **state) {
    (void)state;
#ifdef __SANITIZE_ADDRESS__ /* see server/sandbox.c: the statement would take all that there is */
    print_message("AddressSanitizer and a limit on memory do not go together\n");
    skip();
#endif
    if (!scratch_is_sandboxed(ordinary))
        skip();
    assert_survives("SELECT count(x) FROM (SELECT array_agg(repeat('x', 200000000)) AS x FROM "
                    "generate_series(1, 100)) AS t");
}

static void limits_cannot_be_lifted(void **state) {
    (void)state;
    assert_survives("SET temp_file_limit = -1");
    assert_survives("ALTER SYSTEM SET temp_file_limit = -1");
    assert_survives("SET max_stack_depth = '7MB'");
}

/* --- what is said about it */

static void the_mode_is_told(void **state) {
    (void)state;
    assert_string_equal(scratch_sandbox(open_superuser), "none: switched off");
    assert_false(scratch_is_sandboxed(open_superuser));
    if (scratch_is_sandboxed(ordinary))
        assert_non_null(strstr(scratch_sandbox(ordinary), "and seccomp"));
}

static void a_required_sandbox_is_there_or_an_error(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Scratch) scratch =
        scratch_start(&(ScratchOptions){.sandbox = SANDBOX_REQUIRE}, &error);
    assert_int_equal(scratch != NULL, scratch_is_sandboxed(ordinary));
    if (!scratch)
        assert_non_null(strstr(error->message, "a sandbox is required"));
}

static void a_given_server_is_in_no_sandbox(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    const ScratchOptions options = {.url = "host=/nowhere", .sandbox = SANDBOX_REQUIRE};
    assert_null(scratch_start(&options, &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    assert_non_null(strstr(error->message, "scratch.url"));
}

/* `names` owns the names. */
static void add(GArray *tests, GPtrArray *names, CMUnitTestFunction function, const char *who) {
    for (guint i = 0; i < G_N_ELEMENTS(attempts); i++) {
        char *name = g_strdup_printf("%s by %s", attempts[i].name, who);
        const struct CMUnitTest test = {name, function, NULL, NULL, (void *)&attempts[i]};
        g_array_append_val(tests, test);
        g_ptr_array_add(names, name);
    }
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest others[] = {
        cmocka_unit_test(most_get_through_without_the_sandbox),
        cmocka_unit_test(waiting_for_ever_ends_with_the_time),
        cmocka_unit_test(a_loop_that_catches_cancellation_ends_with_the_time),
        cmocka_unit_test(nested_comments_end_with_the_time),
        cmocka_unit_test(a_server_within_its_time_is_left_alone),
        cmocka_unit_test(filling_the_disk_ends_with_its_limit),
        cmocka_unit_test(deep_nesting_is_an_error),
        cmocka_unit_test(memory_is_limited),
        cmocka_unit_test(limits_cannot_be_lifted),
        cmocka_unit_test(the_mode_is_told),
        cmocka_unit_test(a_required_sandbox_is_there_or_an_error),
        cmocka_unit_test(a_given_server_is_in_no_sandbox),
    };
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    add(tests, names, fails_for_an_ordinary_role, "an ordinary role");
    add(tests, names, fails_for_a_superuser, "a superuser");
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    return _cmocka_run_group_tests("escape", (const struct CMUnitTest *)(void *)tests->data,
                                   tests->len, set_up, tear_down);
}
