#include "history/statement.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static Statement statement_of(const char *text) {
    return (Statement){.text = text, .length = strlen(text), .line = 1, .column = 1};
}

static void statements_are_known_by_their_head(void **state) {
    (void)state;
    static const struct {
        const char *sql, *kind;
        RunMode mode;
        const char *first, *second;
    } rows[] = {
        {"CREATE INDEX CONCURRENTLY a ON b (c)", "create index concurrently", RUN_ALONE, "a", "b"},
        {"create unique index /* x */ concurrently if not exists \"A b\" on only s.\"T\" (c)",
         "create index concurrently", RUN_ALONE, "\"A b\"", "s.\"T\""},
        {"CREATE INDEX CONCURRENTLY ON b (c)", "create index concurrently", RUN_NEVER, NULL, NULL},
        {"CREATE INDEX a ON b (c)", "create index", RUN_INSIDE, "a", "b"},
        {"CREATE INDEX ON ONLY b (c)", "create index", RUN_INSIDE, "b", NULL},
        {"DROP INDEX CONCURRENTLY IF EXISTS s.a", "drop index concurrently", RUN_ALONE, "s.a",
         NULL},
        {"DROP INDEX CONCURRENTLY \"if\"", "drop index concurrently", RUN_ALONE, "\"if\"", NULL},
        {"REINDEX (VERBOSE, TABLESPACE x) TABLE CONCURRENTLY t", "reindex concurrently", RUN_ALONE,
         "t", NULL},
        {"REINDEX INDEX CONCURRENTLY i", "reindex concurrently", RUN_ALONE, "i", NULL},
        {"REINDEX (CONCURRENTLY) INDEX i", "reindex", RUN_INSIDE, "i", NULL},
        {"REINDEX INDEX i", "reindex", RUN_INSIDE, "i", NULL},
        {"ALTER TABLE IF EXISTS ONLY a.b DETACH PARTITION c CONCURRENTLY",
         "detach partition concurrently", RUN_ALONE, "a.b", "c"},
        {"ALTER TABLE a DETACH PARTITION c", "alter table", RUN_INSIDE, "a", NULL},
        {"VACUUM (FULL) t", "vacuum", RUN_ALONE, NULL, NULL},
        {"CLUSTER", "cluster", RUN_ALONE, NULL, NULL},
        {"CLUSTER t", "cluster", RUN_INSIDE, NULL, NULL},
        {"BEGIN", "transaction control", RUN_NEVER, NULL, NULL},
        {"Commit AND CHAIN", "transaction control", RUN_NEVER, NULL, NULL},
        {"END", "transaction control", RUN_NEVER, NULL, NULL},
        {"ROLLBACK", "transaction control", RUN_NEVER, NULL, NULL},
        {"ROLLBACK TO s", "savepoint", RUN_INSIDE, NULL, NULL},
        {"ROLLBACK TRANSACTION TO SAVEPOINT s", "savepoint", RUN_INSIDE, NULL, NULL},
        {"START TRANSACTION", "transaction control", RUN_NEVER, NULL, NULL},
        {"PREPARE TRANSACTION 'x'", "two-phase commit", RUN_NEVER, NULL, NULL},
        {"ROLLBACK PREPARED 'x'", "transaction control", RUN_NEVER, NULL, NULL},
        {"PREPARE p AS SELECT 1", "statement", RUN_INSIDE, NULL, NULL},
        {"DISCARD ALL", "DISCARD ALL", RUN_NEVER, NULL, NULL},
        {"DISCARD TEMP", "statement", RUN_INSIDE, NULL, NULL},
        {"SET LOCAL standard_conforming_strings = off", "standard_conforming_strings", RUN_NEVER,
         NULL, NULL},
        {"SET standard_conforming_strings = on", "setting", RUN_INSIDE, NULL, NULL},
        {"SET SESSION standard_conforming_strings TO ON", "setting", RUN_INSIDE, NULL, NULL},
        {"SET standard_conforming_strings = on_", "standard_conforming_strings", RUN_NEVER, NULL,
         NULL},
        {"SET search_path = x", "setting", RUN_INSIDE, NULL, NULL},
        {"CREATE DATABASE \"d\"", "create database", RUN_ALONE, "\"d\"", NULL},
        {"SELECT 'commit'", "statement", RUN_INSIDE, NULL, NULL},
        {"", "statement", RUN_INSIDE, NULL, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Statement statement = statement_of(rows[i].sql);
        g_auto(StatementClass) found = statement_classify(&statement);
        if (strcmp(found.kind->name, rows[i].kind) != 0 || found.kind->mode != rows[i].mode ||
            g_strcmp0(found.names[0], rows[i].first) != 0 ||
            g_strcmp0(found.names[1], rows[i].second) != 0)
            fail_msg("%s: %s %d %s %s", rows[i].sql, found.kind->name, (int)found.kind->mode,
                     found.names[0], found.names[1]);
    }
}

static void an_unlock_call_is_refused_wherever_it_stands(void **state) {
    (void)state;
    Statement statement =
        statement_of("CREATE FUNCTION f() RETURNS void AS $$ SELECT PG_Advisory_Unlock_All() $$");
    g_auto(StatementClass) found = statement_classify(&statement);
    g_autofree char *objection = statement_objection(&statement, &found);
    assert_non_null(objection);
    Statement harmless = statement_of("SELECT pg_advisory_xact_lock(1)");
    g_auto(StatementClass) other = statement_classify(&harmless);
    assert_null(statement_objection(&harmless, &other));
}

static void a_preview_shows_no_literal(void **state) {
    (void)state;
    Statement statement = statement_of("CREATE ROLE x\n  PASSWORD 'hunter2' -- hunter2\n");
    g_autofree char *preview = statement_preview(&statement);
    assert_string_equal(preview, "CREATE ROLE x PASSWORD '…' ");
    g_autofree char *many = g_strnfill(500, 'x');
    Statement lengthy = statement_of(many);
    g_autofree char *cut = statement_preview(&lengthy);
    assert_true(strlen(cut) < 130);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_are_known_by_their_head),
        cmocka_unit_test(an_unlock_call_is_refused_wherever_it_stands),
        cmocka_unit_test(a_preview_shows_no_literal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
