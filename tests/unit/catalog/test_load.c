#include "catalog/load.h"
#include "pg/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

/* A database with `sql` in it. */
static Pg *database(const char *sql) {
    g_autoptr(GError) error = NULL;
    Pg *pg = scratch_database(shared, &error);
    if (!pg || !pg_script(pg, "SET search_path = public", &error) || !pg_script(pg, sql, &error) ||
        !pg_pin(pg, &error))
        fail_msg("%s", error->message);
    return pg;
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
        assert_true(kind->create || kind->make || kind->inline_create);
        assert_true(!kind->aside == !kind->drop_aside);
        for (guint a = 0; kind->attrs[a].column; a++) {
            assert_true(a < 64);
            if (kind->attrs[a].policy == ATTR_ALTER)
                assert_true(kind->attrs[a].set || kind->attrs[a].unset || kind->alter);
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

static void what_no_kind_claims_is_named(void **state) {
    (void)state;
    g_autoptr(Pg) pg = database("SELECT 1");
    g_autoptr(Pg) tool = scratch_tool_connection(shared, pg, NULL);
    assert_non_null(tool);
    /* Its schema hides it from its kind, not from the census. */
    assert_true(pg_script(
        tool, "CREATE FUNCTION pg_catalog.hidden() RETURNS int LANGUAGE sql AS 'SELECT 1'", NULL));
    g_autoptr(Catalog) catalog = load(pg, NULL);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(descriptors_are_whole),
        cmocka_unit_test(every_kind_can_be_read_from_an_empty_database),
        cmocka_unit_test(a_facet_owns_no_address),
        cmocka_unit_test(a_view_depends_on_the_columns_that_it_reads),
        cmocka_unit_test(a_foreign_key_depends_on_the_key_that_it_rests_on),
        cmocka_unit_test(what_no_kind_claims_is_named),
        cmocka_unit_test(an_identity_that_a_query_says_is_the_servers),
        cmocka_unit_test(what_is_ignored_takes_its_parts_along_and_is_not_missed),
        cmocka_unit_test(settings_of_the_session_do_not_show),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
