#include "source/replay.h"
#include "text/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state) {
    const ScratchOptions options = {0};
    *state = scratch_start(&options, NULL);
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    scratch_stop(*state);
    return 0;
}

static const char *const short_locks[LOCK_MODES] = {
    [LOCK_NONE] = "-",
    [LOCK_ACCESS_SHARE] = "AS",
    [LOCK_ROW_SHARE] = "RS",
    [LOCK_ROW_EXCLUSIVE] = "RX",
    [LOCK_SHARE_UPDATE_EXCLUSIVE] = "SUX",
    [LOCK_SHARE] = "S",
    [LOCK_SHARE_ROW_EXCLUSIVE] = "SRX",
    [LOCK_EXCLUSIVE] = "X",
    [LOCK_ACCESS_EXCLUSIVE] = "AX",
};

/* "line: name LOCK work[ builds][ key check][ emptied][ dropped], …" for each statement that does
 * something to a relation that is no index. */
static void describe(GString *text, const Measured *measured) {
    bool first = true;
    for (guint i = 0; i < measured->relations->len; i++) {
        const MeasuredRelation *at = measured->relations->pdata[i];
        if (!measured_is_due(at) || strcmp(at->kind, "index") == 0)
            continue;
        if (first)
            g_string_append_printf(text, "%s%u:", text->len ? "; " : "", measured->line);
        g_string_append_printf(text, "%s %s %s %s", first ? "" : ",", at->name,
                               short_locks[at->lock], work_name(at->work));
        if (at->builds)
            g_string_append_printf(text, " %u", at->builds);
        g_string_append_printf(text, "%s%s%s", at->key_check ? " key" : "",
                               at->emptied ? " emptied" : "", at->dropped ? " dropped" : "");
        first = false;
    }
}

static Script *script_of(const char *sql, bool transactional) {
    g_autoptr(GBytes) text = g_bytes_new(sql, strlen(sql));
    return script_new("migration.sql", text, transactional);
}

/* What `change`, in one transaction or without, does to what `before` made. Caller frees. */
static char *measured_of(Scratch *scratch, const char *before, const char *change,
                         bool transactional) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch_database(scratch, &error);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(Measure) measure = measure_new(true);
    Script *first = script_of(before, true), *script = script_of(change, transactional);
    script->measure = measure;
    if (!pg || !replay(scratch, pg, first, NULL, &error) ||
        !replay(scratch, pg, script, NULL, &error))
        fail_msg("%s: %s", change, error->message);
    g_autofree char *line = measured_print(script->measured);
    g_autoptr(GPtrArray) again = measured_parse(line);
    assert_non_null(again);
    for (guint i = 0; i < again->len; i++)
        describe(text, again->pdata[i]);
    script_free(first);
    script_free(script);
    return g_strdup(text->str);
}

static void assert_measured(Scratch *scratch, const char *before, const char *change,
                            const char *expected) {
    g_autofree char *measured = measured_of(scratch, before, change, true);
    if (strcmp(measured, expected) != 0)
        fail_msg("%s %s\nexpected: %s\nmeasured: %s", before, change, expected, measured);
}

/* What becomes of a column of type `from` with an index or without. */
static const struct {
    const char *from, *to;
    bool free, indexed_too;
} changes[] = {
    {"int", "text", false, false},
    {"int", "varchar", false, false},
    {"int", "bigint", false, false},
    {"uuid", "text", false, false},
    {"json", "jsonb", false, false},
    {"bytea", "text USING encode(a, 'hex')", false, false},
    {"char(5)", "text", false, false},
    {"mood", "text", false, false},
    {"text", "int USING a::int", false, false},
    {"text", "text", true, true},
    {"text", "varchar", true, true},
    {"text", "varchar(10)", false, false},
    {"text", "text COLLATE \"C\"", true, false},
    {"text", "text USING lower(a)", false, false},
    {"varchar(10)", "text", true, true},
    {"varchar(10)", "varchar", true, true},
    {"varchar(10)", "varchar(20)", true, true},
    {"varchar(20)", "varchar(10)", false, false},
    {"numeric(10,2)", "numeric(12,2)", true, true},
    {"numeric(10,2)", "numeric", true, true},
    {"numeric(10,2)", "numeric(12,3)", false, false},
    {"numeric(12,2)", "numeric(10,2)", false, false},
    {"timestamp(3)", "timestamp(6)", true, true},
    {"timestamp(6)", "timestamp(3)", false, false},
    {"timestamp", "timestamptz", false, false},
    {"timestamptz", "timestamp", false, false},
    {"time(3)", "time(6)", true, true},
    {"interval(3)", "interval(6)", true, true},
    {"varbit(5)", "varbit(9)", true, true},
    {"cidr", "inet", true, true},
    {"inet", "cidr", false, false},
    {"name_of", "text", true, true},
    {"text", "name_of", true, true},
    {"text", "short", false, false},
    {"int[]", "text[]", false, false},
};

static const char types[] = "CREATE TYPE mood AS ENUM ('fine');"
                            "CREATE DOMAIN name_of AS text;"
                            "CREATE DOMAIN short AS text CHECK (length(VALUE) < 9);";

/* Tables t00, t01, …, one for each row of `changes`, with an index where one is asked for. */
static char *tables(bool indexed) {
    GString *sql = g_string_new(types);
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_string_append_printf(sql, "CREATE TABLE t%02u (a %s);", i, changes[i].from);
        if (indexed && strcmp(changes[i].from, "json") != 0)
            g_string_append_printf(sql, "CREATE INDEX ON t%02u USING btree (a);", i);
    }
    return g_string_free(sql, FALSE);
}

static void assert_changes(Scratch *scratch, bool indexed) {
    g_autofree char *before = tables(indexed);
    g_autoptr(GString) sql = g_string_new(NULL), expected = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        bool bare = !indexed || strcmp(changes[i].from, "json") == 0;
        bool written = !changes[i].free;
        bool built = !bare && !changes[i].indexed_too;
        g_string_append_printf(sql, "ALTER TABLE t%02u ALTER a TYPE %s;\n", i, changes[i].to);
        g_string_append_printf(expected, "%s%u: t%02u AX %s%s", i ? "; " : "", i + 1, i,
                               written ? "rewrite"
                               : built ? "build"
                                       : "moment",
                               built ? " 1" : "");
    }
    assert_measured(scratch, before, sql->str, expected->str);
}

static void a_changed_type_is_written_again_or_not(void **state) {
    assert_changes(*state, false);
    assert_changes(*state, true);
}

typedef struct {
    const char *before, *change, *measured;
} Row;

static void assert_rows(Scratch *scratch, const Row *rows) {
    for (; rows->change; rows++)
        assert_measured(scratch, rows->before, rows->change, rows->measured);
}

#define TABLE "CREATE TABLE t (a int, b varchar(10));"
#define OTHER "CREATE TABLE o (id int PRIMARY KEY);"
#define PARTED                                                                                     \
    "CREATE TABLE t (k int NOT NULL, a int) PARTITION BY LIST (k);"                                \
    "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);"

static void each_class_has_its_lock_and_its_work(void **state) {
    assert_rows(
        *state,
        (const Row[]){
            {TABLE, "ALTER TABLE t ADD c int DEFAULT 1;", "1: t AX moment"},
            {TABLE, "ALTER TABLE t ADD c int NOT NULL;", "1: t AX scan"},
            {TABLE, "ALTER TABLE t ADD c uuid DEFAULT gen_random_uuid();", "1: t AX rewrite"},
            {TABLE "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1' STABLE;",
             "ALTER TABLE t ADD c int DEFAULT f();", "1: t AX moment"},
            {TABLE "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';",
             "ALTER TABLE t ADD c int DEFAULT f();", "1: t AX rewrite"},
            {TABLE "CREATE DOMAIN d AS int CHECK (VALUE > 0);", "ALTER TABLE t ADD c d DEFAULT 1;",
             "1: t AX rewrite"},
            {TABLE, "ALTER TABLE t ALTER a SET NOT NULL;", "1: t AX scan"},
            {TABLE "ALTER TABLE t ADD CHECK (a IS NOT NULL);",
             "ALTER TABLE t ALTER a SET NOT NULL;", "1: t AX moment"},
            {TABLE "ALTER TABLE t ADD CHECK (a > 0);", "ALTER TABLE t ALTER a SET NOT NULL;",
             "1: t AX scan"},
            {TABLE, "ALTER TABLE t ADD CHECK (a > 0);", "1: t AX scan"},
            {TABLE, "ALTER TABLE t ADD CHECK (a > 0) NOT VALID;", "1: t AX moment"},
            {TABLE "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;",
             "ALTER TABLE t VALIDATE CONSTRAINT c;", "1: t SUX scan"},
            {TABLE OTHER, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES o;",
             "1: o SRX scan key, t SRX scan key"},
            {OTHER, "CREATE TABLE t (a int); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES o;",
             "1: o SRX moment"},
            {TABLE OTHER, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES o NOT VALID;",
             "1: o SRX moment, t SRX moment"},
            {TABLE OTHER "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES o;",
             "ALTER TABLE t DROP CONSTRAINT k;", "1: o AX moment, t AX moment"},
            {TABLE, "CREATE INDEX ON t (a);", "1: t S build 1"},
            {TABLE, "ALTER TABLE t ADD UNIQUE (a);", "1: t AX build 1"},
            {TABLE "CREATE UNIQUE INDEX i ON t (a);",
             "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i;", "1: t AX moment"},
            {TABLE "CREATE UNIQUE INDEX i ON t (a);",
             "ALTER TABLE t ADD CONSTRAINT u PRIMARY KEY USING INDEX i;", "1: t AX scan"},
            {TABLE "CREATE INDEX i ON t (a);", "DROP INDEX i;", "1: t AX moment"},
            {TABLE "CREATE INDEX i ON t (a);", "REINDEX INDEX i;", "1: t S build 1"},
            {TABLE "CREATE INDEX i ON t (a);", "CLUSTER t USING i;", "1: t AX rewrite 1"},
            {TABLE "CREATE INDEX i ON t (a);", "TRUNCATE t;", "1: t AX moment 1 emptied"},
            {TABLE, "ALTER TABLE t SET UNLOGGED;", "1: t AX rewrite"},
            {TABLE "CREATE INDEX i ON t (a);", "ALTER TABLE t ALTER a TYPE bigint;",
             "1: t AX rewrite 1"},
            {TABLE, "UPDATE t SET a = 1;", "1: t RX row by row"},
            {TABLE, "DELETE FROM t;", "1: t RX row by row"},
            {TABLE, "INSERT INTO t VALUES (1);", "1: t RX moment"},
            {TABLE, "DROP TABLE t;", "1: t AX moment dropped"},
            {"CREATE DOMAIN d AS int; CREATE TABLE t (a d);", "ALTER DOMAIN d SET NOT NULL;",
             "1: t S scan"},
            {"CREATE DOMAIN d AS int; CREATE TABLE t (a d);",
             "ALTER DOMAIN d ADD CHECK (VALUE > 0) NOT VALID;", ""},
            {"CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;", "REFRESH MATERIALIZED VIEW m;",
             "1: m AX rewrite"},
            {PARTED, "ALTER TABLE t DETACH PARTITION p;", "1: p AX moment, t AX moment"},
            {PARTED, "CREATE TABLE q PARTITION OF t FOR VALUES IN (2);", "1: t AX moment"},
            {PARTED "CREATE TABLE d PARTITION OF t DEFAULT;",
             "CREATE TABLE q PARTITION OF t FOR VALUES IN (2);", "1: d AX scan, t AX moment"},
            {PARTED "CREATE TABLE q (k int NOT NULL, a int);",
             "ALTER TABLE t ATTACH PARTITION q FOR VALUES IN (2);", "1: q AX scan, t SUX moment"},
            {PARTED "CREATE TABLE q (k int NOT NULL CHECK (k = 2), a int);",
             "ALTER TABLE t ATTACH PARTITION q FOR VALUES IN (2);", "1: q AX moment, t SUX moment"},
            {PARTED, "CREATE INDEX ON t (a);", "1: p S build 1, t S moment"},
            {PARTED, "CREATE INDEX ON ONLY t (a);", "1: t S moment"},
            {0}});
}

static void what_was_there_before_goes_by_oid(void **state) {
    assert_rows(
        *state,
        (const Row[]){
            {TABLE, "CREATE TABLE IF NOT EXISTS t (a int);\nCREATE INDEX ON t (a);",
             "2: t S build 1"},
            {TABLE, "CREATE TABLE u (a int);\nCREATE INDEX ON u (a);", ""},
            {TABLE, "CREATE TEMP TABLE t (a int);\nALTER TABLE t ALTER a SET NOT NULL;", ""},
            {TABLE, "DO $$ BEGIN EXECUTE 'CREATE INDEX ON t (a)'; END $$;", "1: t S build 1"},
            {TABLE "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
                   "ALTER TABLE t ALTER a TYPE bigint; END $$;",
             "SELECT f();", "1: t AX rewrite"},
            {TABLE, "ALTER TABLE t RENAME TO u;\nCREATE INDEX ON u (a);",
             "1: t AX moment; 2: u AX build 1"},
            {TABLE, "DROP TABLE t;\nCREATE TABLE t (a int);\nCREATE INDEX ON t (a);",
             "1: t AX moment dropped"},
            {TABLE, "DO $$ BEGIN RAISE DEBUG 'rewriting table \"t\"'; END $$;", ""},
            {TABLE "CREATE SCHEMA s; CREATE TABLE s.t (a int);", "CREATE INDEX ON s.t (a);",
             "1: t S build 1"},
            {TABLE, "SET client_min_messages = error;\nALTER TABLE t ALTER a SET NOT NULL;",
             "2: t AX scan"},
            {0}});
}

/* What is held and counted begins with each statement's own transaction. */
static void statements_outside_of_a_transaction_are_measured_too(void **state) {
    static const Row rows[] = {
        {TABLE, "CREATE INDEX CONCURRENTLY i ON t (a);", "1: t SUX build 1"},
        {TABLE "CREATE INDEX i ON t (a);", "DROP INDEX CONCURRENTLY i;", "1: t SUX moment"},
        {TABLE "CREATE INDEX i ON t (a);", "REINDEX INDEX CONCURRENTLY i;", "1: t SUX build 1"},
        {TABLE "CREATE INDEX i ON t (a);", "VACUUM FULL t;", "1: t AX rewrite 1"},
        {TABLE, "VACUUM t;", ""},
        {TABLE, "ALTER TABLE t ADD c int;\nUPDATE t SET a = 1;",
         "1: t AX moment; 2: t RX row by row"},
        {TABLE, "DO $$ BEGIN PERFORM 1; COMMIT; CREATE INDEX ON t (a); END $$;", "1: t - build 1"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *measured = measured_of(*state, rows[i].before, rows[i].change, false);
        if (strcmp(measured, rows[i].measured) != 0)
            fail_msg("%s\nexpected: %s\nmeasured: %s", rows[i].change, rows[i].measured, measured);
    }
}

static void what_is_held_is_told_apart_from_what_is_taken(void **state) {
    assert_rows(*state, (const Row[]){{TABLE OTHER,
                                       "ALTER TABLE t ADD c int;\nALTER TABLE o ADD c int;\n"
                                       "ALTER TABLE t ADD d int;\nUPDATE t SET a = 1;",
                                       "1: t AX moment; 2: o AX moment; 4: t AX row by row"},
                                      {0}});
}

static void a_pass_that_is_repeated_is_told_once(void **state) {
    assert_measured(*state, TABLE,
                    "ALTER TABLE t ALTER a TYPE text;\nALTER TABLE t OWNER TO somebody_new;\n"
                    "DROP TABLE t;",
                    "1: t AX rewrite; 3: t AX moment dropped");
}

/* What the measured ones of `migrations` do, one after the other in one database; those that begin
 * with '!' are executed and not measured, those with '?' fail. Caller frees. */
static char *measured_in_turn(Scratch *scratch, bool together, const char *const *migrations) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch_database(scratch, &error);
    g_autoptr(Measure) measure = measure_new(together);
    GString *text = g_string_new(NULL);
    for (; *migrations; migrations++) {
        bool unmeasured = **migrations == '!', fails = **migrations == '?';
        Script *script = script_of(*migrations + (unmeasured || fails), true);
        script->measure = unmeasured ? NULL : measure;
        if (unmeasured)
            measure_forget(measure);
        if (replay(scratch, pg, script, NULL, NULL) == fails)
            fail_msg("%s", *migrations);
        for (guint i = 0; !fails && i < script->measured->len; i++)
            describe(text, script->measured->pdata[i]);
        script_free(script);
    }
    return g_string_free(text, FALSE);
}

static void assert_in_turn(Scratch *scratch, bool together, const char *const *migrations,
                           const char *expected) {
    g_autofree char *measured = measured_in_turn(scratch, together, migrations);
    if (strcmp(measured, expected) != 0)
        fail_msg("%s …\nexpected: %s\nmeasured: %s", migrations[0], expected, measured);
}

static void what_is_known_is_kept_up_from_one_migration_to_the_next(void **state) {
    static const char *const alone[] = {
        "CREATE TABLE t (a int); CREATE INDEX i ON t (a);",
        "ALTER TABLE t ALTER a SET NOT NULL;\nCREATE TABLE u (a int);",
        "CREATE INDEX j ON u (a);\nREINDEX INDEX i;",
        "!ALTER TABLE t RENAME TO w; ALTER INDEX i RENAME TO k; REINDEX TABLE w; CREATE TABLE v "
        "(a int);",
        "ALTER TABLE w ADD b int;\nCREATE INDEX ON v (a);",
        "?DROP TABLE u; ALTER TABLE w ALTER a TYPE bigint; SELECT 1/0;",
        "ALTER TABLE u ADD b int;\nALTER TABLE w ADD c int;",
        "DROP TABLE u;",
        "ALTER TABLE w ALTER a TYPE bigint;",
        NULL};
    assert_in_turn(*state, false, alone,
                   "1: t AX scan; 1: u S build 1; 2: t S build 1; 1: w AX moment; 2: v S build 1; "
                   "1: u AX moment; 2: w AX moment; 1: u AX moment dropped; 1: w AX rewrite 1");
    static const char *const others[] = {
        "!CREATE TABLE t (a int); CREATE INDEX i ON t (a);",
        "ALTER TABLE t ALTER a SET NOT NULL;\nCREATE TABLE u (a int);",
        "CREATE INDEX j ON u (a);\nREINDEX INDEX i;", "ALTER TABLE t ADD CHECK (a > 0);", NULL};
    assert_in_turn(*state, true, others, "1: t AX scan; 2: t S build 1; 1: t AX scan");
}

/* Renaming a schema locks none of its tables. */
static void tables_have_the_names_that_a_statement_finds(void **state) {
    assert_rows(*state, (const Row[]){{"CREATE SCHEMA s; CREATE TABLE s.t (a int);",
                                       "ALTER SCHEMA s RENAME TO \"s\"\"2\";\n"
                                       "CREATE INDEX ON \"s\"\"2\".t (a);",
                                       "2: t S build 1"},
                                      {0}});
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch_database(*state, &error);
    g_autoptr(Measure) measure = measure_new(true);
    Script *first = script_of("CREATE SCHEMA s; CREATE TABLE s.t (a int);", true),
           *script = script_of("ALTER SCHEMA s RENAME TO \"S\"\"2\";\n"
                               "CREATE INDEX ON \"S\"\"2\".t (a);",
                               true);
    script->measure = measure;
    assert_true(replay(*state, pg, first, NULL, &error));
    assert_true(replay(*state, pg, script, NULL, &error));
    const Measured *measured = script->measured->pdata[1];
    assert_string_equal(((MeasuredRelation *)measured->relations->pdata[0])->schema, "S\"2");
    script_free(first);
    script_free(script);
}

static void what_was_prepared_can_be_taken_away(void **state) {
    static const char *const texts[] = {
        "ALTER TABLE t ADD c int;\nDEALLOCATE ALL;\nALTER TABLE t ALTER a SET NOT NULL;",
        "ALTER TABLE t ADD c int;\nDO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;\n"
        "ALTER TABLE t ALTER a SET NOT NULL;"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        for (guint own = 0; own < 2; own++) {
            g_autofree char *measured = measured_of(*state, TABLE, texts[i], own == 0);
            assert_string_equal(measured, "1: t AX moment; 3: t AX scan");
        }
}

/* What SQL has prepared is gone with the migration; what measuring has stays for the next one. */
static void what_measuring_prepares_is_prepared_once(void **state) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch_database(*state, &error);
    g_autoptr(Measure) measure = measure_new(true);
    static const char *const texts[] = {TABLE "PREPARE \"A b\" AS SELECT 1;",
                                        "ALTER TABLE t ADD c int; PREPARE p AS SELECT 1;",
                                        "ALTER TABLE t ADD d int;"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        Script *script = script_of(texts[i], true);
        script->measure = i > 0 ? measure : NULL;
        if (!replay(*state, pg, script, NULL, &error))
            fail_msg("%s: %s", texts[i], error->message);
        script_free(script);
    }
    g_autoptr(Rows) rows =
        pg_query(pg,
                 "SELECT count(*) FILTER (WHERE NOT from_sql), count(*) FROM pg_prepared_statements"
                 " WHERE name LIKE 'migrate\\_measure%' OR from_sql",
                 0, NULL, &error);
    assert_non_null(rows);
    assert_string_equal(rows_value(rows, 0, 0), "2");
    assert_string_equal(rows_value(rows, 0, 1), "2");
}

/* Each with a twin that it could be taken for. */
static void what_can_only_be_new_is_told_from_what_is_there(void **state) {
    static const char before[] = TABLE "ALTER TABLE t ADD PRIMARY KEY (a);"
                                       "CREATE TYPE mood AS ENUM ('fine');"
                                       "CREATE TYPE pair AS (a int);"
                                       "CREATE TABLE whole (a int) PARTITION BY LIST (a);";
    assert_rows(
        *state,
        (const Row[]){{before, "CREATE TABLE n (a int);", ""},
                      {before, "CREATE TABLE n (a int REFERENCES t);", "1: t SRX moment"},
                      {before, "CREATE TABLE n () INHERITS (t);", "1: t SUX moment"},
                      {before, "CREATE TABLE n (LIKE t);", "1: t AS moment"},
                      {before, "CREATE TABLE n PARTITION OF whole DEFAULT;", "1: whole AX moment"},
                      {before, "ALTER TYPE mood ADD VALUE 'bad';", ""},
                      {before, "ALTER TYPE pair ADD ATTRIBUTE b int;", "1: pair AX moment"},
                      {before,
                       "ALTER TABLE t ADD c int;\nCREATE TABLE n (a int);\n"
                       "ALTER TYPE mood ADD VALUE 'bad';\n"
                       "ALTER TABLE t ALTER b SET NOT NULL;",
                       "1: t AX moment; 4: t AX scan"},
                      {0}});
}

static void what_is_held_is_known_without_a_look(void **state) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) pg = scratch_database(*state, &error);
    g_autoptr(Measure) measure = measure_new(true);
    Script *first = script_of(TABLE, true),
           *script = script_of("LOCK TABLE t;\nCREATE TABLE n (a int);", true);
    script->measure = measure;
    assert_true(replay(*state, pg, first, NULL, &error));
    assert_true(replay(*state, pg, script, NULL, &error));
    const Measured *measured = script->measured->pdata[1];
    assert_int_equal(measured->relations->len, 1);
    const MeasuredRelation *held = measured->relations->pdata[0];
    assert_string_equal(held->name, "t");
    assert_int_equal(held->before, LOCK_ACCESS_EXCLUSIVE);
    assert_false(measured_is_due(held));
    script_free(first);
    script_free(script);
}

/* It has to be the first of its transaction. */
static void the_isolation_of_the_transaction_can_be_set(void **state) {
    assert_rows(*state, (const Row[]){{TABLE,
                                       "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;\n"
                                       "SET TRANSACTION READ WRITE;\n"
                                       "ALTER TABLE t ALTER a SET NOT NULL;",
                                       "3: t AX scan"},
                                      {0}});
}

static void what_was_undone_is_there_as_before(void **state) {
    assert_rows(*state, (const Row[]){{TABLE "CREATE INDEX i ON t (a);",
                                       "SAVEPOINT s;\nALTER TABLE t ALTER a TYPE bigint;\n"
                                       "ROLLBACK TO s;\nALTER TABLE t ADD c int;",
                                       "2: t AX rewrite 1; 4: t AX moment"},
                                      {0}});
}

/* A search path that puts somebody's operators before the server's. */
static void what_is_looked_at_between_statements_is_asked_with_the_servers_operators(void **state) {
    static const char *const pairs[] = {"oid oid",  "name text", "\"char\" \"char\"", "text text",
                                        "oid int8", "int2 int4", "text oid",          NULL};
    static const char *const operators[] = {"=", "<>", ">", ">=", "<=", "||", NULL};
    g_autoptr(GString) traps = g_string_new(TABLE);
    for (guint i = 0; pairs[i]; i++) {
        g_auto(GStrv) sides = g_strsplit(pairs[i], " ", 2);
        g_string_append_printf(traps,
                               "CREATE FUNCTION trap(a %s, b %s) RETURNS boolean LANGUAGE plpgsql"
                               " AS 'BEGIN RAISE EXCEPTION ''trapped''; END';",
                               sides[0], sides[1]);
        for (guint o = 0; operators[o]; o++)
            g_string_append_printf(
                traps, "CREATE OPERATOR %s (FUNCTION = trap, LEFTARG = %s, RIGHTARG = %s);",
                operators[o], sides[0], sides[1]);
    }
    assert_measured(*state, traps->str,
                    "SET search_path = public, pg_catalog;\nCREATE INDEX ON t (a);\n"
                    "ALTER TABLE t ALTER b TYPE timestamp USING NULL;",
                    "2: t S build 1; 3: t AX rewrite 1");
}

#define TEST(name) cmocka_unit_test(name)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_changed_type_is_written_again_or_not),
        TEST(each_class_has_its_lock_and_its_work),
        TEST(what_was_there_before_goes_by_oid),
        TEST(statements_outside_of_a_transaction_are_measured_too),
        TEST(what_is_held_is_told_apart_from_what_is_taken),
        TEST(a_pass_that_is_repeated_is_told_once),
        TEST(what_is_known_is_kept_up_from_one_migration_to_the_next),
        TEST(tables_have_the_names_that_a_statement_finds),
        TEST(what_measuring_prepares_is_prepared_once),
        TEST(what_can_only_be_new_is_told_from_what_is_there),
        TEST(what_is_held_is_known_without_a_look),
        TEST(what_was_prepared_can_be_taken_away),
        TEST(the_isolation_of_the_transaction_can_be_set),
        TEST(what_was_undone_is_there_as_before),
        TEST(what_is_looked_at_between_statements_is_asked_with_the_servers_operators),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
