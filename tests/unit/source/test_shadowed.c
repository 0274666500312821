/* Temporary objects that have the names of what our queries read: none of them stands in for it.
 * The names are those that the tool's own files have. */
#include "base/file.h"
#include "catalog/fingerprint.h"
#include "catalog/load.h"
#include "source/replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

static const char SCHEMA[] =
    "CREATE TYPE mood AS ENUM ('evil', 'good');"
    "CREATE DOMAIN positive AS int CHECK (VALUE > 0);"
    "CREATE SEQUENCE counter INCREMENT 3;"
    "CREATE TABLE whole (id int GENERATED ALWAYS AS IDENTITY, at date, m mood DEFAULT 'evil',"
    " PRIMARY KEY (id, at)) PARTITION BY RANGE (at);"
    "CREATE TABLE part PARTITION OF whole FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');"
    "CREATE INDEX ON whole (m); COMMENT ON TABLE whole IS 'x'; CREATE STATISTICS s ON id, m FROM"
    " whole; ALTER TABLE part ALTER m SET STATISTICS 7; ALTER TABLE part SET (fillfactor = 50);"
    "CREATE VIEW v AS SELECT * FROM whole; CREATE RULE r AS ON INSERT TO v DO INSTEAD NOTHING;"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    "CREATE TRIGGER t BEFORE INSERT ON whole FOR EACH ROW EXECUTE FUNCTION f();"
    "ALTER TABLE whole ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON whole USING (id > 0);"
    "GRANT SELECT ON whole TO PUBLIC; GRANT SELECT (id) ON part TO PUBLIC;"
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;"
    "CREATE PUBLICATION pub FOR TABLE part; CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);"
    "CREATE CAST (mood AS int) WITH INOUT; CREATE EXTENSION citext;";

/* The words behind `pattern` in every file of the tool, as an array's literal. Caller frees. */
static char *words_of_files(const char *pattern) {
    g_autoptr(GString) array = g_string_new("{");
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
    g_autofree char *top = g_build_filename(g_getenv("SOURCE") ?: ".", "migrate", NULL);
    static const char *const suffixes[] = {".sql", ".c"};
    for (guint s = 0; s < G_N_ELEMENTS(suffixes); s++) {
        g_autoptr(GPtrArray) files = file_list(top, suffixes[s], NULL);
        assert_non_null(files);
        for (guint i = 0; i < files->len; i++) {
            g_autofree char *path = g_build_filename(top, files->pdata[i], NULL);
            g_autofree char *text = NULL;
            g_autoptr(GMatchInfo) match = NULL;
            assert_true(g_file_get_contents(path, &text, NULL, NULL));
            for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
                 g_match_info_next(match, NULL)) {
                g_autofree char *word = g_match_info_fetch(match, 1);
                if (!g_hash_table_contains(seen, word))
                    g_string_append_printf(array, "%s%s", array->len > 1 ? "," : "", word);
                g_hash_table_add(seen, g_steal_pointer(&word));
            }
        }
    }
    return g_strconcat(array->str, "}", NULL);
}

/* SQL that makes a temporary view that raises of each catalog, and a temporary type of each type.
 * `count` gets how many. Caller frees. */
static char *shadows(Pg *pg, guint *count) {
    g_autofree char *relations = words_of_files("\\b(pg_[a-z0-9_]+)"),
                    *types = words_of_files("::(?:pg_catalog\\.)?([a-z][a-z0-9]+)");
    const char *const values[] = {relations, types};
    g_autoptr(Rows) rows = pg_query(
        pg,
        "SELECT format('CREATE TEMP VIEW %1$I AS SELECT %2$s FROM pg_catalog.%1$I WHERE (SELECT"
        " pg_temp.raise());', c.relname, string_agg(quote_ident(a.attname), ', ')) FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid <> 'anyarray'::"
        "regtype WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind IN ('r', 'v') AND"
        " c.relname = ANY ($1::text[]) AND has_table_privilege(c.oid, 'SELECT') GROUP BY c.relname"
        " UNION ALL SELECT format('CREATE TYPE pg_temp.%I AS (shadow boolean);', typname)"
        " FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typrelid = 0"
        " AND typname = ANY ($2::text[])",
        2, values, NULL);
    assert_non_null(rows);
    g_autoptr(GString) sql = g_string_new(
        "CREATE FUNCTION pg_temp.raise() RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION"
        " ''a temporary view was read''; END';");
    for (guint i = 0; i < rows_count(rows); i++)
        g_string_append(sql, rows_value(rows, i, 0));
    *count = rows_count(rows);
    return g_strdup(sql->str);
}

static void run(Pg *pg, const char *sql) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new(sql, strlen(sql));
    Script *script = script_new("migration.sql", bytes, true);
    if (!replay(shared, pg, script, NULL, &error))
        fail_msg("%s", error->message);
    script_free(script);
}

static char *fingerprint(Pg *pg) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Catalog) catalog =
        catalog_load(pg, &(LoadOptions){.default_owner = pg_user(pg)}, &error);
    if (!catalog)
        fail_msg("%s", error->message);
    Sum sum = catalog_fingerprint(catalog);
    assert_int_equal(catalog->unmodelled_count, 0);
    return sum_hex(&sum);
}

static void a_session_with_temporary_catalogs_reads_the_servers(void **state) {
    (void)state;
    guint count;
    g_autoptr(Pg) pg = scratch_database(shared, NULL);
    run(pg, SCHEMA);
    g_autofree char *before = fingerprint(pg), *sql = shadows(pg, &count);
    if (count < 70)
        fail_msg("only %u names were found: %s", count, sql);
    g_autoptr(GError) error = NULL;
    if (!pg_script(pg, sql, &error))
        fail_msg("%s", error->message);
    g_autofree char *after = fingerprint(pg);
    assert_string_equal(before, after);
    /* The pin does not read them either, nor the path that was left to it. */
    assert_true(pg_script(pg, "SET search_path = pg_temp, public", NULL));
    assert_true(pg_pin(pg, &error));
    g_autofree char *pinned = fingerprint(pg);
    assert_string_equal(before, pinned);
}

static void what_a_script_made_temporary_goes_with_it(void **state) {
    (void)state;
    guint count;
    g_autoptr(Pg) pg = scratch_database(shared, NULL);
    run(pg, SCHEMA);
    g_autofree char *before = fingerprint(pg), *sql = shadows(pg, &count);
    g_autofree char *script = g_strconcat(
        "CREATE TABLE plain (m mood); ALTER TABLE plain ALTER m TYPE mood;", sql,
        "ALTER TABLE public.plain ALTER m TYPE public.mood; DROP TABLE public.plain;", NULL);
    run(pg, script);
    g_autoptr(Rows) left = pg_query(pg,
                                    "SELECT FROM pg_catalog.pg_class WHERE relnamespace ="
                                    " pg_catalog.pg_my_temp_schema()",
                                    0, NULL, NULL);
    assert_int_equal(rows_count(left), 0);
    g_autofree char *after = fingerprint(pg);
    assert_string_equal(before, after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_with_temporary_catalogs_reads_the_servers),
        cmocka_unit_test(what_a_script_made_temporary_goes_with_it),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
