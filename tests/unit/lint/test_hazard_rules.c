#include "lint/rule.h"
#include "support/gitbox.h"
#include "support/lintbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FILE_OF_ROW "migrations/20240102000000_row/migration.sql"

typedef struct {
    const char *code;
    const char *bad;   /* a migration that the rule finds, and it alone */
    const char *place; /* line:column of the finding */
    const char *good;  /* one that no rule finds anything in */
} Row;

static const Row rows[] = {
    {"secret-in-migration", "CREATE ROLE r LOGIN PASSWORD 'x';", "1:30", "CREATE ROLE r LOGIN;"},
    {"add-column-rewrite", "ALTER TABLE first\n  ADD a uuid DEFAULT gen_random_uuid();", "2:7",
     "ALTER TABLE first ADD a uuid; ALTER TABLE first ALTER a SET DEFAULT gen_random_uuid();"},
    {"add-column-rewrite", "ALTER TABLE first ADD a bigserial;", "1:23",
     "ALTER TABLE first ADD a timestamptz NOT NULL DEFAULT now();"},
    {"add-column-rewrite", "ALTER TABLE first ADD a int GENERATED ALWAYS AS (id + 1) STORED;",
     "1:23", "CREATE TABLE fresh (id bigserial, a int GENERATED ALWAYS AS (1) STORED);"},
    {"add-required-column", "ALTER TABLE first ADD a int NOT NULL;", "1:23",
     "ALTER TABLE first ADD a int NOT NULL DEFAULT 0;"},
    {"alter-column-type", "ALTER TABLE first ALTER id TYPE bigint;", "1:25",
     "ALTER TABLE first ALTER id SET STATISTICS 10;"},
    {"alter-column-type", "ALTER TABLE first ALTER id TYPE text;", "1:25",
     "CREATE TABLE fresh (id int); ALTER TABLE fresh ALTER id TYPE text;"},
    {"set-not-null", "ALTER TABLE first ALTER id SET NOT NULL;", "1:25",
     "ALTER TABLE first VALIDATE CONSTRAINT there; ALTER TABLE first ALTER id SET NOT NULL;"},
    {"add-check", "ALTER TABLE first ADD CONSTRAINT c CHECK (id > 0);", "1:23",
     "ALTER TABLE first ADD CONSTRAINT c CHECK (id > 0) NOT VALID;"},
    {"add-check", "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0);", "1:20",
     "CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0);"},
    {"add-foreign-key", "ALTER TABLE first ADD FOREIGN KEY (id) REFERENCES other;", "1:23",
     "ALTER TABLE first ADD FOREIGN KEY (id) REFERENCES other NOT VALID;"},
    {"add-unique", "ALTER TABLE first ADD CONSTRAINT u UNIQUE (id);", "1:23",
     "ALTER TABLE first ADD CONSTRAINT u UNIQUE USING INDEX u;"},
    {"add-unique", "ALTER TABLE first ADD PRIMARY KEY (id);", "1:23",
     "CREATE TABLE fresh (id int); ALTER TABLE public.fresh ADD PRIMARY KEY (id);"},
    {"add-exclusion", "ALTER TABLE first ADD EXCLUDE USING gist (id WITH =);", "1:23",
     "CREATE TABLE fresh (id int, EXCLUDE USING gist (id WITH =));"},
    {"validate-at-once",
     "ALTER TABLE first ADD CONSTRAINT c CHECK (id > 0) NOT VALID;\n"
     "ALTER TABLE first VALIDATE CONSTRAINT c;",
     "2:39", "ALTER TABLE first VALIDATE CONSTRAINT c;"},
    {"create-index", "CREATE INDEX i ON first (id);", "1:1",
     "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY i ON first (id);"},
    {"drop-index", "DROP INDEX i;", "1:12",
     "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY i;"},
    {"reindex", "REINDEX TABLE first;", "1:1",
     "-- migrate: no-transaction\nREINDEX TABLE CONCURRENTLY first;"},
    {"reindex", "-- migrate: no-transaction\nREINDEX SYSTEM;", "2:1",
     "-- migrate: no-transaction\nREINDEX SCHEMA CONCURRENTLY public;"},
    {"set-not-null", "ALTER TABLE first ADD CONSTRAINT q NOT NULL id;", "1:23",
     "ALTER TABLE first ADD CONSTRAINT q NOT NULL id NOT VALID;"},
    {"create-index", "CREATE INDEX i ON first (id);", "1:1",
     "CREATE TABLE fresh (id int, CONSTRAINT q NOT NULL id); CREATE INDEX i ON fresh (id);"},
    {"drop-table", "DROP TABLE first;", "1:12", "CREATE TABLE fresh (id int); DROP TABLE fresh;"},
    {"drop-column", "ALTER TABLE first\n DROP COLUMN id;", "2:14",
     "ALTER TABLE first DROP CONSTRAINT c;"},
    {"drop-cascade", "DROP VIEW v CASCADE;", "1:11", "DROP VIEW v;"},
    {"rename", "ALTER TABLE first RENAME id TO number;", "1:1",
     "ALTER TABLE first RENAME CONSTRAINT a TO b; ALTER INDEX i RENAME TO j;"},
    {"table-rewrite", "ALTER TABLE first SET UNLOGGED;", "1:1",
     "ALTER TABLE first SET (fillfactor = 80);"},
    {"refresh-view", "REFRESH MATERIALIZED VIEW v;", "1:1",
     "REFRESH MATERIALIZED VIEW CONCURRENTLY v;"},
    {"detach-partition", "ALTER TABLE first DETACH PARTITION p;", "1:1",
     "-- migrate: no-transaction\nALTER TABLE first DETACH PARTITION p CONCURRENTLY;"},
    {"attach-partition", "ALTER TABLE first ATTACH PARTITION p FOR VALUES IN (1);", "1:1",
     "CREATE TABLE p PARTITION OF first FOR VALUES IN (1);"},
    {"drop-many", "DROP OWNED BY somebody;", "1:1", "DROP VIEW v;"},
    {"set-names", "SET search_path = other;\nALTER TABLE t ADD c int;", "1:1",
     "SET search_path = other; ALTER TABLE other.t ADD c int;"},
    {"set-not-null", "ALTER DOMAIN d SET NOT NULL;", "1:1",
     "CREATE DOMAIN d AS int; ALTER DOMAIN d SET NOT NULL;"},
    {"drop-cascade", "ALTER TABLE first DROP CONSTRAINT k CASCADE;", "1:35",
     "ALTER TABLE first DROP CONSTRAINT k;"},
    {"no-where", "DELETE FROM first WHERE true;", "1:1", "DELETE FROM first WHERE id > 1;"},
    {"lock-table", "LOCK TABLE first;", "1:12", "SELECT 1;"},
    {"truncate", "TRUNCATE first;", "1:10", "DELETE FROM first WHERE id = 1;"},
    {"no-where", "UPDATE first SET id = 1;", "1:1", "UPDATE first SET id = 1 WHERE id = 2;"},
    {"no-where", "DELETE FROM first;", "1:1", "CREATE TABLE fresh (id int); DELETE FROM fresh;"},
};

/* Hints about the schema are off: the rows have none. */
static char *findings_of(const char *sql) {
    g_autofree char *file = gitbox_path(FILE_OF_ROW);
    assert_true(g_file_set_contents(file, sql, -1, NULL));
    lintbox_configure("migration-without-schema=off");
    char *findings = lintbox_findings("main");
    lintbox_configure(NULL);
    return findings;
}

static void each_hazard_is_found_where_it_is_and_its_safe_form_is_not(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_row ''");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *bad = findings_of(rows[i].bad), *good = findings_of(rows[i].good);
        g_autofree char *expected = g_strdup_printf(
            "%s %s " FILE_OF_ROW ":%s", severity_name(rule_find(rows[i].code)->severity),
            rows[i].code, rows[i].place);
        if (strcmp(bad, expected) != 0)
            fail_msg("%s\nexpected: %s\nfound:    %s", rows[i].bad, expected, bad);
        if (*good)
            fail_msg("%s\nexpected nothing\nfound: %s", rows[i].good, good);
    }
}

static void a_message_names_what_it_is_about(void **state) {
    (void)state;
    static const struct {
        const char *sql, *code, *says;
    } names[] = {
        {"ALTER SCHEMA a RENAME TO b;", "rename", "renaming a breaks"},
        {"REINDEX SCHEMA a;", "reindex", "index of the schema blocks"},
        {"REINDEX DATABASE;", "reindex", "index of the database blocks"},
        {"REINDEX SYSTEM;", "reindex", "there is no concurrent form"},
    };
    lintbox_run("start; migration 20240102000000_row ''");
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *script =
            g_strdup_printf("migration 20240102000000_row '%s'", names[i].sql);
        lintbox_run(script);
        g_autofree char *words = lintbox_words(names[i].code);
        assert_non_null(strstr(words, names[i].says));
    }
}

static void every_hazard_has_a_row_here(void **state) {
    (void)state;
    extern const Rule hazard_rules[];
    for (const Rule *rule = hazard_rules; rule->code; rule++) {
        bool found = false;
        for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
            found = found || strcmp(rows[i].code, rule->code) == 0;
        if (!found)
            fail_msg("%s has no row", rule->code);
    }
}

static void what_the_branch_made_itself_is_its_own(void **state) {
    (void)state;
    lintbox_run(
        "start; put schema/a.sql ''; migration 20240102000000_a 'CREATE TABLE a.fresh (id int);'\n"
        "migration 20240103000000_b 'CREATE INDEX i ON a.fresh (id); CREATE INDEX j ON fresh "
        "(id);'");
    lintbox_expect(NULL, "warning create-index migrations/20240103000000_b/migration.sql:1:33");
}

static void what_was_dropped_before_it_was_made_is_lost(void **state) {
    (void)state;
    lintbox_run("start; put schema/a.sql ''; migration 20240102000000_a 'DROP TABLE first; CREATE "
                "TABLE first (id int);'");
    lintbox_expect(NULL, "warning drop-table migrations/20240102000000_a/migration.sql:1:12");
}

static void many_renames_are_one_finding(void **state) {
    (void)state;
    lintbox_run(
        "start; put schema/a.sql ''\n"
        "migration 20240102000000_a 'ALTER TABLE a RENAME TO b; ALTER TABLE c RENAME TO d;\n"
        "ALTER TABLE e RENAME x TO y; ALTER TABLE e RENAME z TO q;'\n"
        "migration 20240103000000_b 'ALTER TABLE f RENAME TO g;'");
    lintbox_expect("rename", "warning rename migrations/20240102000000_a/migration.sql:1:1\n"
                             "warning rename migrations/20240103000000_b/migration.sql:1:1");
    g_autofree char *words = lintbox_words("rename");
    assert_non_null(strstr(words, "renaming a breaks"));
    assert_non_null(strstr(words, "so do 3 other renames of this migration"));
}

static void messages_name_the_object_as_it_is(void **state) {
    (void)state;
    lintbox_run("start; put schema/a.sql ''\n"
                "migration 20240102000000_a 'ALTER TABLE \"{part} %s\" DROP COLUMN \"{table}\";'");
    g_autofree char *words = lintbox_words("drop-column");
    assert_true(g_str_has_prefix(words, "dropping {part} %s.{table} loses its values"));
}

static void a_secret_is_not_repeated(void **state) {
    (void)state;
    lintbox_run("start; migration 20240102000000_a \"CREATE ROLE r PASSWORD 'hunter2';\"");
    g_autofree char *words = lintbox_words("secret-in-migration");
    assert_null(strstr(words, "hunter2"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_hazard_is_found_where_it_is_and_its_safe_form_is_not,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_message_names_what_it_is_about, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(every_hazard_has_a_row_here, gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_the_branch_made_itself_is_its_own, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_was_dropped_before_it_was_made_is_lost, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(many_renames_are_one_finding, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(messages_name_the_object_as_it_is, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_secret_is_not_repeated, gitbox_setup, gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
