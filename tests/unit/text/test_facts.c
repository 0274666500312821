#include "text/facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const kind_words[FACT_COUNT] = {
    [FACT_CREATES] = "creates",
    [FACT_CHANGES] = "changes",
    [FACT_SECRET] = "secret",
    [FACT_ADD_COLUMN_VOLATILE] = "volatile",
    [FACT_ADD_COLUMN_SERIAL] = "serial",
    [FACT_ADD_COLUMN_STORED] = "stored",
    [FACT_ADD_COLUMN_REQUIRED] = "required",
    [FACT_ADD_COLUMN] = "column",
    [FACT_USING_INDEX] = "using-index",
    [FACT_DOMAIN_CHECK] = "domain-check",
    [FACT_DOMAIN_NOT_NULL] = "domain-not-null",
    [FACT_DROP_CONSTRAINT] = "drop-constraint",
    [FACT_DROP_MANY] = "drop-many",
    [FACT_ATTACH_PARTITION] = "attach",
    [FACT_PARTITION_OF] = "partition-of",
    [FACT_SET_NAMES] = "set-names",
    [FACT_ALTER_COLUMN_TYPE] = "type",
    [FACT_SET_NOT_NULL] = "not-null",
    [FACT_ADD_CHECK] = "check",
    [FACT_ADD_FOREIGN_KEY] = "foreign",
    [FACT_ADD_UNIQUE] = "unique",
    [FACT_ADD_PRIMARY_KEY] = "primary",
    [FACT_ADD_EXCLUSION] = "exclusion",
    [FACT_ADD_NOT_VALID] = "not-valid",
    [FACT_VALIDATE] = "validate",
    [FACT_CREATE_INDEX] = "index",
    [FACT_DROP_INDEX] = "drop-index",
    [FACT_REINDEX] = "reindex",
    [FACT_REINDEX_ALL] = "reindex-all",
    [FACT_REINDEX_SYSTEM] = "reindex-system",
    [FACT_DROP_TABLE] = "drop-table",
    [FACT_DROP_COLUMN] = "drop-column",
    [FACT_DROP_CASCADE] = "cascade",
    [FACT_RENAME] = "rename",
    [FACT_REWRITE] = "rewrite",
    [FACT_REFRESH] = "refresh",
    [FACT_DETACH_PARTITION] = "detach",
    [FACT_LOCK] = "lock",
    [FACT_TRUNCATE] = "truncate",
    [FACT_UPDATE_ALL] = "update-all",
    [FACT_DELETE_ALL] = "delete-all",
    [FACT_TOUCHES] = "touches",
};

/* "line:column kind what label [detail]" for each fact of the script, separated by "; ". */
static char *describe_by(const char *sql, void (*add)(GPtrArray *, const Statement *)) {
    Scanner scanner;
    Statement statement;
    GString *text = g_string_new(NULL);
    assert_true(scanner_init(&scanner, "f.sql", sql, strlen(sql), NULL));
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT) {
        g_autoptr(GPtrArray) facts = facts_new();
        add(facts, &statement);
        for (guint i = 0; i < facts->len; i++) {
            const Fact *fact = facts->pdata[i];
            g_autofree char *label = fact_label(fact);
            g_string_append_printf(text, "%s%u:%u %s", text->len ? "; " : "", fact->line,
                                   fact->column, kind_words[fact->kind]);
            if (fact->what)
                g_string_append_printf(text, " %s", fact->what);
            if (*label)
                g_string_append_printf(text, " %s", label);
            if (fact->detail)
                g_string_append_printf(text, " (%s)", fact->detail);
        }
    }
    return g_string_free(text, FALSE);
}

typedef struct {
    const char *sql, *facts;
} Row;

static void assert_rows_by(const Row *rows, void (*add)(GPtrArray *, const Statement *)) {
    for (; rows->sql; rows++) {
        g_autofree char *facts = describe_by(rows->sql, add);
        if (strcmp(facts, rows->facts) != 0)
            fail_msg("%s\n  is       %s\n  expected %s", rows->sql, facts, rows->facts);
    }
}

static void assert_rows(const Row *rows) {
    assert_rows_by(rows, facts_add);
}

static void what_is_touched_is_named(void **state) {
    (void)state;
    assert_rows_by(
        (const Row[]){
            {"INSERT INTO a.t VALUES (1);", "1:13 touches table a.t"},
            {"UPDATE a.t SET x = 1;", "1:8 touches table a.t"},
            {"DELETE FROM t USING a.u;", "1:13 touches table t"},
            {"SELECT * FROM a.t;", ""},
            {"GRANT SELECT ON a.t, u TO x;", "1:17 touches table a.t; 1:22 touches table u"},
            {"GRANT USAGE ON SCHEMA a TO x;", "1:1 touches schema a"},
            {"GRANT EXECUTE ON FUNCTION a.f(int) TO x;", "1:1 touches function a.f"},
            {"GRANT x TO y;", ""},
            {"COMMENT ON TABLE a.t IS 'x';", "1:1 touches table a.t"},
            {"COMMENT ON COLUMN a.t.c IS 'x';", "1:1 touches table a.t"},
            {"COMMENT ON SCHEMA a IS 'x';", "1:1 touches schema a"},
            {"DO $$ BEGIN DELETE FROM a.t; PERFORM b.f(); END $$;", "1:25 touches table a.t"},
            {"DO $x$ BEGIN ALTER TABLE IF EXISTS a.t ADD c int; END $x$;",
             "1:36 touches table a.t"},
            {0}},
        facts_add_touched);
}

static void what_is_made_and_changed_is_named(void **state) {
    (void)state;
    assert_rows((const Row[]){
        {"CREATE TABLE a.t (id int);", "1:14 creates table a.t"},
        {"CREATE TYPE e AS ENUM ('x');", "1:13 creates enum e"},
        {"CREATE INDEX CONCURRENTLY i ON a.t (x);",
         "1:27 creates index a.i; 1:1 changes table a.t"},
        {"CREATE POLICY p ON t;", "1:1 changes table t"},
        {"ALTER TABLE t DROP CONSTRAINT c;", "1:1 changes table t; 1:31 drop-constraint table t.c"},
        {"ALTER TYPE a.e ADD VALUE 'y';", "1:1 changes enum a.e"},
        {"DROP TRIGGER g ON a.t;", "1:1 changes table a.t"},
        {"DROP FUNCTION a.f(int);", "1:17 changes function a.f"},
        {"DROP VIEW v;", "1:11 changes view v"},
        {"SELECT 1;", ""},
        {"INSERT INTO t VALUES (1);", ""},
        {"COMMENT ON TABLE t IS 'x';", ""},
        {0}});
}

static void a_new_column_says_what_it_costs(void **state) {
    (void)state;
    assert_rows((const Row[]){
        {"ALTER TABLE t ADD c text;", "1:1 changes table t; 1:19 column table t.c"},
        {"ALTER TABLE t ADD c text NOT NULL DEFAULT now();",
         "1:1 changes table t; 1:19 column table t.c"},
        {"ALTER TABLE t ADD c text NOT NULL DEFAULT NULL;",
         "1:1 changes table t; 1:19 required table t.c"},
        {"ALTER TABLE t\n  ADD c uuid DEFAULT gen_random_uuid();",
         "1:1 changes table t; 2:7 volatile table t.c (gen_random_uuid)"},
        {"ALTER TABLE t ADD c text DEFAULT md5((1 + random())::text);",
         "1:1 changes table t; 1:19 volatile table t.c (random)"},
        {"ALTER TABLE t ADD c bigserial;", "1:1 changes table t; 1:19 serial table t.c (serial)"},
        {"ALTER TABLE t ADD c int GENERATED BY DEFAULT AS IDENTITY;",
         "1:1 changes table t; 1:19 serial table t.c (an identity)"},
        {"ALTER TABLE t ADD c int GENERATED ALWAYS AS (a) STORED;",
         "1:1 changes table t; 1:19 stored table t.c"},
        {"ALTER TABLE t ADD \"C d\" int NOT NULL;",
         "1:1 changes table t; 1:19 required table t.C d"},
        {"ALTER TABLE t ADD c int REFERENCES u;", "1:1 changes table t; 1:19 column table t.c"},
        {"ALTER TABLE t ADD c int DEFAULT 1 REFERENCES u;",
         "1:1 changes table t; 1:19 column table t.c; 1:35 foreign table t"},
        {"ALTER TABLE t ADD c int CHECK (c > 0);",
         "1:1 changes table t; 1:19 column table t.c; 1:25 check table t"},
        {"ALTER TABLE t ADD c int UNIQUE;",
         "1:1 changes table t; 1:19 column table t.c; 1:25 unique table t"},
        {0}});
}

static void constraints_are_validated_or_not(void **state) {
    (void)state;
    assert_rows((const Row[]){
        {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
         "1:1 changes table t; 1:19 check table t.k"},
        {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
         "1:1 changes table t; 1:19 not-valid table t.k"},
        {"ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u;",
         "1:1 changes table t; 1:19 foreign table t.k"},
        {"ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u NOT VALID;",
         "1:1 changes table t; 1:19 not-valid table t.k"},
        {"ALTER TABLE t VALIDATE CONSTRAINT k;", "1:1 changes table t; 1:35 validate table t.k"},
        {"ALTER TABLE t ADD UNIQUE (a);", "1:1 changes table t; 1:19 unique table t"},
        {"ALTER TABLE t ADD PRIMARY KEY (a);", "1:1 changes table t; 1:19 primary table t"},
        {"ALTER TABLE t ADD PRIMARY KEY USING INDEX i;",
         "1:1 changes table t; 1:19 using-index table t"},
        {"ALTER TABLE t ADD EXCLUDE USING gist (a WITH =);",
         "1:1 changes table t; 1:19 exclusion table t"},
        {"ALTER TABLE t ALTER a SET NOT NULL;", "1:1 changes table t; 1:21 not-null table t.a"},
        {"ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE > 0);",
         "1:1 changes domain d; 1:20 domain-check domain d.k"},
        {"ALTER DOMAIN d SET NOT NULL;", "1:1 changes domain d; 1:1 domain-not-null domain d"},
        {"ALTER DOMAIN d VALIDATE CONSTRAINT k;", "1:1 changes domain d; 1:1 validate domain d.k"},
        {"ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE > 0) NOT VALID;",
         "1:1 changes domain d; 1:20 not-valid domain d.k"},
        {0}});
}

static void what_only_a_newer_server_can_read_is_read_by_its_words(void **state) {
    (void)state;
    assert_rows((const Row[]){
        {"CREATE UNLOGGED TABLE IF NOT EXISTS a.\"T\" (x int, CONSTRAINT q NOT NULL x);",
         "1:1 creates table a.T"},
        {"ALTER TABLE ONLY a.t ADD CONSTRAINT q NOT NULL x,\n ADD CONSTRAINT r NOT NULL y NOT "
         "VALID;",
         "1:1 changes table a.t; 1:26 not-null table a.t.x; 2:6 not-valid table a.t.y"},
        {"ALTER TABLE t ALTER CONSTRAINT q NO INHERIT;", "1:1 changes table t"},
        {"REINDEX SYSTEM;", "1:1 reindex-system (the system catalogs)"},
        {"REINDEX DATABASE CONCURRENTLY;", ""},
        {"CREATE TABLE", ""},
        {"ALTER TABLE t ADD CONSTRAINT", "1:1 changes table t"},
        {"nonsense", ""},
        {0}});
}

static void indexes_and_tables_are_built_dropped_and_renamed(void **state) {
    (void)state;
    assert_rows((const Row[]){
        {"CREATE INDEX i ON t (a);",
         "1:14 creates index i; 1:1 changes table t; 1:1 index table t.i"},
        {"CREATE INDEX i ON ONLY t (a);", "1:14 creates index i; 1:1 changes table t"},
        {"DROP INDEX a.i;", "1:14 changes index a.i; 1:14 drop-index index a.i"},
        {"DROP INDEX CONCURRENTLY a.i;", "1:27 changes index a.i"},
        {"REINDEX TABLE t;", "1:1 reindex table t"},
        {"REINDEX TABLE CONCURRENTLY t;", ""},
        {"REINDEX SCHEMA a;", "1:1 reindex-all schema a (the schema)"},
        {"REINDEX DATABASE d;", "1:1 reindex-all (the database)"},
        {"REINDEX SYSTEM d;", "1:1 reindex-system (the system catalogs)"},
        {"REINDEX SCHEMA CONCURRENTLY a;", ""},
        {"DROP TABLE IF EXISTS a.t,\n u CASCADE;",
         "1:24 changes table a.t; 1:24 drop-table table a.t; 1:24 cascade table a.t; "
         "2:2 changes table u; 2:2 drop-table table u; 2:2 cascade table u"},
        {"DROP SCHEMA a CASCADE;", "1:13 changes schema a; 1:13 cascade schema a"},
        {"ALTER TABLE t DROP COLUMN a;", "1:1 changes table t; 1:27 drop-column table t.a"},
        {"ALTER TABLE t DROP CONSTRAINT k CASCADE;",
         "1:1 changes table t; 1:31 drop-constraint table t.k; 1:31 cascade table t.k"},
        {"DROP EXTENSION e;", "1:1 drop-many (the extension e)"},
        {"DROP OWNED BY r;", "1:1 drop-many (what r owns)"},
        {"DROP DATABASE d;", "1:1 drop-many (the database d)"},
        {"ALTER TABLE t ALTER a TYPE bigint;", "1:1 changes table t; 1:21 type table t.a"},
        {"ALTER TABLE t ALTER a TYPE varchar;", "1:1 changes table t; 1:21 type table t.a"},
        {"ALTER TABLE t ALTER a TYPE text;", "1:1 changes table t; 1:21 type table t.a"},
        {"ALTER TABLE t ALTER a TYPE text USING a::text;",
         "1:1 changes table t; 1:21 type table t.a"},
        {"ALTER TABLE t RENAME a TO b;", "1:1 changes table t; 1:1 rename column t.a"},
        {"ALTER TABLE a.t RENAME TO u;", "1:1 changes table a.t; 1:1 rename table a.t"},
        {"ALTER TABLE t RENAME CONSTRAINT a TO b;", "1:1 changes table t"},
        {"ALTER INDEX i RENAME TO j;", "1:1 changes index i"},
        {"ALTER TYPE e RENAME VALUE 'a' TO 'b';", "1:1 changes enum e; 1:1 rename enum_label e.a"},
        {"ALTER TYPE e RENAME TO f;", "1:1 changes type e"},
        {"ALTER SCHEMA a RENAME TO b;", "1:1 changes schema a; 1:1 rename schema a"},
        {"ALTER TABLE t SET SCHEMA a;", "1:1 changes table t; 1:1 rename table t"},
        {0}});
}

static void statements_that_take_a_table_away_for_a_while_are_known(void **state) {
    (void)state;
    assert_rows((const Row[]){
        {"VACUUM t;", ""},
        {"VACUUM (FULL) t;", "1:1 rewrite table t (VACUUM FULL)"},
        {"VACUUM (FULL false) t;", ""},
        {"CLUSTER t;", "1:1 rewrite table t (CLUSTER)"},
        {"ALTER TABLE t SET TABLESPACE s;",
         "1:1 changes table t; 1:30 rewrite table t (SET TABLESPACE)"},
        {"REFRESH MATERIALIZED VIEW v;", "1:1 refresh materialized_view v"},
        {"REFRESH MATERIALIZED VIEW CONCURRENTLY v;", ""},
        {"ALTER TABLE t DETACH PARTITION p;", "1:1 changes table t; 1:1 detach table t.p"},
        {"ALTER TABLE t DETACH PARTITION p CONCURRENTLY;", "1:1 changes table t"},
        {"ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1);",
         "1:1 changes table t; 1:1 attach table t.p"},
        {"CREATE TABLE p PARTITION OF t FOR VALUES IN (1);",
         "1:14 creates table p; 1:1 partition-of table t.p"},
        {"SET search_path = s;", "1:1 set-names (search_path)"},
        {"SET LOCAL ROLE r;", "1:1 set-names (ROLE)"},
        {"SET lock_timeout = 1; RESET ROLE;", ""},
        {"LOCK TABLE t;", "1:12 lock table t"},
        {"TRUNCATE a.t, u;", "1:10 truncate table a.t; 1:15 truncate table u"},
        {"UPDATE t SET a = 1;", "1:1 update-all table t"},
        {"UPDATE t SET a = 1 WHERE a = 2;", ""},
        {"UPDATE t SET a = u.a FROM u;", "1:1 update-all table t"},
        {"UPDATE t SET a = u.a FROM u WHERE u.id = t.id;", ""},
        {"UPDATE t SET a = 1 WHERE true;", "1:1 update-all table t"},
        {"DELETE FROM t WHERE 1 = 1;", "1:1 delete-all table t"},
        {"DELETE FROM t USING u;", "1:1 delete-all table t"},
        {"WITH d AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM d;",
         "1:1 delete-all table t"},
        {"MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE;", "1:1 delete-all table t"},
        {"MERGE INTO t USING u ON u.id = t.id WHEN MATCHED THEN DELETE;", ""},
        {"DELETE FROM t;", "1:1 delete-all table t"},
        {"DELETE FROM t WHERE a = 1;", ""},
        {0}});
}

static void passwords_in_literals_are_seen(void **state) {
    (void)state;
    assert_rows(
        (const Row[]){{"CREATE ROLE r PASSWORD 'x';", "1:24 secret (a role)"},
                      {"ALTER USER r WITH ENCRYPTED PASSWORD\n 'x';", "2:2 secret (a role)"},
                      {"ALTER ROLE r PASSWORD NULL;", ""},
                      {"CREATE ROLE r LOGIN;", ""},
                      {"CREATE USER MAPPING FOR r SERVER s OPTIONS (password 'x');",
                       "1:54 secret (a user mapping)"},
                      {"CREATE SUBSCRIPTION s CONNECTION 'host=h password=x' PUBLICATION p;",
                       "1:34 secret (a connection)"},
                      {"SELECT dblink('postgres://u:x@h/d', '');", "1:15 secret (a connection)"},
                      {"SELECT dblink('postgres://u@h/d', '');", ""},
                      {"SELECT 'postgres://u:${PASSWORD}@h/d';", ""},
                      {"INSERT INTO help VALUES ('write password=… there');", ""},
                      {"INSERT INTO pages VALUES ('https://example.org:80/a@b');", ""},
                      {0}});
}

static void what_nobody_can_parse_changes_its_table_at_most(void **state) {
    (void)state;
    assert_rows((const Row[]){{"ALTER TABLE t FROB;", "1:1 changes table t"},
                              {"CREATE ROLE PASSWORD 'x';", "1:22 secret (a role)"},
                              {0}});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_made_and_changed_is_named),
        cmocka_unit_test(what_is_touched_is_named),
        cmocka_unit_test(a_new_column_says_what_it_costs),
        cmocka_unit_test(constraints_are_validated_or_not),
        cmocka_unit_test(what_only_a_newer_server_can_read_is_read_by_its_words),
        cmocka_unit_test(indexes_and_tables_are_built_dropped_and_renamed),
        cmocka_unit_test(statements_that_take_a_table_away_for_a_while_are_known),
        cmocka_unit_test(passwords_in_literals_are_seen),
        cmocka_unit_test(what_nobody_can_parse_changes_its_table_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
