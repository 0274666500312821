/* Which extensions SQL may create on a scratch server: those of a list, all without one. */
#include "server/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Without a list. */
static Scratch *shared;

static int start(void **state) {
    (void)state;
    shared = scratch_start(&(ScratchOptions){0}, NULL);
    return shared ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    scratch_stop(shared);
    return 0;
}

static void assert_extension(Scratch *scratch, const char *sql, const char *refusal) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch ? scratch_database(scratch, NULL) : NULL;
    assert_non_null(pg);
    assert_true(pg_script(pg, "SET search_path = public", NULL));
    g_autofree char *own =
        *sql == '+' ? scratch_extension_sql(scratch, pg, sql + 1, NULL, NULL, false, true) : NULL;
    const char *text = own ? own : sql;
    bool done = pg_run(pg, text, strlen(text), &error);
    if (refusal && (done || !strstr(error->message, refusal)))
        fail_msg("%s: %s", sql, done ? "done" : error->message);
    if (!refusal && !done)
        fail_msg("%s: %s", sql, error->message);
}

static void only_the_listed_extensions_are_created(void **state) {
    (void)state;
    const char *const list[] = {"hstore", "earthdistance", NULL};
    g_autoptr(Scratch) scratch = scratch_start(&(ScratchOptions){.extensions = list}, NULL);
    assert_extension(scratch, "+hstore", NULL);
    assert_extension(scratch, "+dblink", "scratch.extensions");
    assert_extension(scratch, "+citext", "scratch.extensions");
    assert_extension(scratch, "+earthdistance", "\"cube\"");
    assert_extension(scratch, "DO $$BEGIN CREATE EXTENSION citext; END$$", "scratch.extensions");
    assert_extension(scratch, "DO $$BEGIN CREATE EXTENSION earthdistance CASCADE; END$$",
                     "scratch.extensions");
    assert_extension(scratch, "ALTER EVENT TRIGGER pg_migrate_extensions DISABLE", "owner");
    assert_extension(scratch, "DROP EVENT TRIGGER pg_migrate_extensions", "owner");
    assert_extension(scratch, "CREATE TABLE t (id int)", NULL);
}

static void an_empty_list_allows_none(void **state) {
    (void)state;
    const char *const list[] = {NULL};
    g_autoptr(Scratch) scratch = scratch_start(&(ScratchOptions){.extensions = list}, NULL);
    assert_extension(scratch, "+hstore", "scratch.extensions");
}

static void without_a_list_all_are_allowed(void **state) {
    (void)state;
    assert_extension(shared, "+hstore", NULL);
    assert_extension(shared, "DO $$BEGIN CREATE EXTENSION citext; END$$", NULL);
}

static void the_helpers_are_nobodys_objects(void **state) {
    (void)state;
    g_autoptr(Pg) pg = scratch_database(shared, NULL);
    g_autoptr(Rows) rows =
        pg_query(pg, "SELECT count(*) FROM pg_event_trigger WHERE oid >= 16384", 0, NULL, NULL);
    assert_string_equal(rows_value(rows, 0, 0), "0");
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_listed_extensions_are_created),
        cmocka_unit_test(an_empty_list_allows_none),
        cmocka_unit_test(without_a_list_all_are_allowed),
        cmocka_unit_test(the_helpers_are_nobodys_objects),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
