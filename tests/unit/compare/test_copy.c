/* A catalog rebuilt on the scratch server is the same catalog. */
#include "compare/draft.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char schema[] =
    "CREATE TYPE mood AS ENUM ('good', 'bad');\n"
    "CREATE TABLE users (id integer PRIMARY KEY, mood mood DEFAULT 'good', name text CHECK (name "
    "<> ''));\n"
    "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users ON DELETE "
    "CASCADE);\n"
    "CREATE INDEX ON posts (author) WHERE author IS NOT NULL;\n"
    "CREATE VIEW authors AS SELECT DISTINCT name FROM users JOIN posts ON author = users.id;\n"
    "CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * x';\n"
    "COMMENT ON TABLE users IS 'people';\n"
    "GRANT SELECT ON users TO PUBLIC;\n";

typedef struct {
    Scratch *scratch;
    Loaded loaded;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    const ScratchOptions options = {0};
    const LoadOptions load = {NULL, NULL, NULL};
    *state = fixture;
    fixture->scratch = scratch_start(&options, NULL);
    fixture->loaded.pg = fixture->scratch ? scratch_database(fixture->scratch, NULL) : NULL;
    g_autoptr(GBytes) text = g_bytes_new_static(schema, strlen(schema));
    Script *script = script_new("schema.sql", text, true);
    bool fine =
        fixture->loaded.pg && replay(fixture->scratch, fixture->loaded.pg, script, NULL, NULL);
    script_free(script);
    if (fine)
        fixture->loaded.catalog = catalog_load(fixture->loaded.pg, &load, NULL);
    return fixture->loaded.catalog ? 0 : -1;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    loaded_clear(&fixture->loaded);
    scratch_stop(fixture->scratch);
    g_free(fixture);
    return 0;
}

static void a_rebuilt_catalog_has_no_difference(void **state) {
    Fixture *fixture = *state;
    const SourceNames names = {0};
    g_auto(Loaded) copy = {0};
    g_autoptr(GError) error = NULL;
    assert_true(draft_rebuild(fixture->scratch, &names, fixture->loaded.catalog, &copy, &error));
    assert_null(error);
    g_autoptr(Diff) diff = diff_compare(fixture->loaded.catalog, copy.catalog, NULL);
    assert_true(diff_is_empty(diff));
    assert_int_equal(copy.catalog->count, fixture->loaded.catalog->count);
}

static void what_the_scratch_server_already_has_is_not_taken_for_the_catalogs(void **state) {
    Fixture *fixture = *state;
    const SourceNames names = {0};
    g_auto(Loaded) copy = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(Pg) other = scratch_database(fixture->scratch, NULL);
    const LoadOptions load = {NULL, NULL, NULL};
    g_autoptr(Catalog) empty = catalog_load(other, &load, &error);
    assert_non_null(empty);
    assert_true(draft_rebuild(fixture->scratch, &names, empty, &copy, &error));
    assert_int_equal(copy.catalog->count, empty->count);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_rebuilt_catalog_has_no_difference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            what_the_scratch_server_already_has_is_not_taken_for_the_catalogs, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
