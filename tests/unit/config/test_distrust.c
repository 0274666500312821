#include "base/file.h"
#include "config/config.h"
#include "config/distrust.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *nothing[] = {NULL};

static Config *load_as(bool untrusted, char **environment) {
    g_autoptr(GError) error = NULL;
    const ConfigRequest request = {
        .untrusted = untrusted, .base = "main", .environment = environment};
    Config *config = config_load(&request, &error);
    if (config == NULL)
        fail_msg("%s", error->message);
    return config;
}

static Config *load(void) {
    return load_as(true, nothing);
}

static void assert_refused(const char *part) {
    g_autoptr(GError) error = NULL;
    const ConfigRequest request = {.untrusted = true, .base = "main", .environment = nothing};
    g_autoptr(Config) config = config_load(&request, &error);
    assert_null(config);
    assert_int_equal(error->code, FAIL_USAGE);
    if (strstr(error->message, part) == NULL)
        fail_msg("'%s' does not say '%s'", error->message, part);
}

static void assert_note(const Config *config, const char *part) {
    for (const char *const *note = config_notes(config); *note; note++) {
        if (strstr(*note, part))
            return;
    }
    fail_msg("no note says '%s'", part);
}

/* A base branch with a migrate.ini, and a change on another branch. */
#define BASE                                                                                       \
    "git init -q .; mkdir schema;"                                                                 \
    "printf '[scratch]\\nbin_dir = /opt/pg/bin\\nextensions = hstore\\n' >migrate.ini;"            \
    "git add .; git commit -qm base; git checkout -qb change;"

static void settings_are_those_of_the_base_branch(void **state) {
    (void)state;
    gitbox_run(BASE "printf '[scratch]\\nbin_dir = /evil\\nprivileged = yes\\n"
                    "[apply]\\nlock_wait = 3s\\n' >migrate.ini");
    g_autoptr(Config) config = load();
    assert_true(config_untrusted(config));
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/opt/pg/bin");
    assert_string_equal(config_list(config, "scratch.extensions")[0], "hstore");
    assert_false(config_boolean(config, "scratch.privileged"));
    assert_int_equal(config_duration(config, "apply.lock_wait"), 10 * 60 * 1000);
    assert_note(config, "migrate.ini of main is used, not that of the change");
}

static void what_decides_about_the_verdict_is_not_the_changes(void **state) {
    (void)state;
    gitbox_run(BASE "printf '[project]\\nserver = 13\\nschema = other\\nmigrations = other\\n"
                    "[check]\\nmerged-edited = off\\n[ignore]\\nall = .\\n"
                    "[env dev]\\nowner = me\\n' >migrate.ini");
    g_autoptr(Config) config = load();
    assert_string_equal(config_string(config, "project.schema"), "schema");
    assert_string_equal(config_string(config, "project.migrations"), "migrations");
    assert_int_equal(config_integer(config, "project.server"), 0);
    assert_null(config_string(config, "check.merged-edited"));
    assert_null(config_list(config, "ignore.all")[0]);
    assert_null(config_string(config, "env.owner"));
}

static void a_file_nearer_to_the_project_does_not_hide_the_base_branchs(void **state) {
    (void)state;
    gitbox_run("git init -q .; mkdir -p db/schema; printf '[check]\\nadd-check = error\\n"
               "[project]\\nschema = db/schema\\n' >migrate.ini; put db/schema/a.sql x; git add .; "
               "git commit -qm base; printf '[check]\\nadd-check = off\\n' >db/migrate.ini");
    assert_int_equal(chdir("db"), 0);
    g_autoptr(Config) config = load();
    assert_string_equal(config_string(config, "check.add-check"), "error");
    assert_string_equal(config_string(config, "project.schema"), "../db/schema");
    assert_string_equal(config_root(config), "..");
}

static void a_file_further_away_does_not_replace_a_deleted_one(void **state) {
    (void)state;
    gitbox_run(
        "git init -q .; mkdir -p db; printf '[check]\\nadd-check = error\\n' "
        ">db/migrate.ini; git add .; git commit -qm base; git rm -q db/migrate.ini; mkdir -p "
        "db; printf '[check]\\nadd-check = off\\n' >migrate.ini");
    assert_int_equal(chdir("db"), 0);
    g_autoptr(Config) config = load();
    assert_string_equal(config_string(config, "check.add-check"), "error");
    assert_string_equal(config_root(config), ".");
}

static void the_first_file_of_a_project_in_the_usual_place_is_not_obeyed(void **state) {
    (void)state;
    gitbox_run("git init -q .; put migrations/1_a/migration.sql x; git add .; git commit -qm base; "
               "printf '[project]\\nmigrations = other\\n[check]\\nadd-check = off\\n' "
               ">migrate.ini");
    g_autoptr(Config) config = load();
    assert_string_equal(config_string(config, "project.migrations"), "migrations");
    assert_null(config_string(config, "check.add-check"));
    assert_note(config, "migrate.ini is ignored: it came with the change");
}

static void a_change_that_brings_a_project_says_where_it_is_and_no_more(void **state) {
    (void)state;
    gitbox_run("git init -q .; put readme x; git add .; git commit -qm base; printf "
               "'[project]\\nschema = data/schema\\nserver = 13\\n[check]\\nadd-check = off\\n' "
               ">migrate.ini");
    g_autoptr(Config) config = load();
    assert_string_equal(config_string(config, "project.schema"), "data/schema");
    assert_int_equal(config_integer(config, "project.server"), 0);
    assert_null(config_string(config, "check.add-check"));
    assert_note(config, "ignored except for where the project is");
}

static void mistakes_in_the_changes_file_are_found(void **state) {
    (void)state;
    gitbox_run(BASE "printf '[check]\\nadd-chek = off\\n' >migrate.ini");
    assert_refused("add-chek");
    gitbox_run("printf '[project]\\nserver = fifteen\\n' >migrate.ini");
    assert_refused("migrate.ini:2");
}

static void variables_of_the_process_do_not_get_into_messages(void **state) {
    (void)state;
    char *environment[] = {(char *)"TOKEN=s3cret", NULL};
    gitbox_run(BASE "printf '[project]\\nserver = ${TOKEN}\\nschema = ${TOKEN}\\n' >migrate.ini");
    g_autoptr(Config) config = load_as(true, environment);
    assert_string_equal(config_string(config, "project.schema"), "schema");
    for (const char *const *note = config_notes(config); *note; note++)
        assert_null(strstr(*note, "s3cret"));
}

static void a_trusted_run_obeys_the_work_tree(void **state) {
    (void)state;
    gitbox_run(BASE "printf '[scratch]\\nbin_dir = /mine\\n' >migrate.ini");
    g_autoptr(Config) config = load_as(false, nothing);
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/mine");
    assert_null(config_notes(config)[0]);
}

static void what_did_not_change_needs_no_note(void **state) {
    (void)state;
    gitbox_run(BASE);
    g_autoptr(Config) config = load();
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/opt/pg/bin");
    assert_null(config_notes(config)[0]);
}

static void a_deleted_file_does_not_delete_the_settings(void **state) {
    (void)state;
    gitbox_run(BASE "rm migrate.ini");
    g_autoptr(Config) config = load();
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/opt/pg/bin");
    assert_note(config, "migrate.ini of main");
}

static void without_a_base_the_settings_are_left_out(void **state) {
    (void)state;
    gitbox_run("git init -q .; printf '[scratch]\\nbin_dir = /evil\\n' >migrate.ini;"
               "git add .; git commit -qm one; git branch -m other");
    g_autoptr(Config) config = load();
    assert_null(config_string(config, "scratch.bin_dir"));
    assert_note(config, "is ignored");
}

static void without_a_repository_the_settings_are_left_out(void **state) {
    (void)state;
    gitbox_run("printf '[scratch]\\nbin_dir = /evil\\n' >migrate.ini");
    g_autoptr(Config) config = load();
    assert_null(config_string(config, "scratch.bin_dir"));
    assert_note(config, "not a git repository");
}

static void the_dotenv_file_is_not_read(void **state) {
    (void)state;
    gitbox_run(BASE "printf 'PGHOST=evil\\nMIGRATE_SCRATCH_URL=postgresql://evil\\n' >.env");
    unsetenv("PGHOST");
    g_autoptr(Config) config = load();
    assert_null(getenv("PGHOST"));
    assert_null(config_string(config, "scratch.url"));
    assert_note(config, ".env is not read");
}

static void variables_of_the_process_and_flags_are_trusted(void **state) {
    (void)state;
    char *environment[] = {(char *)"MIGRATE_SCRATCH_BIN_DIR=/from/workflow", NULL};
    gitbox_run(BASE "printf '[scratch]\\nbin_dir = /evil\\n' >migrate.ini");
    g_autoptr(Config) config = load_as(true, environment);
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/from/workflow");
}

static void variables_in_the_base_file_come_from_the_process(void **state) {
    (void)state;
    char *environment[] = {(char *)"PG_BIN=/good", NULL};
    gitbox_run("git init -q .; printf '[scratch]\\nbin_dir = ${PG_BIN}\\n' >migrate.ini;"
               "git add .; git commit -qm base; printf 'PG_BIN=/evil\\n' >.env");
    g_autoptr(Config) config = load_as(true, environment);
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/good");
}

static void a_program_in_the_work_tree_is_refused(void **state) {
    (void)state;
    gitbox_run("git init -q .; printf '[scratch]\\nbin_dir = tools/pg\\n' >migrate.ini;"
               "git add .; git commit -qm base");
    assert_refused("bin_dir");
}

static void paths_that_lead_out_of_the_project_are_refused(void **state) {
    (void)state;
    static const char *const rows[][2] = {{"schema = /etc/passwd", "project.schema"},
                                          {"migrations = ../..", "project.migrations"},
                                          {"migrations = nowhere/../../x", "project.migrations"},
                                          {"migrations = link", "project.migrations"}};
    gitbox_run("git init -q .; mkdir schema; ln -s /etc link");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *script = g_strdup_printf(
            "printf '[project]\\n%s\\n' >migrate.ini; git add .; git commit -qm base", rows[i][0]);
        gitbox_run(script);
        assert_refused(rows[i][1]);
    }
    gitbox_run(
        "printf '[project]\\nmigrations = schema/../new/one\\n' >migrate.ini; git commit -qam "
        "base");
    g_autoptr(Config) config = load();
    assert_non_null(config);
}

static void a_symbolic_link_in_the_base_branch_is_no_file(void **state) {
    (void)state;
    gitbox_run("git init -q .; echo '[scratch]' >x; ln -s x migrate.ini; git add .;"
               "git commit -qm base; rm migrate.ini; printf '[scratch]\\nbin_dir = /evil\\n' "
               ">migrate.ini");
    g_autoptr(Config) config = load();
    assert_null(config_string(config, "scratch.bin_dir"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(settings_are_those_of_the_base_branch),
        TEST(what_decides_about_the_verdict_is_not_the_changes),
        TEST(a_file_nearer_to_the_project_does_not_hide_the_base_branchs),
        TEST(a_file_further_away_does_not_replace_a_deleted_one),
        TEST(the_first_file_of_a_project_in_the_usual_place_is_not_obeyed),
        TEST(a_change_that_brings_a_project_says_where_it_is_and_no_more),
        TEST(mistakes_in_the_changes_file_are_found),
        TEST(variables_of_the_process_do_not_get_into_messages),
        TEST(a_trusted_run_obeys_the_work_tree),
        TEST(what_did_not_change_needs_no_note),
        TEST(a_deleted_file_does_not_delete_the_settings),
        TEST(without_a_base_the_settings_are_left_out),
        TEST(without_a_repository_the_settings_are_left_out),
        TEST(the_dotenv_file_is_not_read),
        TEST(variables_of_the_process_and_flags_are_trusted),
        TEST(variables_in_the_base_file_come_from_the_process),
        TEST(a_program_in_the_work_tree_is_refused),
        TEST(paths_that_lead_out_of_the_project_are_refused),
        TEST(a_symbolic_link_in_the_base_branch_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
