#include "server/scratch.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/tool.h"

static Scratch *scratch;
static Pg *pg;

static int start(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    scratch = scratch_start(&(ScratchOptions){0}, &error);
    pg = scratch ? scratch_database(scratch, &error) : NULL;
    if (error)
        print_message("%s\n", error->message);
    return pg ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    pg_close(pg);
    scratch_stop(scratch);
    return 0;
}

static bool run(const char *sql, GError **error) {
    return pg_run(pg, sql, strlen(sql), error);
}

static void do_sql(const char *sql) {
    g_autoptr(GError) error = NULL;
    if (!pg_script(pg, sql, &error))
        fail_msg("%s: %s", sql, error->message);
}

static char *ask(const char *sql) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Rows) rows = pg_query(pg, sql, 0, NULL, &error);
    if (!rows)
        fail_msg("%s: %s", sql, error->message);
    return g_strdup(rows_value(rows, 0, 0));
}

static void assert_answer(const char *sql, const char *expected) {
    g_autofree char *answer = ask(sql);
    assert_string_equal(answer, expected);
}

static void values_travel_as_parameters(void **state) {
    (void)state;
    const char *const values[] = {"it's", NULL};
    g_autoptr(Rows) rows = pg_query(pg, "SELECT $1::text AS \"Mixed\", $2::int", 2, values, NULL);
    assert_int_equal(rows_count(rows), 1);
    assert_int_equal(rows_columns(rows), 2);
    assert_string_equal(rows_value(rows, 0, 0), "it's");
    assert_null(rows_value(rows, 0, 1));
    assert_int_equal(rows_column(rows, "Mixed"), 0);
    assert_int_equal(rows_column(rows, "mixed"), -1);
    assert_string_equal(rows_name(rows, 1), "int4");
}

static void a_second_statement_in_one_is_refused(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(pg_query(pg, "SELECT 1; SELECT 2", 0, NULL, &error));
    assert_true(pg_fault_is(error, "42601"));
    g_clear_error(&error);
    assert_false(run("SELECT 1; SELECT 2", &error));
    assert_true(pg_fault_is(error, "42"));
}

static void a_slice_ends_where_its_length_says(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_true(pg_run(pg, "SELECT 1 garbage garbage", 8, &error));
    assert_false(pg_run(pg, "SELECT\0 1", 9, &error));
    assert_int_equal(error->code, FAIL_USAGE);
    assert_non_null(pg_fault(error));
}

static void an_error_says_what_the_server_said(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    do_sql("CREATE TABLE public.pupil (id int CONSTRAINT positive CHECK (id > 0))");
    assert_false(run("INSERT INTO public.pupil VALUES (-1)", &error));
    const SqlFault *fault = pg_fault(error);
    assert_string_equal(fault->sqlstate, "23514");
    assert_string_equal(fault->table, "pupil");
    assert_string_equal(fault->constraint, "positive");
    assert_non_null(strstr(fault->detail, "-1"));
    assert_int_equal(fault->position, 0);
    assert_false(fault->connection_lost);
    assert_int_equal(error->code, FAIL_USAGE);
    g_autoptr(GError) copy = g_error_copy(error);
    assert_string_equal(pg_fault(copy)->constraint, "positive");
}

static void a_position_counts_characters(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_false(run("SELECT 'äöü', nonsense", &error));
    assert_int_equal(pg_fault(error)->position, 15);
}

static void another_error_has_no_fault(void **state) {
    (void)state;
    g_autoptr(GError) error = g_error_new_literal(BASE_ERROR, FAIL_USAGE, "x");
    assert_null(pg_fault(error));
    assert_false(pg_fault_is(error, "42601"));
    assert_null(pg_fault(NULL));
}

static void copy_without_data_is_an_error_and_copied_data_is_thrown_away(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    do_sql("CREATE TABLE public.heap (id int)");
    assert_false(run("COPY public.heap FROM STDIN", &error));
    assert_true(pg_fault_is(error, "57014"));
    assert_true(run("COPY (SELECT pg_catalog.generate_series(1, 10000)) TO STDOUT", NULL));
    assert_answer("SELECT 1", "1");
}

static void results_that_were_sent_for_come_in_order(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_true(pg_send(pg, "SELECT 1; SELECT 2 WHERE false; SELECT nonsense; SELECT 3", &error));
    g_autoptr(Rows) first = pg_next(pg, &error);
    g_autoptr(Rows) second = pg_next(pg, &error);
    assert_string_equal(rows_value(first, 0, 0), "1");
    assert_int_equal(rows_count(second), 0);
    assert_null(pg_next(pg, &error));
    assert_true(pg_fault_is(error, "42703"));
    g_clear_error(&error);
    assert_null(pg_next(pg, &error));
    assert_null(error);
}

static void a_script_stops_at_its_first_error(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_false(pg_script(pg, "SELECT 1; SELECT 1/0; SELECT nonsense", &error));
    assert_true(pg_fault_is(error, "22012"));
}

static void the_session_is_pinned_and_can_be_pinned_again(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_answer("SHOW search_path", "pg_catalog, pg_temp");
        assert_answer("SHOW TimeZone", "UTC");
        assert_answer("SHOW DateStyle", "ISO, MDY");
        assert_answer("SHOW IntervalStyle", "postgres");
        assert_answer("SHOW client_encoding", "UTF8");
        assert_answer("SHOW quote_all_identifiers", "off");
        do_sql("SET search_path = public; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German';"
               "SET IntervalStyle = iso_8601; SET client_encoding = LATIN1;"
               "SET quote_all_identifiers = on");
        assert_true(pg_pin(pg, NULL));
    }
}

static void collect(const char *severity, const SqlFault *fault, void *data) {
    g_string_append_printf(data, "%s %s %s;", severity, fault->sqlstate, fault->message);
}

static void notices_are_handed_on(void **state) {
    (void)state;
    g_autoptr(GString) heard = g_string_new(NULL);
    pg_on_notice(pg, collect, heard);
    do_sql("DO $$ BEGIN RAISE WARNING 'careful'; END $$");
    pg_on_notice(pg, NULL, NULL);
    do_sql("DO $$ BEGIN RAISE WARNING 'unheard'; END $$");
    assert_string_equal(heard->str, "WARNING 01000 careful;");
}

static void assert_quoted(const char *name, const char *expected) {
    g_autofree char *quoted = pg_quote_ident(pg, name);
    assert_string_equal(quoted, expected);
}

static void names_are_quoted_where_they_must_be(void **state) {
    (void)state;
    assert_quoted("pupil", "pupil");
    assert_quoted("Pupil", "\"Pupil\"");
    assert_quoted("select", "\"select\"");
    assert_quoted("a\"b", "\"a\"\"b\"");
    do_sql("BEGIN");
    assert_false(run("SELECT nonsense", NULL));
    assert_quoted("a\"b", "\"a\"\"b\"");
    assert_true(pg_in_transaction(pg));
    do_sql("ROLLBACK");
    assert_false(pg_in_transaction(pg));
}

static void literals_come_back_as_they_were(void **state) {
    (void)state;
    static const char *const texts[] = {"", "it's", "back\\slash", "$$", "\n\t", "ä€😀", "a\"b"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *literal = pg_quote_literal(pg, texts[i]);
        g_autoptr(Rows) rows = pg_query(pg, "SELECT quote_literal($1)", 1, &texts[i], NULL);
        assert_string_equal(literal, rows_value(rows, 0, 0));
        g_autofree char *sql = g_strconcat("SELECT ", literal, NULL);
        assert_answer(sql, texts[i]);
    }
}

static gpointer cancel_soon(gpointer data) {
    Pg *busy = data;
    g_autoptr(Pg) watcher = tool_connection(scratch, busy, NULL);
    g_autofree char *pid = g_strdup_printf("%d", pg_backend_pid(busy));
    const char *const values[] = {pid};
    for (;;) {
        g_autoptr(Rows) rows = pg_query(watcher,
                                        "SELECT FROM pg_stat_activity WHERE pid = $1::int AND "
                                        "wait_event = 'PgSleep'",
                                        1, values, NULL);
        if (!rows || rows_count(rows) > 0)
            break;
    }
    return GINT_TO_POINTER(pg_cancel(busy, NULL));
}

static void a_running_statement_can_be_cancelled_from_another_thread(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    GThread *thread = g_thread_new("cancel", cancel_soon, pg);
    assert_false(run("SELECT pg_sleep(60)", &error));
    assert_true(GPOINTER_TO_INT(g_thread_join(thread)));
    assert_true(pg_fault_is(error, "57014"));
}

static bool finish_run(const char *sql, GError **error) {
    bool done = false, fine = pg_run_send(pg, sql, strlen(sql), error);
    while (fine && !done) {
        struct pollfd poll_fd = {.fd = pg_socket(pg), .events = POLLIN};
        poll(&poll_fd, 1, -1);
        fine = pg_run_take(pg, &done, error);
    }
    return fine;
}

static void a_statement_can_be_waited_for_elsewhere(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    bool done = true;
    assert_true(pg_run_send(pg, "SELECT pg_sleep(0.05)", 21, &error));
    assert_true(pg_run_take(pg, &done, &error));
    assert_false(done);
    while (!done)
        assert_true(pg_run_take(pg, &done, &error));
    assert_true(finish_run("SELECT generate_series(1, 10000)", &error));
    assert_false(finish_run("SELECT 1 / (5 - n) FROM generate_series(1, 9) AS n", &error));
    assert_true(pg_fault_is(error, "22012"));
    g_clear_error(&error);
    assert_false(finish_run("SELECT 1; SELECT 2", &error));
    assert_true(pg_fault_is(error, "42601"));
    assert_answer("SELECT 'still'", "still");
}

static void a_pin_can_be_for_one_transaction(void **state) {
    (void)state;
    do_sql("SET TimeZone = 'Asia/Tokyo'");
    g_autofree char *local = pg_settings_for(pg_pin_sql, "true");
    g_autofree char *sql = g_strconcat("BEGIN;", local, NULL);
    do_sql(sql);
    assert_answer("SELECT current_setting('TimeZone')", "UTC");
    do_sql("COMMIT");
    assert_answer("SELECT current_setting('TimeZone')", "Asia/Tokyo");
    assert_true(pg_pin(pg, NULL));
    assert_answer("SELECT current_setting('TimeZone')", "UTC");
}

static void a_lost_connection_is_told_from_a_failed_statement(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) other = tool_connection(scratch, pg, NULL);
    const char *sql = "SELECT pg_terminate_backend(pg_backend_pid())";
    assert_false(pg_run(other, sql, strlen(sql), &error));
    assert_true(pg_fault(error)->connection_lost);
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    g_clear_error(&error);
    assert_false(pg_run(other, sql, strlen(sql), &error));
    assert_true(pg_fault(error)->connection_lost);
}

static bool finish(Pg *to, const PgStatement *statements, guint count, GError **error) {
    bool done = false, fine = pg_batch_send(to, statements, count, error);
    while (fine && !done) {
        struct pollfd poll_fd = {.fd = pg_socket(to), .events = POLLIN};
        poll(&poll_fd, 1, -1);
        fine = pg_run_take(to, &done, error);
    }
    return fine;
}

/* All statements of a batch, with the rows of the `kept`-th. */
static bool finish_batch(Pg *to, const char *const *sql, guint kept, GError **error) {
    PgStatement statements[8];
    guint count = 0;
    for (; sql[count]; count++)
        statements[count] = (PgStatement){.text = sql[count],
                                          .length = strlen(sql[count]),
                                          .told = count > 0,
                                          .kept = count + 1 == kept};
    return finish(to, statements, count, error);
}

static void statements_of_every_kind_can_be_prepared(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    const PgPrepared prepared[] = {
        {"begin it", "BEGIN"},
        {"set it", "SET LOCAL work_mem = '3MB'"},
        {"add", "SELECT $1::int + $2, pg_catalog.current_setting('work_mem')"}};
    assert_true(pg_prepare(pg, prepared, G_N_ELEMENTS(prepared), &error));
    const char *const values[] = {"40", "2"};
    const PgStatement all[] = {
        {.text = "begin it", .prepared = true},
        {.text = "set it", .prepared = true},
        {.text = "add", .prepared = true, .count = 2, .values = values, .kept = true},
        {.text = "SELECT $1 || $2",
         .length = strlen("SELECT $1 || $2"),
         .count = 2,
         .values = values},
    };
    assert_true(finish(pg, all, G_N_ELEMENTS(all), &error));
    g_autoptr(Rows) row = pg_batch_rows(pg);
    assert_string_equal(rows_value(row, 0, 0), "42");
    assert_string_equal(rows_value(row, 0, 1), "3MB");
    do_sql("ROLLBACK");
    const PgPrepared again[] = {{"new", "SELECT 1"}, {"add", "SELECT 2"}, {"never", "SELECT 3"}};
    assert_false(pg_prepare(pg, again, G_N_ELEMENTS(again), &error));
    assert_true(pg_fault_is(error, "42P05"));
    assert_answer("SELECT string_agg(name, ' ' ORDER BY name) FROM pg_prepared_statements",
                  "add begin it new set it");
    do_sql("DEALLOCATE ALL");
}

static void a_batch_runs_in_order_and_hands_over_one_result(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    const char *const sql[] = {"BEGIN",
                               "CREATE TEMP TABLE batch (n int)",
                               "INSERT INTO batch VALUES (7), (8) RETURNING n",
                               "INSERT INTO batch SELECT generate_series(1, 50000) RETURNING n",
                               "SELECT count(*) FROM batch",
                               NULL};
    assert_true(finish_batch(pg, sql, 3, &error));
    assert_int_equal(pg_batch_done(pg), 5);
    g_autoptr(Rows) rows = pg_batch_rows(pg);
    assert_int_equal(rows_count(rows), 2);
    assert_string_equal(rows_value(rows, 1, 0), "8");
    assert_null(pg_batch_rows(pg));
    assert_true(pg_in_transaction(pg));
    do_sql("ROLLBACK");
    assert_true(finish_batch(pg, (const char *const[]){NULL}, 0, &error));
    assert_int_equal(pg_batch_done(pg), 0);
}

static void a_batch_ends_at_the_statement_that_fails(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    const char *const sql[] = {"BEGIN", "SELECT 1", "SELECT  nowhere", "SELECT 1 / 0", NULL};
    assert_false(finish_batch(pg, sql, 4, &error));
    assert_true(pg_fault_is(error, "42703"));
    assert_int_equal(pg_fault(error)->position, 9);
    assert_int_equal(pg_batch_done(pg), 2);
    assert_null(pg_batch_rows(pg));
    do_sql("ROLLBACK");
    g_clear_error(&error);
    assert_false(finish_batch(pg, (const char *const[]){"SELECT 1; SELECT 2", NULL}, 0, &error));
    assert_true(pg_fault_is(error, "42601"));
    assert_answer("SELECT 'still'", "still");
}

static void what_a_batch_did_before_the_connection_was_lost_is_known(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) other = tool_connection(scratch, pg, NULL);
    const char *const sql[] = {"SELECT 1", "SELECT 2",
                               "SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 4", NULL};
    assert_false(finish_batch(other, sql, 0, &error));
    assert_true(pg_fault(error)->connection_lost);
    assert_true(pg_fault_is(error, "57P01"));
    assert_int_equal(pg_batch_done(other), 2);
    g_clear_error(&error);
    assert_false(finish_batch(other, sql, 0, &error));
    assert_true(pg_fault(error)->connection_lost);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_travel_as_parameters),
        cmocka_unit_test(a_second_statement_in_one_is_refused),
        cmocka_unit_test(a_slice_ends_where_its_length_says),
        cmocka_unit_test(an_error_says_what_the_server_said),
        cmocka_unit_test(a_position_counts_characters),
        cmocka_unit_test(another_error_has_no_fault),
        cmocka_unit_test(copy_without_data_is_an_error_and_copied_data_is_thrown_away),
        cmocka_unit_test(results_that_were_sent_for_come_in_order),
        cmocka_unit_test(a_script_stops_at_its_first_error),
        cmocka_unit_test(the_session_is_pinned_and_can_be_pinned_again),
        cmocka_unit_test(notices_are_handed_on),
        cmocka_unit_test(names_are_quoted_where_they_must_be),
        cmocka_unit_test(literals_come_back_as_they_were),
        cmocka_unit_test(a_running_statement_can_be_cancelled_from_another_thread),
        cmocka_unit_test(a_statement_can_be_waited_for_elsewhere),
        cmocka_unit_test(a_pin_can_be_for_one_transaction),
        cmocka_unit_test(a_lost_connection_is_told_from_a_failed_statement),
        cmocka_unit_test(statements_of_every_kind_can_be_prepared),
        cmocka_unit_test(a_batch_runs_in_order_and_hands_over_one_result),
        cmocka_unit_test(a_batch_ends_at_the_statement_that_fails),
        cmocka_unit_test(what_a_batch_did_before_the_connection_was_lost_is_known),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
