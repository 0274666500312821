#include "base/file.h"
#include "cmd/config.h"
#include "cmd/config_distrust.h"
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

static void scratch_settings_are_those_of_the_base_branch(void **state) {
    (void)state;
    gitbox_run(BASE "printf '[scratch]\\nbin_dir = /evil\\nprivileged = yes\\n"
                    "[apply]\\nlock_wait = 3s\\n' >migrate.ini");
    g_autoptr(Config) config = load();
    assert_true(config_untrusted(config));
    assert_string_equal(config_string(config, "scratch.bin_dir"), "/opt/pg/bin");
    assert_string_equal(config_list(config, "scratch.extensions")[0], "hstore");
    assert_false(config_boolean(config, "scratch.privileged"));
    assert_int_equal(config_duration(config, "apply.lock_wait"), 3000);
    assert_note(config, "migrate.ini of main");
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
    assert_note(config, "not obeyed");
}

static void without_a_repository_the_settings_are_left_out(void **state) {
    (void)state;
    gitbox_run("printf '[scratch]\\nbin_dir = /evil\\n' >migrate.ini");
    g_autoptr(Config) config = load();
    assert_null(config_string(config, "scratch.bin_dir"));
    assert_note(config, "no git repository");
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
    gitbox_run(BASE "printf '[project]\\nschema = /etc/passwd\\n' >migrate.ini");
    assert_refused("project.schema");
    gitbox_run("printf '[project]\\nmigrations = ../..\\n' >migrate.ini");
    assert_refused("project.migrations");
    gitbox_run("printf '[project]\\nmigrations = nowhere/../../x\\n' >migrate.ini");
    assert_refused("project.migrations");
    gitbox_run("printf '[project]\\nmigrations = link\\n' >migrate.ini; ln -s /etc link");
    assert_refused("project.migrations");
    gitbox_run("printf '[project]\\nmigrations = schema/../new/one\\n' >migrate.ini");
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

static void pull_requests_are_recognised(void **state) {
    (void)state;
    static const struct {
        const char *variable;
        bool untrusted;
    } rows[] = {
        {"GITHUB_EVENT_NAME=pull_request", true}, {"GITHUB_EVENT_NAME=pull_request_target", true},
        {"GITHUB_EVENT_NAME=push", false},        {"CI_PIPELINE_SOURCE=merge_request_event", true},
        {"CI_PIPELINE_SOURCE=push", false},       {"CI=true", false},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *environment[] = {(char *)rows[i].variable, NULL};
        assert_int_equal(distrust_is_due(environment), rows[i].untrusted);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gitbox_setup, gitbox_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(scratch_settings_are_those_of_the_base_branch),
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
        TEST(pull_requests_are_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
