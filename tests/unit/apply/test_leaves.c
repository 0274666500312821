#include "apply/leaves.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *left_by(const char *sql) {
    Statement statement = {.text = sql, .length = strlen(sql), .line = 1, .column = 1};
    const Leaves *leaves = statement_leaves(&statement);
    return leaves == NULL ? "nothing" : leaves->what;
}

typedef struct {
    const char *sql, *what;
} Row;

static void check(const Row *rows, gsize count) {
    for (gsize i = 0; i < count; i++) {
        if (strcmp(left_by(rows[i].sql), rows[i].what) != 0)
            print_message("%s\n", rows[i].sql);
        assert_string_equal(left_by(rows[i].sql), rows[i].what);
    }
}

static void what_stays_in_a_session_has_a_name(void **state) {
    (void)state;
    static const Row rows[] = {
        {"CREATE TEMP TABLE t (id int)", "a temporary object"},
        {"create /* a */ local temporary table t as select 1", "a temporary object"},
        {"CREATE OR REPLACE TEMP VIEW v AS SELECT 1", "a temporary object"},
        {"CREATE TEMP TABLE t (id int) ON COMMIT DELETE ROWS", "a temporary object"},
        {"CREATE TABLE pg_temp.t (id int)", "a temporary object"},
        {"CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
         "a temporary object"},
        {"WITH a AS (SELECT 1) SELECT * INTO TEMP t FROM a", "a temporary object"},
        {"SET search_path = x", "a setting of the session"},
        {"SET SESSION AUTHORIZATION x", "a setting of the session"},
        {"RESET ROLE", "a setting of the session"},
        {"SELECT pg_catalog.set_config('a.b', 'true', false)", "a setting of the session"},
        {"SELECT set_config('a.b', (SELECT 'true'), $1)", "a setting of the session"},
        {"LISTEN x", "a LISTEN"},
        {"PREPARE p AS SELECT 1", "a prepared statement"},
        {"DECLARE c NO SCROLL CURSOR WITH HOLD FOR SELECT 1", "a cursor WITH HOLD"},
        {"LOAD 'auto_explain'", "a loaded library"},
        {"SELECT pg_advisory_lock(1)", "an advisory lock of the session"},
        {"SELECT 1 WHERE pg_catalog.pg_try_advisory_lock_shared(1, 2)",
         "an advisory lock of the session"},
    };
    check(rows, G_N_ELEMENTS(rows));
}

static void what_a_do_executes_is_looked_into(void **state) {
    (void)state;
    static const Row rows[] = {
        {"DO $$ BEGIN CREATE TEMP TABLE t (id int); END $$", "a temporary object"},
        {"DO LANGUAGE plpgsql 'BEGIN PERFORM pg_advisory_lock(1); END'",
         "an advisory lock of the session"},
        {"DO $a$ BEGIN IF true THEN SET jit = off; END IF; END $a$", "a setting of the session"},
        {"DO $a$ BEGIN EXECUTE $b$ LISTEN x $b$; END $a$", "a LISTEN"},
        {"DO $a$ BEGIN EXECUTE format('CREATE TEMP TABLE %I ()', 'x'); END $a$",
         "a temporary object"},
        {"DO $a$ BEGIN UPDATE t SET a = 1; RAISE NOTICE 'Set it'; END $a$", "nothing"},
        {"DO ''", "nothing"},
        {"DO $$$$", "nothing"},
    };
    check(rows, G_N_ELEMENTS(rows));
}

static void what_ends_with_the_migration_leaves_nothing(void **state) {
    (void)state;
    static const Row rows[] = {
        {"CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1", "nothing"},
        {"DO $$ BEGIN CREATE TEMP TABLE t (id int) ON COMMIT DROP; DROP TABLE t; END $$",
         "nothing"},
        {"SET LOCAL search_path = x", "nothing"},
        {"SET CONSTRAINTS ALL DEFERRED", "nothing"},
        {"SET TRANSACTION READ ONLY", "nothing"},
        {"SELECT set_config('a.b', 'c', true)", "nothing"},
        {"SELECT pg_advisory_xact_lock(1), pg_try_advisory_xact_lock(1)", "nothing"},
        {"SELECT 'CREATE TEMP TABLE'", "nothing"},
        {"UPDATE t SET a = 1", "nothing"},
        {"ALTER TABLE t SET (fillfactor = 70)", "nothing"},
        {"INSERT INTO temp VALUES (1)", "nothing"},
        {"WITH hold AS (SELECT 1) SELECT * FROM hold", "nothing"},
        {"DECLARE c CURSOR FOR SELECT 1", "nothing"},
        {"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp "
         "AS $$ BEGIN CREATE TEMP TABLE t (); PERFORM pg_advisory_lock(1); END $$",
         "nothing"},
        {"CREATE TABLE t (temp int, \"set\" int)", "nothing"},
        {"", "nothing"},
    };
    check(rows, G_N_ELEMENTS(rows));
}

static void nesting_has_an_end(void **state) {
    (void)state;
    g_autoptr(GString) deep = g_string_new("DO $a$ BEGIN ");
    enum { LEVELS = 20000 };
    for (guint i = 0; i < LEVELS; i++)
        g_string_append_printf(deep, "EXECUTE $a%u$ ", i);
    for (guint i = LEVELS; i > 0; i--)
        g_string_append_printf(deep, " $a%u$", i - 1);
    g_string_append(deep, "; END $a$");
    assert_string_equal(left_by(deep->str), "whatever EXECUTE in EXECUTE does");
    assert_string_equal(left_by("DO $a$ BEGIN EXECUTE $b$ EXECUTE 'SELECT 1' $b$; END $a$"),
                        "nothing");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stays_in_a_session_has_a_name),
        cmocka_unit_test(what_a_do_executes_is_looked_into),
        cmocka_unit_test(what_ends_with_the_migration_leaves_nothing),
        cmocka_unit_test(nesting_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
