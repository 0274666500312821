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

/* "2:21 2:44", the places that are spared when both run. Caller frees. */
static char *spared_of(Scratch *scratch, const char *before, const char *change,
                       bool transactional) {
    g_autoptr(GError) error = NULL;
    /* What a script has made itself is not looked at. */
    g_autofree char *sql = g_strconcat("\n", change, NULL);
    g_autoptr(GBytes) text = g_bytes_new_static(sql, strlen(sql));
    g_autoptr(Pg) pg = scratch_database(scratch, &error);
    g_autoptr(GString) places = g_string_new(NULL);
    Script *script = script_new("migration.sql", text, transactional);
    g_autoptr(GBytes) earlier = g_bytes_new_static(before, strlen(before));
    Script *first = script_new("first.sql", earlier, transactional);
    if (!pg || !replay(scratch, pg, first, NULL, &error) ||
        !replay(scratch, pg, script, NULL, &error))
        fail_msg("%s: %s", sql, error->message);
    for (guint i = 0; i < script->spared->len; i++) {
        const Location *place = &g_array_index(script->spared, Location, i);
        g_string_append_printf(places, "%s%u:%u", i ? " " : "", place->line, place->column);
    }
    script_free(first);
    script_free(script);
    return g_strdup(places->str);
}

static void assert_spared(Scratch *scratch, const char *before, const char *change,
                          const char *expected) {
    for (int transactional = 0; transactional < 2; transactional++) {
        g_autofree char *spared = spared_of(scratch, before, change, transactional);
        if (strcmp(spared, expected) != 0)
            fail_msg("%s %s\nexpected: %s\nfound:    %s", before, change, expected, spared);
    }
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

/* A line for each row, the second being the first of them, so that a place names its row. */
static void assert_changes_spared(Scratch *scratch, bool indexed) {
    g_autofree char *before = tables(indexed);
    g_autoptr(GString) sql = g_string_new(NULL), expected = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        bool bare = !indexed || strcmp(changes[i].from, "json") == 0;
        g_string_append_printf(sql, "ALTER TABLE t%02u ALTER a TYPE %s;\n", i, changes[i].to);
        if (bare ? changes[i].free : changes[i].indexed_too)
            g_string_append_printf(expected, "%s%u:23", expected->len ? " " : "", i + 2);
    }
    assert_spared(scratch, before, sql->str, expected->str);
}

static void what_the_server_does_without_writing_again_is_spared(void **state) {
    assert_changes_spared(*state, false);
    assert_changes_spared(*state, true);
}

static void a_key_that_builds_no_index_is_spared(void **state) {
    static const char whole[] = "CREATE TABLE t (a int NOT NULL) PARTITION BY LIST (a);"
                                "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);";
    assert_spared(*state, whole, "ALTER TABLE ONLY t ADD PRIMARY KEY (a);", "2:24");
    assert_spared(*state, whole, "ALTER TABLE ONLY t ADD CONSTRAINT u UNIQUE (a);", "2:24");
    assert_spared(*state, whole, "ALTER TABLE t ADD PRIMARY KEY (a);", "");
    assert_spared(*state, "CREATE TABLE t (a int NOT NULL);",
                  "ALTER TABLE ONLY t ADD PRIMARY KEY (a);", "");
}

static void a_foreign_key_that_all_partitions_have_is_spared(void **state) {
    static const char key[] = "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES o;";
    static const char whole[] = "CREATE TABLE o (a int PRIMARY KEY);"
                                "CREATE TABLE t (a int NOT NULL) PARTITION BY LIST (a);"
                                "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);"
                                "CREATE TABLE q PARTITION OF t FOR VALUES IN (2);"
                                "ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES o;";
    g_autofree char *all =
        g_strconcat(whole, "ALTER TABLE q ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES o;", NULL);
    assert_spared(*state, all, key, "2:19");
    assert_spared(*state, whole, key, "");
    assert_spared(*state,
                  "CREATE TABLE o (a int PRIMARY KEY); CREATE TABLE t (a int REFERENCES o);", key,
                  "");
}

static void reading_every_row_is_not_spared(void **state) {
    assert_spared(*state, "CREATE TABLE t (a varchar(10) CHECK (a <> ''));",
                  "ALTER TABLE t ALTER a TYPE varchar(20);", "");
    assert_spared(*state, "CREATE TABLE t (a varchar(10), b int CHECK (b > 0));",
                  "ALTER TABLE t ALTER a TYPE varchar(20);", "2:21");
    assert_spared(*state, "CREATE TABLE t (a varchar(10)); CREATE INDEX ON t (lower(a));",
                  "ALTER TABLE t ALTER a TYPE varchar(20);", "");
    assert_spared(*state,
                  "CREATE TABLE t (a varchar(10) PRIMARY KEY);"
                  "CREATE TABLE u (a varchar(10) REFERENCES t);",
                  "ALTER TABLE t ALTER a TYPE varchar(20); ALTER TABLE u ALTER a TYPE text;",
                  "2:21 2:61");
}

static void one_statement_is_spared_as_a_whole(void **state) {
    assert_spared(*state, "CREATE TABLE t (a varchar(10), b numeric(9,2), c int);",
                  "ALTER TABLE t ALTER a TYPE text, ALTER b TYPE numeric;", "2:21 2:40");
    assert_spared(*state, "CREATE TABLE t (a varchar(10), b numeric(9,2), c int);",
                  "ALTER TABLE t ALTER a TYPE text, ALTER c TYPE bigint;", "");
}

/* It is empty, and no rule asks; of the same name in another schema it may not be. */
static void what_the_script_has_made_is_not_looked_at(void **state) {
    assert_spared(*state, "CREATE SCHEMA s; CREATE TABLE s.t (a varchar(9));",
                  "CREATE TABLE t (a varchar(9)); ALTER TABLE t ALTER a TYPE text;"
                  "ALTER TABLE s.t ALTER a TYPE text;",
                  "2:86");
}

static void the_table_is_found_as_the_statement_finds_it(void **state) {
    assert_spared(*state,
                  "CREATE SCHEMA s; CREATE TABLE t (a int); CREATE TABLE s.\"T\" (a varchar(9));"
                  "CREATE TABLE s.t (a varchar(9));",
                  "ALTER TABLE s.\"T\" ALTER a TYPE text; ALTER TABLE t ALTER a TYPE text;"
                  "SET search_path = s, public; ALTER TABLE t ALTER a TYPE text;",
                  "2:25 2:119");
    assert_spared(*state, "SELECT 1;", "ALTER TABLE IF EXISTS t ALTER a TYPE text;", "");
}

static void partitions_are_looked_at_and_missed(void **state) {
    static const char parent[] = "CREATE TABLE t (k int, a varchar(9)) PARTITION BY LIST (k);";
    assert_spared(*state, parent, "ALTER TABLE t ALTER a TYPE text;", "");
    g_autofree char *both =
        g_strconcat(parent, "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);", NULL);
    assert_spared(*state, both, "ALTER TABLE t ALTER a TYPE text;", "2:21");
    assert_spared(*state, both, "ALTER TABLE t ALTER a TYPE char(9);", "");
}

static void a_pass_that_is_repeated_is_told_once(void **state) {
    assert_spared(*state, "CREATE TABLE t (a varchar(9));",
                  "ALTER TABLE t ALTER a TYPE text; ALTER TABLE t OWNER TO somebody_new;"
                  "DROP TABLE t;",
                  "2:21");
}

/* A search path that puts somebody's operators before the server's. */
static void what_is_looked_at_between_statements_is_asked_with_the_servers_operators(void **state) {
    static const char *const pairs[] = {"oid oid",  "name text", "\"char\" \"char\"", "text text",
                                        "oid int8", "int2 int4", "text oid",          NULL};
    static const char *const operators[] = {"=", "<>", ">", "||", NULL};
    g_autoptr(GString) traps = g_string_new("CREATE TABLE t (a varchar(10));");
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
    g_string_append(traps, "SET search_path = public, pg_catalog;");
    assert_spared(*state, traps->str, "ALTER TABLE t ALTER a TYPE varchar(20);", "2:21");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_the_server_does_without_writing_again_is_spared),
        TEST(a_key_that_builds_no_index_is_spared),
        TEST(a_foreign_key_that_all_partitions_have_is_spared),
        TEST(reading_every_row_is_not_spared),
        TEST(one_statement_is_spared_as_a_whole),
        TEST(what_the_script_has_made_is_not_looked_at),
        TEST(the_table_is_found_as_the_statement_finds_it),
        TEST(partitions_are_looked_at_and_missed),
        TEST(a_pass_that_is_repeated_is_told_once),
        TEST(what_is_looked_at_between_statements_is_asked_with_the_servers_operators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
