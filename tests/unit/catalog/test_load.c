#include "catalog/load.h"
#include "server/scratch.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* A database of that server with `sql` in it. */
static Pg *database_on(Scratch *scratch, const char *sql) {
    g_autoptr(GError) error = NULL;
    Pg *pg = scratch_database(scratch, &error);
    if (!pg || !pg_script(pg, "SET search_path = public", &error) || !pg_script(pg, sql, &error) ||
        !pg_pin(pg, &error))
        fail_msg("%s", error->message);
    return pg;
}

static Pg *database(const char *sql) {
    return database_on(shared, sql);
}

static Catalog *load(Pg *pg, const LoadOptions *options) {
    g_autoptr(GError) error = NULL;
    Catalog *catalog = catalog_load(pg, options, &error);
    if (!catalog)
        fail_msg("%s", error->message);
    return catalog;
}

static const Object *find(const Catalog *catalog, const char *kind, const char *identity) {
    const Object *object = catalog_find(catalog, kind_find(kind), identity);
    if (!object)
        fail_msg("no %s %s", kind, identity);
    return object;
}

static bool depends_on(const Object *object, const Object *other) {
    for (guint i = 0; i < object->dep_count; i++)
        if (object->deps[i].object == other)
            return true;
    return false;
}

/* The wrapper of every kind's query runs, and every descriptor has the columns that it names. */
static void every_kind_can_be_read_from_an_empty_database(void **state) {
    (void)state;
    g_autoptr(Pg) pg = database("SELECT 1");
    g_autoptr(Catalog) catalog = load(pg, NULL);
    assert_int_equal(catalog->unmodelled_count, 0);
    find(catalog, "schema", "public");
}

static void descriptors_are_whole(void **state) {
    (void)state;
    for (guint i = 0; kinds[i]; i++) {
        const Kind *kind = kinds[i];
        assert_non_null(kind->sql);
        assert_ptr_equal(kind_find(kind->name), kind);
        assert_true(kind->create || kind->hooks.make || kind->inline_create);
        assert_true(!kind->aside.move == !kind->aside.drop);
        for (guint a = 0; kind->attrs[a].column; a++) {
            assert_true(a < 64);
            if (kind->attrs[a].policy == ATTR_ALTER)
                assert_true(kind->attrs[a].set || kind->attrs[a].unset || kind->hooks.alter);
        }
    }
}

static void a_facet_owns_no_address(void **state) {
    (void)state;
    g_autoptr(Pg) pg =
        database("CREATE TABLE t (a int); COMMENT ON TABLE t IS 'x'; COMMENT ON COLUMN t.a IS 'y'");
    g_autoptr(Catalog) catalog = load(pg, NULL);
    assert_ptr_equal(find(catalog, "comment", "table public.t")->parent,
                     find(catalog, "table", "public.t"));
    assert_ptr_equal(find(catalog, "comment", "column public.t.a")->parent,
                     find(catalog, "column", "public.t.a"));
    assert_int_equal(find(catalog, "comment", "table public.t")->address.classid, 0);
}

static void a_view_depends_on_the_columns_that_it_reads(void **state) {
    (void)state;
    g_autoptr(Pg) pg = database("CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t");
    g_autoptr(Catalog) catalog = load(pg, NULL);
    const Object *view = find(catalog, "view", "public.v");
    assert_true(depends_on(view, find(catalog, "column", "public.t.a")));
    assert_false(depends_on(view, find(catalog, "column", "public.t.b")));
}

static void a_foreign_key_depends_on_the_key_that_it_rests_on(void **state) {
    (void)state;
    g_autoptr(Pg) pg =
        database("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a)");
    g_autoptr(Catalog) catalog = load(pg, NULL);
    assert_true(depends_on(find(catalog, "foreign_key", "b_a_fkey on public.b"),
                           find(catalog, "constraint", "a_pkey on public.a")));
}

static void parent_tables_are_known_in_their_order(void **state) {
    (void)state;
    g_autoptr(Pg) pg = database("CREATE TABLE top (a int); CREATE TABLE z () INHERITS (top);"
                                "CREATE TABLE b (a int); CREATE TABLE c () INHERITS (z, b);"
                                "CREATE TABLE whole (a int PRIMARY KEY) PARTITION BY LIST (a);"
                                "CREATE TABLE part PARTITION OF whole DEFAULT");
    g_autoptr(Catalog) catalog = load(pg, NULL);
    const Object *child = find(catalog, "table", "public.c");
    guint count;
    const Parent *parents = object_parents(child, &count);
    assert_int_equal(count, 2);
    assert_ptr_equal(parents[0].object, find(catalog, "table", "public.z"));
    assert_ptr_equal(parents[1].object, find(catalog, "table", "public.b"));
    assert_string_equal(parents[0].link->kind->name, "inheritance");
    assert_ptr_equal(object_link_target(parents[0].link), parents[0].object);
    assert_ptr_equal(object_link(child, parents[1].object), parents[1].link);
    g_autoptr(GPtrArray) all = object_with_ancestors(child);
    assert_int_equal(all->len, 4);
    assert_ptr_equal(all->pdata[2], find(catalog, "table", "public.top"));
    parents = object_parents(find(catalog, "constraint", "part_pkey on public.part"), &count);
    assert_int_equal(count, 1);
    assert_ptr_equal(parents[0].object, find(catalog, "constraint", "whole_pkey on public.whole"));
}

/* Loads a database of `scratch` whose pg_inherits `damage` damages, before and after `repair`. */
static void load_circle(Scratch *scratch, const char *damage, const char *repair) {
    g_autoptr(Pg) pg = database_on(scratch, damage);
    g_autoptr(GError) error = NULL;
    assert_null(catalog_load(pg, NULL, &error));
    assert_non_null(strstr(error->message, "table public.a inherits from itself"));
    g_clear_error(&error);
    if (!pg_script(pg, repair, &error))
        fail_msg("%s", error->message);
    g_autoptr(Catalog) catalog = load(pg, NULL);
    find(catalog, "table", "public.a");
}

static void a_circle_in_a_damaged_catalog_is_an_error(void **state) {
    (void)state;
    Scratch *scratch = scratch_start(&(ScratchOptions){.privileged = true}, NULL);
    assert_non_null(scratch);
    load_circle(scratch,
                "CREATE TABLE a (x int DEFAULT 1); CREATE TABLE b () INHERITS (a);"
                "CREATE TABLE c () INHERITS (b);"
                "INSERT INTO pg_inherits VALUES ('a'::regclass, 'c'::regclass, 1, false);"
                "UPDATE pg_attribute SET attinhcount = 1"
                " WHERE attrelid = 'a'::regclass AND attnum = 1",
                "ALTER TABLE public.a NO INHERIT public.c");
    load_circle(scratch,
                "CREATE TABLE a (x int);"
                "INSERT INTO pg_inherits VALUES ('a'::regclass, 'a'::regclass, 1, false);"
                "UPDATE pg_attribute SET attinhcount = 1"
                " WHERE attrelid = 'a'::regclass AND attnum = 1",
                "ALTER TABLE public.a NO INHERIT public.a");
    scratch_stop(scratch);
}

static void what_no_kind_claims_is_named(void **state) {
    (void)state;
    g_autoptr(Pg) pg = database("SELECT 1");
    g_autoptr(Pg) tool = tool_connection(shared, pg, NULL);
    assert_non_null(tool);
    /* Its schema hides it from its kind, not from the census. */
    assert_true(pg_script(
        tool, "CREATE FUNCTION pg_catalog.hidden() RETURNS int LANGUAGE sql AS 'SELECT 1'", NULL));
    g_autoptr(Catalog) catalog =
        load(pg, &(LoadOptions){.default_owner = pg_user(tool)}); /* or its owner is another's */
    assert_int_equal(catalog->unmodelled_count, 1);
    assert_string_equal(catalog->unmodelled[0].type, "function");
}

static bool ignore_tables(const char *kind, const char *identity, void *data) {
    (void)data;
    return strcmp(kind, "table") == 0 && strcmp(identity, "public.t") == 0;
}

/* Of every kind whose query says the identity itself, one object with names that want quotes. */
static const char odd_names[] =
    "CREATE SCHEMA \"S.\"\"x\"; SET search_path = \"S.\"\"x\";"
    "CREATE FUNCTION \"F\"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    "CREATE SEQUENCE \"select\";"
    "CREATE TABLE \"T a\" (\"select\" int DEFAULT 1 CONSTRAINT \"C on\" CHECK (\"select\" > 0),"
    " \"É.\" int CONSTRAINT \"K\" PRIMARY KEY, own int REFERENCES \"T a\");"
    "CREATE INDEX \"I \"\"\" ON \"T a\" (own);"
    "CREATE TRIGGER \"order\" BEFORE UPDATE ON \"T a\" FOR EACH ROW EXECUTE FUNCTION \"F\"();"
    "CREATE VIEW \"V\" AS SELECT * FROM \"T a\";"
    "ALTER VIEW \"V\" ALTER \"É.\" SET DEFAULT 2;"
    "CREATE MATERIALIZED VIEW \"user\" AS SELECT * FROM \"T a\";";

static const char *said_by_the_server(Pg *pg, const Object *object, Rows **rows) {
    g_autoptr(GError) error = NULL;
    g_autofree char *classid = g_strdup_printf("%u", object->address.classid);
    g_autofree char *objid = g_strdup_printf("%u", object->address.objid);
    const char *values[] = {classid, objid};
    *rows = pg_query(pg, "SELECT identity FROM pg_identify_object($1::text::oid, $2::text::oid, 0)",
                     2, values, &error);
    if (!*rows)
        fail_msg("%s", error->message);
    return rows_value(*rows, 0, 0);
}

static void an_identity_that_a_query_says_is_the_servers(void **state) {
    (void)state;
    g_autoptr(Pg) pg = database(odd_names);
    Catalog *catalog = load(pg, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < catalog->count; i++) {
        const Object *object = catalog->objects[i];
        if (!object->kind->identified)
            continue;
        g_autoptr(Rows) rows = NULL;
        assert_string_equal(object->identity, said_by_the_server(pg, object, &rows));
        g_hash_table_add(seen, (gpointer)object->kind);
    }
    for (guint i = 0; kinds[i]; i++)
        if (kinds[i]->identified && !g_hash_table_contains(seen, kinds[i]))
            fail_msg("no %s was tried", kinds[i]->name);
    catalog_free(catalog);
}

static void what_is_ignored_takes_its_parts_along_and_is_not_missed(void **state) {
    (void)state;
    g_autoptr(Pg) pg = database(
        "CREATE TABLE t (a serial PRIMARY KEY); CREATE INDEX ON t (a); CREATE TABLE u (b int)");
    g_autoptr(Catalog) catalog = load(pg, &(LoadOptions){.ignore = ignore_tables});
    assert_null(catalog_find(catalog, kind_find("column"), "public.t.a"));
    assert_null(catalog_find(catalog, kind_find("index"), "public.t_a_idx"));
    find(catalog, "table", "public.u");
    assert_int_equal(catalog->unmodelled_count, 0);
}

static void note_statement(const char *severity, const SqlFault *fault, void *data) {
    if (strcmp(severity, "LOG") == 0)
        g_string_append(data, fault->message);
}

static bool ignore_ledger(const char *kind, const char *identity, void *data) {
    (void)kind;
    (void)data;
    return strcmp(identity, "migrate") == 0 || g_str_has_prefix(identity, "migrate.");
}

/* Loads with the ledger's schema left out; `asked` gets what the server was asked for. Only a
 * superuser may have the server say that. */
static Catalog *load_beside_ledger(Pg *pg, GString *asked) {
    g_autoptr(Pg) tool = tool_connection(shared, pg, NULL);
    assert_non_null(tool);
    assert_true(
        pg_script(tool, "SET log_statement = 'all'; SET client_min_messages = 'log'", NULL));
    pg_on_notice(tool, note_statement, asked);
    return load(tool, &(LoadOptions){.ignore = ignore_ledger, .ignored_schema = "migrate"});
}

/* By the lines of the kind's query before the first that is not for all versions. */
static bool is_asked(const GString *asked, const char *kind) {
    const char *sql = kind_find(kind)->sql, *mark = strstr(sql, "--@ ");
    const char *end = mark ? g_strrstr_len(sql, mark - sql, "\n") : sql + strlen(sql);
    g_autofree char *lines = g_strndup(sql, (gsize)(end - sql));
    return strstr(asked->str, lines) != NULL;
}

/* What the ledger has; its schema is asked for before anybody knows whose it is. */
static const char *const kinds_of_ledger[] = {"option",
                                              "privilege",
                                              "revocation",
                                              "column_privilege",
                                              "column_property",
                                              "clustering",
                                              "column",
                                              "comment",
                                              "constraint",
                                              "default",
                                              "foreign_key",
                                              "function",
                                              "index",
                                              "replica_identity",
                                              "identity",
                                              "sequence",
                                              "sequence_owner",
                                              "table",
                                              "trigger",
                                              "trigger_state",
                                              "procedure",
                                              "view",
                                              "materialized_view"};

static void what_only_a_schema_that_is_left_out_has_is_not_asked_for(void **state) {
    (void)state;
    g_autofree char *sql = g_strconcat(SQL_ledger_schema, ";", SQL_ledger, NULL);
    g_autoptr(Pg) pg = database(sql);
    g_autoptr(GString) asked = g_string_new(NULL);
    g_autoptr(Catalog) catalog = load_beside_ledger(pg, asked);
    assert_true(is_asked(asked, "schema"));
    for (guint i = 0; i < G_N_ELEMENTS(kinds_of_ledger); i++)
        if (is_asked(asked, kinds_of_ledger[i]))
            fail_msg("%s is asked for", kinds_of_ledger[i]);
    assert_int_equal(catalog->unmodelled_count, 0);
    for (guint i = 0; i < catalog->count; i++)
        if (strstr(catalog->objects[i]->identity, "migrate"))
            fail_msg("%s %s", catalog->objects[i]->kind->name, catalog->objects[i]->identity);
}

/* Of each of those kinds one beside the ledger, alone; those that hold on to something of the
 * ledger's, too. */
static const struct {
    const char *sql, *kind, *identity;
} beside[] = {
    {"CREATE TABLE t (a int)", "table", "public.t"},
    {"CREATE TABLE t (a int)", "column", "public.t.a"},
    {"CREATE TABLE t (a int DEFAULT 1)", "default", "for public.t.a"},
    {"CREATE TABLE t (a int CHECK (a > 0))", "constraint", "t_a_check on public.t"},
    {"CREATE TABLE t (a text COLLATE \"C\" REFERENCES migrate.migration)", "foreign_key",
     "t_a_fkey on public.t"},
    {"CREATE TABLE t (a int); CREATE INDEX i ON t (a); CLUSTER t USING i", "clustering",
     "table public.t"},
    {"CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE INDEX i ON m (a)", "index", "public.i"},
    {"CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY FULL", "replica_identity",
     "table public.t"},
    {"CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)", "identity", "public.t.a.identity"},
    {"CREATE SEQUENCE s", "sequence", "public.s"},
    {"CREATE TABLE t (a serial)", "sequence_owner", "sequence public.t_a_seq"},
    {"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function", "public.f()"},
    {"CREATE FUNCTION f(a regnamespace DEFAULT 'migrate'::regnamespace) RETURNS int LANGUAGE sql AS"
     " 'SELECT 1'",
     "function", "public.f(pg_catalog.regnamespace)"},
    {"CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", "procedure", "public.p()"},
    {"CREATE VIEW v AS SELECT * FROM migrate.history", "view", "public.v"},
    {"CREATE MATERIALIZED VIEW m AS SELECT 1 AS a", "materialized_view", "public.m"},
    {"CREATE TABLE t (a int);"
     "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION migrate.keep_event()",
     "trigger", "g on public.t"},
    {"CREATE TABLE t (a int) PARTITION BY LIST (a);"
     "CREATE TABLE p PARTITION OF t FOR VALUES IN (1);"
     "CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION migrate.keep_event();"
     "ALTER TABLE p DISABLE TRIGGER g",
     "trigger_state", "table public.p g"},
    {"CREATE TABLE t (a int) WITH (fillfactor = 70)", "option", "table public.t fillfactor"},
    {"CREATE TABLE t (a int); ALTER TABLE t ALTER a SET STATISTICS 7", "column_property",
     "column public.t.a statistics"},
    {"CREATE TABLE t (a int); GRANT SELECT ON t TO PUBLIC", "privilege",
     "table public.t PUBLIC SELECT"},
    {"GRANT USAGE ON SCHEMA migrate TO PUBLIC; CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO PUBLIC",
     "privilege", "schema s PUBLIC USAGE"},
    {"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM "
     "PUBLIC",
     "revocation", "function public.f() PUBLIC EXECUTE"},
    {"CREATE TYPE e AS ENUM (); REVOKE USAGE ON TYPE e FROM PUBLIC", "revocation",
     "enum public.e PUBLIC USAGE"},
    {"CREATE TABLE t (a int); GRANT SELECT (a) ON t TO PUBLIC", "column_privilege",
     "column public.t.a PUBLIC SELECT"},
    {"COMMENT ON SCHEMA public IS 'x'", "comment", "schema public"},
    {"CREATE SCHEMA s; COMMENT ON SCHEMA s IS 'x'", "comment", "schema s"},
};

static void what_stands_beside_a_schema_that_is_left_out_is_found(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(beside); i++) {
        g_autofree char *sql =
            g_strconcat(SQL_ledger_schema, ";", SQL_ledger, ";", beside[i].sql, NULL);
        g_autoptr(Pg) pg = database(sql);
        g_autoptr(GString) asked = g_string_new(NULL);
        g_autoptr(Catalog) catalog = load_beside_ledger(pg, asked);
        assert_true(is_asked(asked, beside[i].kind));
        find(catalog, beside[i].kind, beside[i].identity);
        assert_int_equal(catalog->unmodelled_count, 0);
    }
}

static void settings_of_the_session_do_not_show(void **state) {
    (void)state;
    static const char sql[] = "CREATE TABLE t (at timestamptz DEFAULT '2020-02-01 12:00+00', d "
                              "interval DEFAULT '1 day 2 hours',"
                              " b bytea DEFAULT '\\x00ff', f float8 DEFAULT 0.1)";
    g_autoptr(Pg) plain = database(sql);
    g_autoptr(Pg) other = database(sql);
    assert_true(pg_script(
        other,
        "SET TimeZone = 'Asia/Kathmandu'; SET DateStyle = 'German'; SET IntervalStyle = 'iso_8601';"
        "SET bytea_output = 'escape'; SET quote_all_identifiers = on; SET extra_float_digits = -5",
        NULL));
    assert_true(pg_pin(other, NULL));
    g_autoptr(Catalog) one = load(plain, NULL);
    g_autoptr(Catalog) two = load(other, NULL);
    assert_int_equal(one->count, two->count);
    for (guint i = 0; i < one->count; i++) {
        assert_string_equal(one->objects[i]->identity, two->objects[i]->identity);
        for (guint a = 0; one->objects[i]->kind->attrs[a].column; a++)
            assert_int_equal(g_strcmp0(one->objects[i]->values[a], two->objects[i]->values[a]), 0);
    }
}

/* Microseconds that reading a table of many columns takes, each with `column`'s definition. */
static gint64 time_of_columns(const char *column) {
    enum { COLUMNS = 700 };
    g_autoptr(GString) sql = g_string_new("CREATE TABLE t (");
    for (guint i = 0; i < COLUMNS; i++)
        g_string_append_printf(sql, "%sc%u %s", i ? ", " : "", i, column);
    g_string_append(sql, ")");
    g_autoptr(Pg) pg = database(sql->str);
    gint64 best = G_MAXINT64;
    for (guint i = 0; i < 2; i++) {
        gint64 start = g_get_monotonic_time();
        catalog_free(load(pg, NULL));
        best = MIN(best, g_get_monotonic_time() - start);
    }
    return best;
}

/* Were each printed with the names of all columns at hand, it would be a hundred times as long. */
static void a_default_for_each_of_many_columns_takes_no_longer_than_the_columns(void **state) {
    (void)state;
    assert_true(time_of_columns("text DEFAULT 'x'") < 15 * time_of_columns("text"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(descriptors_are_whole),
        cmocka_unit_test(every_kind_can_be_read_from_an_empty_database),
        cmocka_unit_test(a_facet_owns_no_address),
        cmocka_unit_test(a_view_depends_on_the_columns_that_it_reads),
        cmocka_unit_test(a_foreign_key_depends_on_the_key_that_it_rests_on),
        cmocka_unit_test(parent_tables_are_known_in_their_order),
        cmocka_unit_test(a_circle_in_a_damaged_catalog_is_an_error),
        cmocka_unit_test(what_no_kind_claims_is_named),
        cmocka_unit_test(an_identity_that_a_query_says_is_the_servers),
        cmocka_unit_test(what_is_ignored_takes_its_parts_along_and_is_not_missed),
        cmocka_unit_test(what_only_a_schema_that_is_left_out_has_is_not_asked_for),
        cmocka_unit_test(what_stands_beside_a_schema_that_is_left_out_is_found),
        cmocka_unit_test(settings_of_the_session_do_not_show),
        cmocka_unit_test(a_default_for_each_of_many_columns_takes_no_longer_than_the_columns),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
