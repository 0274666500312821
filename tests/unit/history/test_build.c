#include "base/file.h"
#include "history/build.h"
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void file_free(gpointer data) {
    GitFile *file = data;
    g_free(file->path);
    g_bytes_unref(file->bytes);
    g_free(file);
}

static GPtrArray *files_of_list(const char *path, va_list arguments) {
    GPtrArray *files = g_ptr_array_new_with_free_func(file_free);
    for (; path != NULL; path = va_arg(arguments, const char *)) {
        const char *text = va_arg(arguments, const char *);
        GitFile *file = g_new0(GitFile, 1);
        file->path = g_strdup(path);
        file->bytes = g_bytes_new(text, strlen(text));
        file->symlink = g_str_has_prefix(text, "LINK");
        g_ptr_array_add(files, file);
    }
    return files;
}

/* A list of (path, text) pairs that ends with NULL. */
static GPtrArray *files_of(const char *path, ...) {
    va_list arguments;
    va_start(arguments, path);
    GPtrArray *files = files_of_list(path, arguments);
    va_end(arguments);
    return files;
}

/* The same as a history. */
static History *history_of(GError **error, const char *path, ...) {
    va_list arguments;
    va_start(arguments, path);
    g_autoptr(GPtrArray) files = files_of_list(path, arguments);
    va_end(arguments);
    return history_from_files("migrations", files, error);
}

static void assert_refused(History *history, GError *error, const char *words) {
    assert_null(history);
    assert_non_null(error);
    assert_int_equal(error->domain, HISTORY_ERROR);
    assert_int_equal(error->code, FAIL_USAGE);
    if (strstr(error->message, words) == NULL)
        fail_msg("'%s' does not say '%s'", error->message, words);
    g_error_free(error);
}

static void assert_text(GBytes *bytes, const char *expected) {
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
}

static void migrations_are_ordered_by_the_number_of_their_version(void **state) {
    (void)state;
    g_autoptr(History) history =
        history_of(NULL, "20240101000000_b/migration.sql", "SELECT 1;", "9_a/migration.sql",
                   "SELECT 1;", "0_init/migration.sql", "SELECT 1;", NULL);
    assert_non_null(history);
    assert_int_equal(history_count(history), 3);
    assert_string_equal(history_at(history, 0)->label, "0_init");
    assert_string_equal(history_at(history, 1)->label, "9_a");
    assert_string_equal(history_at(history, 2)->path, "migrations/20240101000000_b/migration.sql");
    assert_ptr_equal(history_find(history, "9"), history_at(history, 1));
    assert_ptr_equal(history_find(history, "9_a"), history_at(history, 1));
    assert_null(history_find(history, "10"));
}

static void a_prisma_folder_is_read_as_it_stands(void **state) {
    (void)state;
    g_autoptr(History) history =
        history_of(NULL, "20200101000000_some-Name.x/migration.sql", "-- CreateTable\nSELECT 1;",
                   "20200101000000_some-Name.x/down.sql", "SELECT 2;", "README.md", "words",
                   "migration_lock.toml", "provider = \"postgresql\"", NULL);
    assert_non_null(history);
    assert_int_equal(history_count(history), 1);
    const Migration *migration = history_at(history, 0);
    assert_string_equal(migration->name, "some-Name.x");
    assert_true(migration->transactional);
    assert_text(migration->down, "SELECT 2;");
}

static void an_empty_folder_is_an_empty_history(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(NULL, NULL);
    assert_non_null(history);
    assert_int_equal(history_count(history), 0);
}

static void a_comment_alone_is_a_migration(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(NULL, "1_a/migration.sql", "-- nothing\n", NULL);
    assert_non_null(history);
}

static void what_is_no_migration_is_refused_with_its_path(void **state) {
    (void)state;
    static const struct {
        const char *path, *text, *words;
    } rows[] = {
        {"add_users/migration.sql", "SELECT 1;", "migrations/add_users/migration.sql"},
        {"_x/migration.sql", "SELECT 1;", "rename it to <version>_<name>/migration.sql"},
        {"1_a%b/migration.sql", "SELECT 1;", "rename it to"},
        {"123456789012345678901_x/migration.sql", "SELECT 1;", "rename it to"},
        {"stray.sql", "SELECT 1;", "migrations/stray.sql"},
        {"1_a/migration.sql", "", "empty (0 bytes)"},
        {"1_a/migration.sql", "LINK", "symbolic link"},
        {"1_a/down.sql", "SELECT 1;", "1_a has no migration, only other files"},
        {"1_a/migration.sql", "-- migrate: no-transacton\nSELECT 1;", "no-transaction"},
        {"1_a/migration.sql", "SELECT 1;\n-- migrate: no-transaction\n", ":2:1:"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        GError *error = NULL;
        History *history = history_of(&error, rows[i].path, rows[i].text, NULL);
        assert_null(history);
        assert_non_null(error);
        assert_int_equal(error->code, FAIL_USAGE);
        if (strstr(error->message, rows[i].words) == NULL)
            fail_msg("'%s' does not say '%s'", error->message, rows[i].words);
        g_error_free(error);
    }
}

static void what_a_layout_knows_by_its_version_has_it_alone(void **state) {
    (void)state;
    GError *error = NULL;
    History *history = history_of(&error, "1_a.up.sql", "SELECT 1;", "1_b.up.sql", "SELECT 1;",
                                  "2_c.up.sql", "SELECT 1;", "2_d.up.sql", "SELECT 1;", NULL);
    assert_refused(
        history, error,
        "migrations/1_b.up.sql:1: 1_a and 1_b have the same version: the order of the "
        "two is not defined; give one of them a later version (the first of 2 problems)");
}

static void dates_of_different_lengths_have_to_be_in_order_either_way(void **state) {
    (void)state;
    GError *error = NULL;
    History *history = history_of(&error, "20230912150657_a/migration.sql", "SELECT 1;",
                                  "202310122339_b/migration.sql", "SELECT 1;",
                                  "20230913150657_c/migration.sql", "SELECT 1;", NULL);
    assert_refused(history, error,
                   "migrations/202310122339_b/migration.sql:1: 202310122339_b comes before "
                   "20230912150657_a by its number, and after it by its name: some tools order by "
                   "one, some by the other; rename it so that its version has as many digits as "
                   "the other one");
    g_autoptr(History) fine =
        history_of(NULL, "2_x/migration.sql", "SELECT 1;", "10_y/migration.sql", "SELECT 1;",
                   "00000000000000_z/migration.sql", "SELECT 1;", "1510262030_c/migration.sql",
                   "SELECT 1;", "202309121506_d/migration.sql", "SELECT 1;",
                   "20230912150657_e/migration.sql", "SELECT 1;", NULL);
    assert_non_null(fine);
}

/* "severity code file:line:column" of each finding, a line each. */
static char *describe(const Findings *findings) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        g_string_append_printf(text, "%s%s %s %s:%u:%u", text->len ? "\n" : "",
                               severity_name(finding->severity), finding->code, finding->file,
                               finding->line, finding->column);
    }
    return g_string_free(text, FALSE);
}

static void everything_that_is_wrong_is_found_at_once(void **state) {
    (void)state;
    g_autoptr(GPtrArray) files = files_of(
        "1_a/migration.sql", "SELECT 1;\n-- migrate: idempotent\n  -- migrate: no-transaction\n",
        "1_a/down.sql", "SELECT 'open;", "2_b/migration.sql", "", "2_b/down.sql", "",
        "3_c/migration.sql", "LINK", "4_d/down.sql", "SELECT 1;", "4_e/notes.txt", "words",
        "5_f/migration.sql", "SELECT 1;", "5_g/migration.sql", "SELECT 1;", "stray.sql",
        "SELECT 1;", "6_h/migration.sql", "-- migrate: x\n", NULL);
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(Folder) folder = folder_from_files("m", NULL, files);
    g_autoptr(History) history = history_build(folder, findings, NULL);
    g_autofree char *text = describe(findings);
    assert_string_equal(text, "warning empty-migration m/2_b/down.sql:1:0\n"
                              "error empty-migration m/2_b/migration.sql:1:0\n"
                              "error symbolic-link m/3_c/migration.sql:0:0\n"
                              "error malformed-name m/stray.sql:1:0\n"
                              "error missing-migration m/4_d/down.sql:0:0\n"
                              "error missing-migration m/4_e/notes.txt:0:0\n"
                              "warning duplicate-version m/5_g/migration.sql:1:0\n"
                              "error unreadable m/1_a/migration.sql:2:1\n"
                              "error unreadable m/1_a/migration.sql:3:3\n"
                              "error unreadable m/1_a/down.sql:1:8\n"
                              "error unreadable m/6_h/migration.sql:1:1");
    assert_false(history->whole);
    assert_int_equal(history_count(history), 5);
    assert_non_null(history_find(history, "1_a")->directives);
    assert_null(history_find(history, "6_h")->directives);
}

static void two_migrations_of_one_version_have_the_order_of_their_names(void **state) {
    (void)state;
    g_autoptr(GPtrArray) files = files_of("3_e/migration.sql", "SELECT 1;", "3_d/migration.sql",
                                          "SELECT 1;", "01_a/migration.sql", "SELECT 1;", NULL);
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(Folder) folder = folder_from_files("m", NULL, files);
    g_autoptr(History) history = history_build(folder, findings, NULL);
    g_autofree char *text = describe(findings);
    assert_string_equal(text, "warning duplicate-version m/3_e/migration.sql:1:0");
    assert_true(history->whole);
    assert_string_equal(history_at(history, 1)->key, "3_d");
    assert_string_equal(history_find(history, "3")->key, "3_e");
    assert_int_equal(history_position(history, history_of_key(history, "3_d")), 2);
}

static void what_is_no_error_leaves_the_history_whole(void **state) {
    (void)state;
    g_autoptr(GPtrArray) files =
        files_of("1_a/migration.sql", "SELECT 1;", "1_a/down.sql", "", NULL);
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(Folder) folder = folder_from_files("m", NULL, files);
    findings_add(findings, "other", SEVERITY_ERROR, "found before");
    g_autoptr(History) history = history_build(folder, findings, NULL);
    assert_true(history->whole);
    assert_int_equal(findings->len, 2);
}

/* "1_a" and "1-a" are one label in a layout of files. */
static void two_files_of_one_label_are_two_migrations(void **state) {
    (void)state;
    g_autoptr(GPtrArray) files = files_of("1_a.sql", "SELECT 1;", "1-a.sql", "SELECT 2;", NULL);
    g_autoptr(GPtrArray) findings = findings_new();
    g_autoptr(Folder) folder = folder_from_files("m", NULL, files);
    g_autoptr(History) history = history_build(folder, findings, NULL);
    g_autofree char *text = describe(findings);
    assert_int_equal(history_count(history), 2);
    assert_int_equal(findings->len, 1);
    assert_true(g_str_has_prefix(text, "error duplicate-version m/1"));
}

static void line_ends_change_the_raw_sum_and_nothing_else(void **state) {
    (void)state;
    g_autoptr(History) lf = history_of(NULL, "1_a/migration.sql", "SELECT\n1;\n", NULL);
    g_autoptr(History) crlf = history_of(NULL, "1_a/migration.sql", "SELECT\r\n1;\r\n", NULL);
    const Migration *one = history_at(lf, 0), *two = history_at(crlf, 0);
    assert_false(sum_equal(&one->raw, &two->raw));
    assert_true(sum_equal(&one->lf, &two->lf));
    assert_true(sum_equal(&one->chain, &two->chain));
}

static void the_chain_depends_on_everything_before_it(void **state) {
    (void)state;
    g_autoptr(History) one =
        history_of(NULL, "1_a/migration.sql", "SELECT 1;", "2_b/migration.sql", "SELECT 2;", NULL);
    g_autoptr(History) two =
        history_of(NULL, "1_a/migration.sql", "SELECT 3;", "2_b/migration.sql", "SELECT 2;", NULL);
    assert_true(sum_equal(&history_at(one, 1)->lf, &history_at(two, 1)->lf));
    assert_false(sum_equal(&history_at(one, 1)->chain, &history_at(two, 1)->chain));
}

static void directives_set_the_mode(void **state) {
    (void)state;
    g_autoptr(History) history =
        history_of(NULL, "1_a/migration.sql",
                   "-- migrate: no-transaction\n-- migrate: idempotent\nVACUUM;", NULL);
    assert_false(history_at(history, 0)->transactional);
    assert_true(history_at(history, 0)->idempotent);
}

static void golang_migrate_pairs_are_one_migration(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(NULL, "000001_init.up.sql", "SELECT 1;",
                                            "000001_init.down.sql", "SELECT 2;", NULL);
    assert_non_null(history);
    assert_string_equal(history->layout->name, "golang-migrate");
    assert_int_equal(history_count(history), 1);
    assert_text(history_at(history, 0)->text, "SELECT 1;");
    assert_text(history_at(history, 0)->down, "SELECT 2;");
}

static void dbmate_sections_keep_their_lines(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(
        NULL, "20200101000000_a.sql",
        "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;\n", NULL);
    assert_non_null(history);
    assert_string_equal(history->layout->name, "dbmate");
    const Migration *migration = history_at(history, 0);
    assert_false(migration->transactional);
    gsize length;
    const char *text = g_bytes_get_data(migration->text, &length);
    assert_non_null(g_strstr_len(text, (gssize)length, "\nSELECT 1;\n"));
    assert_null(g_strstr_len(text, (gssize)length, "SELECT 2"));
    text = g_bytes_get_data(migration->down, &length);
    assert_null(g_strstr_len(text, (gssize)length, "SELECT 1"));
    assert_non_null(g_strstr_len(text, (gssize)length, "\nSELECT 2;\n"));
}

static void a_first_line_of_another_tool_asks_for_no_transaction(void **state) {
    (void)state;
    g_autoptr(History) history =
        history_of(NULL, "1_a.sql", "-- no-transaction\r\nSELECT 1;", "2_b.sql",
                   "\n-- no-transaction\nSELECT 1;", "3-c.sql",
                   "-- postgres-migrations disable-transaction\nSELECT 1;", NULL);
    assert_false(history_at(history, 0)->transactional);
    assert_true(history_at(history, 1)->transactional);
    assert_false(history_at(history, 2)->transactional);
    g_autoptr(History) pairs = history_of(NULL, "1_a.up.sql", "SELECT 1;", "1_a.down.sql",
                                          "-- no-transaction\nSELECT 1;", NULL);
    assert_true(history_at(pairs, 0)->transactional);
    assert_false(history_at(pairs, 0)->down_transactional);
    g_autoptr(History) ours =
        history_of(NULL, "1_a/migration.sql", "-- no-transaction\nSELECT 1;", NULL);
    assert_true(history_at(ours, 0)->transactional);
}

static void nothing_but_what_needs_no_transaction_has_none(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(
        NULL, "1_a/migration.sql", "-- why\nCREATE INDEX CONCURRENTLY i ON t (a);\n",
        "1_a/down.sql", "DROP INDEX CONCURRENTLY i", "2_b/migration.sql", "VACUUM; SELECT 1;",
        "3_c/migration.sql", "CREATE INDEX i ON t (a);", "4_d/migration.sql",
        "VACUUM; CREATE INDEX CONCURRENTLY j ON t (b);\n-- end\n", "5_e/migration.sql",
        "VACUUM; CREATE INDEX CONCURRENTLY j ON t (b); SELECT 1", NULL);
    assert_false(history_at(history, 0)->transactional);
    assert_false(history_at(history, 0)->down_transactional);
    assert_true(history_at(history, 1)->transactional);
    assert_true(history_at(history, 2)->transactional);
    assert_false(history_at(history, 3)->transactional);
    assert_true(history_at(history, 4)->transactional);
}

static void a_name_may_be_empty(void **state) {
    (void)state;
    g_autoptr(History) history =
        history_of(NULL, "20231108111118_/migration.sql", "SELECT 1;", NULL);
    assert_string_equal(history_at(history, 0)->name, "");
    assert_string_equal(history_at(history, 0)->label, "20231108111118_");
}

static void an_empty_down_file_reverts_nothing(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(NULL, "2026-11-21-120000_a/up.sql", "SELECT 1;",
                                            "2026-11-21-120000_a/down.sql", "", NULL);
    assert_string_equal(history->layout->name, "diesel");
    assert_string_equal(history_at(history, 0)->version, "20261121120000");
    assert_non_null(history_at(history, 0)->down_path);
    assert_null(history_at(history, 0)->down);
}

static void goose_flyway_and_flat_files_are_recognised(void **state) {
    (void)state;
    static const struct {
        const char *path, *text, *layout, *version;
    } rows[] = {
        {"00001_a.sql", "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose Down\n",
         "goose", "00001"},
        {"00002_b.sql", "-- +goose no transaction\n-- +goose UP\nSELECT 1;\n-- +GOOSE down\n",
         "goose", "00002"},
        {"V3__add_users.sql", "SELECT 1;", "flyway", "3"},
        {"7_plain.sql", "SELECT 1;", "flat", "7"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(History) history = history_of(NULL, rows[i].path, rows[i].text, NULL);
        assert_non_null(history);
        assert_string_equal(history->layout->name, rows[i].layout);
        assert_string_equal(history_at(history, 0)->version, rows[i].version);
        assert_int_equal(history_at(history, 0)->transactional, i > 1);
    }
}

/* Nothing but the marks says which half of the file is the way back. */
static void the_way_back_in_a_file_with_marks_is_not_executed(void **state) {
    (void)state;
    static const struct {
        const char *path, *text, *layout;
        bool transactional;
    } rows[] = {
        {"20240101000000-a.sql", "-- +migrate Up\nSELECT 1;\n-- +migrate Down\nDROP TABLE a;\n",
         "sql-migrate", true},
        {"20240101000000-a.sql",
         "/* Licence */\n-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\nDROP TABLE "
         "a;\n",
         "sql-migrate", false},
        {"1704067200000_a.sql", "-- Up Migration\nSELECT 1;\n-- Down Migration\nDROP TABLE a;\n",
         "node-pg-migrate", true},
        {"1_a.sql", "-- rambler up\nSELECT 1;\n-- rambler down\nDROP TABLE a;\n", "rambler", true},
        {"1_a.sql", "SELECT 1;\n---- create above / drop below ----\nDROP TABLE a;\n", "tern",
         true},
        {"1_a.sql", "-- // a\nSELECT 1;\n-- //@UNDO\nDROP TABLE a;\n", "mybatis", true},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(History) history = history_of(NULL, rows[i].path, rows[i].text, NULL);
        assert_non_null(history);
        assert_string_equal(history->layout->name, rows[i].layout);
        const Migration *migration = history_at(history, 0);
        assert_int_equal(migration->transactional, rows[i].transactional);
        gsize length;
        const char *text = g_bytes_get_data(migration->text, &length);
        assert_non_null(g_strstr_len(text, (gssize)length, "SELECT 1;"));
        assert_null(g_strstr_len(text, (gssize)length, "DROP"));
        text = g_bytes_get_data(migration->down, &length);
        assert_null(g_strstr_len(text, (gssize)length, "SELECT"));
        assert_non_null(g_strstr_len(text, (gssize)length, "DROP TABLE a;"));
    }
}

/* Whether one file of this text, beside one with all marks, has this way up and this way back. */
static void assert_directions(const char *marked, const char *text, const char *up,
                              const char *down) {
    g_autoptr(History) history = history_of(NULL, "1_a.sql", marked, "2_b.sql", text, NULL);
    assert_non_null(history);
    const GBytes *both[] = {history_at(history, 1)->text, history_at(history, 1)->down};
    const char *expected[] = {up, down};
    for (guint i = 0; i < 2; i++) {
        if (!expected[i]) {
            assert_null(both[i]);
            continue;
        }
        gsize length;
        const char *bytes = g_bytes_get_data((GBytes *)both[i], &length);
        g_autofree char *script = g_strndup(bytes, length);
        g_auto(GStrv) words = g_strsplit_set(script, " \n", -1);
        g_autoptr(GString) joined = g_string_new(NULL);
        for (char **word = words; *word; word++)
            g_string_append(joined, *word);
        assert_string_equal(joined->str, expected[i]);
    }
}

static void marks_are_found_as_their_tools_find_them(void **state) {
    (void)state;
    static const char node[] = "-- Up Migration\n-- Down Migration\n", mybatis[] = "-- //@UNDO\n",
                      dbmate[] = "-- migrate:up\n", rambler[] = "-- rambler up\n";
    assert_directions(node, "--UP  MIGRATION: x\na;\n -- down migration\nb;\n", "a;", "b;");
    assert_directions(node, "a;\n", "a;", NULL);
    assert_directions(mybatis, "a;\n -- //@undo\nb;\n", "a;", "b;");
    assert_directions(dbmate, "--migrate:up\na;\n--migrate:down\nb;\n", "a;", "b;");
    assert_directions(rambler, "-- rambler up\na;\n-- rambler downtown\n", "a;--ramblerdowntown",
                      NULL);
    assert_directions(rambler,
                      "-- rambler up\na;\n-- rambler down\nb;\n-- rambler up\nc;\n"
                      "-- rambler down\nd;\n",
                      "a;c;", NULL);
}

static void what_goes_by_names_has_their_order(void **state) {
    (void)state;
    static const char up[] = "-- rambler up\nSELECT 1;\n";
    g_autoptr(History) history =
        history_of(NULL, "2017-01-06_120:14:30_b.sql", up, "2017-01-02-04_a.sql", up,
                   "20161231_z.sql", up, "04_first.sql", up, NULL);
    assert_non_null(history);
    static const char *const order[] = {"04_first", "20161231_z", "2017_01-02-04_a",
                                        "2017_01-06_120:14:30_b"};
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        assert_string_equal(history_at(history, i)->label, order[i]);
        assert_string_equal(history_at(history, i)->key, order[i]);
    }
}

/* Where names and numbers disagree, it goes by the numbers, and nobody is in doubt. */
static void what_goes_by_numbers_may_have_dates_of_any_length(void **state) {
    (void)state;
    g_autoptr(History) history =
        history_of(NULL, "20240101_a.sql", "SELECT 1;\n-- //@UNDO\n",
                   "20231201000000_[x]_it's_@b.sql", "SELECT 1;\n-- //@UNDO\n", NULL);
    assert_non_null(history);
    assert_string_equal(history_at(history, 1)->name, "[x]_it's_@b");
}

/* By the numbers of its version, with whatever stands between them. */
static void flyways_versions_and_repeatable_migrations_are_read(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(
        NULL, "V1_10__c.sql", "SELECT 1;\n", "x/V1.9__b.sql", "SELECT 1;\n", "V1__a.sql",
        "SELECT 1;\n", "R__w.sql", "SELECT 1;\n", "R__v.sql", "SELECT 1;\n", "V1.9__b.sql.conf",
        "executeInTransaction = no\n", "V1__a.sql.conf", "executeInTransaction=FALSE\n", NULL);
    assert_non_null(history);
    assert_int_equal(history_count(history), 3);
    static const char *const labels[] = {"1_a", "1.9_b", "1.10_c"};
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
        assert_string_equal(history_at(history, i)->label, labels[i]);
        assert_int_equal(history_at(history, i)->transactional, i > 0);
    }
    assert_int_equal(history->repeats->len, 2);
    assert_string_equal(((Migration *)history->repeats->pdata[0])->label, "R__v");
}

/* These tools split at each semicolon that ends a line. */
static void a_statement_with_semicolons_is_guarded(void **state) {
    (void)state;
    static const char up[] = "CREATE TABLE a ();\n\nDO $$\nBEGIN\n    NULL;\nEND\n$$;\n";
    static const struct {
        const char *layout, *text;
    } rows[] = {
        {"goose", "-- +goose Up\n\nCREATE TABLE a ();\n\n-- +goose StatementBegin\nDO $$\nBEGIN\n"
                  "    NULL;\nEND\n$$;\n-- +goose StatementEnd\n\n-- +goose Down\n\nSELECT 1;\n"},
        {"sql-migrate",
         "-- +migrate Up\n\nCREATE TABLE a ();\n\n-- +migrate StatementBegin\nDO $$\nBEGIN\n"
         "    NULL;\nEND\n$$;\n-- +migrate StatementEnd\n\n-- +migrate Down\n\nSELECT 1;\n"},
        {"mybatis", "CREATE TABLE a ();\n\n-- @DELIMITER ;--\nDO $$\nBEGIN\n    NULL;\nEND\n$$;--\n"
                    "-- @DELIMITER ;\n\n-- //@UNDO\n\nSELECT 1;\n"},
    };
    for (const Layout *layout = layouts; layout->name; layout++)
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            if (strcmp(layout->name, rows[i].layout) != 0)
                continue;
            g_autofree char *text = layout_text(layout, "1_a", up, "SELECT 1;\n");
            assert_string_equal(text, rows[i].text);
            g_autoptr(History) history = history_of(NULL, "1_a.sql", text, NULL);
            assert_string_equal(history->layout->name, layout->name);
            assert_true(history->whole);
        }
}

static void what_runs_alone_asks_for_that_in_the_tools_words(void **state) {
    (void)state;
    static const char up[] = "-- migrate: no-transaction\nVACUUM;\n";
    static const struct {
        const char *layout, *head;
    } rows[] = {{"goose", "-- +goose NO TRANSACTION\n-- +goose Up\n"},
                {"sql-migrate", "-- +migrate Up notransaction\n"},
                {"dbmate", "-- migrate:up transaction:false\n"}};
    for (const Layout *layout = layouts; layout->name; layout++)
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            if (strcmp(layout->name, rows[i].layout) != 0)
                continue;
            g_autofree char *text = layout_text(layout, "1_a", up, NULL);
            assert_true(g_str_has_prefix(text, rows[i].head));
        }
}

#define FORMATTED "--liquibase formatted sql\n"

static void formatted_sql_has_its_way_back_in_comments(void **state) {
    (void)state;
    g_autoptr(History) history = history_of(
        NULL, "1_a.sql",
        FORMATTED "\n--changeset ann:1 splitStatements:false\nCREATE TABLE a (id int);\n"
                  "--rollback DROP TABLE\n--rollback   a;\n"
                  "-- Changeset ann:2 runOnChange:false dbms:postgresql\nCREATE TABLE b (id int);\n"
                  "--rollback DROP TABLE b;\n--changeset ann:3\nSELECT 1;\n--rollback empty\n",
        "2_b.sql", FORMATTED "--changeset ann:1\nSELECT 1;\n", NULL);
    assert_non_null(history);
    assert_string_equal(history->layout->name, "liquibase");
    assert_text(history_at(history, 0)->down, "\nDROP TABLE b;\nDROP TABLE\na;\n");
    assert_null(history_at(history, 1)->down);
    g_autofree char *text =
        layout_text(history->layout, "3_c", "CREATE TABLE c ();\n", "-- goes: c\nDROP TABLE c;\n");
    assert_string_equal(text, FORMATTED "\n--changeset migrate:3_c splitStatements:false\n"
                                        "CREATE TABLE c ();\n--rollback DROP TABLE c;\n");
}

static void what_decides_about_change_sets_is_refused_by_name(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"--changeset a:1 labels:x\n", "1_a.sql:2: this has 'labels'"},
        {"--changeset a:1\n--changeset a:2 contextFilter:test\n", "1_a.sql:3: this has 'contextF"},
        {"--changeset a:1 runOnChange:true\n", "this has 'runOnChange'"},
        {"--changeset a:1 dbms:mysql\n", "this has 'dbms'"},
        {"--changeset a:1 endDelimiter:GO\n", "this has 'endDelimiter'"},
        {"--changeset a:1\n--preconditions onFail:MARK_RAN\n", "this has 'preconditions'"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        GError *error = NULL;
        g_autofree char *text = g_strconcat(FORMATTED, rows[i].text, "SELECT 1;\n", NULL);
        History *refused = history_of(&error, "1_a.sql", text, NULL);
        assert_refused(refused, error, rows[i].words);
    }
}

static void a_program_is_refused(void **state) {
    (void)state;
    GError *error = NULL;
    History *refused = history_of(&error, "1_a.sql", "-- +goose Up\nSELECT 1;\n", "2_b.go",
                                  "package migrations\n", NULL);
    assert_refused(refused, error, "2_b.go:1: this migration is a program");
    g_autoptr(History) history = history_of(NULL, "1_a.sql", "-- +goose Up\nSELECT 1;\n",
                                            "1_a_test.go", "package migrations\n", NULL);
    assert_non_null(history);
}

static void a_folder_on_disk_reads_like_its_files(void **state) {
    (void)state;
    g_autofree char *root = g_dir_make_tmp("migrate-XXXXXX", NULL);
    g_autofree char *folder = g_build_filename(root, "1_a", NULL);
    g_autofree char *path = g_build_filename(folder, "migration.sql", NULL);
    assert_int_equal(g_mkdir(folder, 0755), 0);
    GError *error = NULL;
    History *refused = history_read(root, &error);
    assert_refused(refused, error, "1_a has no migration: its folder is empty");
    assert_true(g_file_set_contents(path, "SELECT 1;\n", -1, NULL));
    g_autoptr(History) history = history_read(root, NULL);
    assert_non_null(history);
    assert_string_equal(history_at(history, 0)->path, path);
    assert_text(history_at(history, 0)->text, "SELECT 1;\n");
    g_autofree char *link = g_build_filename(folder, "down.sql", NULL);
    assert_int_equal(symlink(path, link), 0);
    assert_null(history_read(root, NULL));
    assert_true(file_remove_tree(root, NULL));
    g_autoptr(GError) missing = NULL;
    assert_null(history_read(root, &missing));
    assert_int_equal(missing->code, FAIL_USAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(migrations_are_ordered_by_the_number_of_their_version),
        cmocka_unit_test(a_prisma_folder_is_read_as_it_stands),
        cmocka_unit_test(an_empty_folder_is_an_empty_history),
        cmocka_unit_test(a_first_line_of_another_tool_asks_for_no_transaction),
        cmocka_unit_test(nothing_but_what_needs_no_transaction_has_none),
        cmocka_unit_test(a_name_may_be_empty),
        cmocka_unit_test(an_empty_down_file_reverts_nothing),
        cmocka_unit_test(dates_of_different_lengths_have_to_be_in_order_either_way),
        cmocka_unit_test(a_comment_alone_is_a_migration),
        cmocka_unit_test(what_is_no_migration_is_refused_with_its_path),
        cmocka_unit_test(two_migrations_of_one_version_have_the_order_of_their_names),
        cmocka_unit_test(what_a_layout_knows_by_its_version_has_it_alone),
        cmocka_unit_test(everything_that_is_wrong_is_found_at_once),
        cmocka_unit_test(what_is_no_error_leaves_the_history_whole),
        cmocka_unit_test(two_files_of_one_label_are_two_migrations),
        cmocka_unit_test(line_ends_change_the_raw_sum_and_nothing_else),
        cmocka_unit_test(the_chain_depends_on_everything_before_it),
        cmocka_unit_test(directives_set_the_mode),
        cmocka_unit_test(golang_migrate_pairs_are_one_migration),
        cmocka_unit_test(dbmate_sections_keep_their_lines),
        cmocka_unit_test(goose_flyway_and_flat_files_are_recognised),
        cmocka_unit_test(the_way_back_in_a_file_with_marks_is_not_executed),
        cmocka_unit_test(marks_are_found_as_their_tools_find_them),
        cmocka_unit_test(what_goes_by_names_has_their_order),
        cmocka_unit_test(what_goes_by_numbers_may_have_dates_of_any_length),
        cmocka_unit_test(flyways_versions_and_repeatable_migrations_are_read),
        cmocka_unit_test(a_statement_with_semicolons_is_guarded),
        cmocka_unit_test(what_runs_alone_asks_for_that_in_the_tools_words),
        cmocka_unit_test(formatted_sql_has_its_way_back_in_comments),
        cmocka_unit_test(what_decides_about_change_sets_is_refused_by_name),
        cmocka_unit_test(a_program_is_refused),
        cmocka_unit_test(a_folder_on_disk_reads_like_its_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
