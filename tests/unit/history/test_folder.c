#include "history/folder.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* "path kind part label" for each entry, a line each. */
static char *describe(const Folder *folder) {
    static const char *const kinds[] = {"file", "link", "empty", "other"};
    static const char *const parts[] = {"unknown",  "program",  "repeated", "ignored", "apart",
                                        "baseline", "settings", "up",       "down"};
    GString *text = g_string_new(folder->layout->name);
    for (guint i = 0; i < folder->entries->len; i++) {
        const FolderEntry *entry = folder->entries->pdata[i];
        g_string_append_printf(text, "\n%s %s %s %s", entry->path, kinds[entry->kind],
                               parts[entry->part], entry->label ? entry->label : "-");
    }
    return g_string_free(text, FALSE);
}

static void assert_folder(const char *expected) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Folder) folder = folder_read("migrations", &error);
    if (!folder)
        fail_msg("%s", error->message);
    g_autofree char *text = describe(folder);
    assert_string_equal(text, expected);
}

static void right_and_wrong_are_listed_by_path(void **state) {
    (void)state;
    gitbox_run(
        "put migrations/2_b/migration.sql x; put migrations/2_b/down.sql x\n"
        "put migrations/10_c/notes.txt x; put migrations/README.md x; put migrations/fix.sql x\n"
        "put migrations/.hidden/x.sql x; mkdir migrations/3_gone migrations/odd\n"
        "ln -s /etc migrations/4_link; mkfifo migrations/pipe");
    assert_folder("folders\n"
                  "10_c/notes.txt file ignored 10_c\n"
                  "2_b/down.sql file down 2_b\n"
                  "2_b/migration.sql file up 2_b\n"
                  "3_gone empty ignored 3_gone\n"
                  "4_link link ignored -\n"
                  "README.md file ignored -\n"
                  "fix.sql file unknown -\n"
                  "odd empty ignored -\n"
                  "pipe other ignored -");
}

static void a_version_alone_is_a_folder_of_a_migration(void **state) {
    (void)state;
    gitbox_run("put migrations/20240101000000/migration.sql x; put migrations/20240101000000_/a x\n"
               "put migrations/2/down.sql x; mkdir migrations/3");
    assert_folder("folders\n"
                  "2/down.sql file down 2\n"
                  "20240101000000/migration.sql file up 20240101000000\n"
                  "20240101000000_/a file ignored 20240101000000_\n"
                  "3 empty ignored 3");
    gitbox_run("rm -r migrations; put migrations/0001_.up.sql x");
    assert_folder("golang-migrate\n0001_.up.sql file up 0001");
}

/* Prisma looks at folders only; what lies deeper would be one of them. */
static void files_beside_prismas_lock_are_passed_over(void **state) {
    (void)state;
    gitbox_run("put migrations/1_a/migration.sql x; put migrations/migration_lock.toml x\n"
               "put migrations/2_b.sql x; put migrations/odd/x.sql x");
    assert_folder("folders\n"
                  "1_a/migration.sql file up 1_a\n"
                  "2_b.sql file ignored -\n"
                  "migration_lock.toml file ignored -\n"
                  "odd/x.sql file unknown -");
}

static void a_layout_is_known_by_its_names_or_its_marks(void **state) {
    (void)state;
    gitbox_run("put migrations/1_a.sql '-- migrate:up'; put migrations/2_b.sql '-- migrate:up'");
    assert_folder("dbmate\n1_a.sql file up 1_a\n2_b.sql file up 2_b");
    gitbox_run("rm -r migrations; put migrations/1_a.up.sql x; put migrations/1_a.down.sql x");
    assert_folder("golang-migrate\n1_a.down.sql file down 1_a\n1_a.up.sql file up 1_a");
    gitbox_run("rm -r migrations; put migrations/00_first/up.sql x\n"
               "put migrations/2026-11-21-120000_a-b/up.sql x\n"
               "put migrations/2026-11-21-120000_a-b/down.sql x");
    assert_folder("diesel\n00_first/up.sql file up 00_first\n"
                  "2026-11-21-120000_a-b/down.sql file down 20261121120000_a-b\n"
                  "2026-11-21-120000_a-b/up.sql file up 20261121120000_a-b");
    gitbox_run("rm -r migrations; put migrations/1-a.sql x; put migrations/2_b-c.sql x");
    assert_folder("flat\n1-a.sql file up 1_a\n2_b-c.sql file up 2_b-c");
}

static void flyway_has_files_for_other_occasions(void **state) {
    (void)state;
    gitbox_run(
        "put migrations/V1_2__a.sql x; put migrations/x/V3__.sql x\n"
        "put migrations/B1__x.sql x; put migrations/B1.2__x.sql x; put migrations/R__v.sql x\n"
        "put migrations/beforeEachMigrate__x.sql x; put migrations/before.sql x\n"
        "put migrations/V3__.sql.conf x; put migrations/V1.__x.sql x");
    assert_folder("flyway\n"
                  "B1.2__x.sql file apart -\n"
                  "B1__x.sql file apart -\n"
                  "R__v.sql file repeated R__v\n"
                  "V1.__x.sql file unknown -\n"
                  "V1_2__a.sql file up 1.2_a\n"
                  "V3__.sql.conf file settings 3\n"
                  "before.sql file unknown -\n"
                  "beforeEachMigrate__x.sql file apart -\n"
                  "x/V3__.sql file up 3");
    gitbox_run("rm migrations/V1_2__a.sql");
    g_autoptr(Folder) folder = folder_read("migrations", NULL);
    g_autofree char *text = describe(folder);
    gitbox_assert_holds(text, "B1.2__x.sql file up 1.2_x\nB1__x.sql file apart -");
}

static void an_index_says_what_is_a_migration(void **state) {
    (void)state;
    gitbox_run("put migrations/deploy/a.sql x; put migrations/deploy/b.sql x\n"
               "put migrations/revert/a.sql x; put migrations/verify/a.sql x\n"
               "put migrations/V1__x.sql x; put migrations/deploy.sql x\n"
               "echo 'a 2024-01-01T00:00:00Z P <p@x>' >migrations/sqitch.plan");
    assert_folder("sqitch\n"
                  "deploy/a.sql file up 20240101000000_a\n"
                  "deploy/b.sql file ignored -\n"
                  "revert/a.sql file down 20240101000000_a\n"
                  "sqitch.plan file ignored -\n"
                  "verify/a.sql file apart 20240101000000_a");
}

static void nothing_there_is_no_error(void **state) {
    (void)state;
    assert_folder("folders");
    gitbox_run("mkdir migrations");
    assert_folder("folders");
}

static void what_is_no_folder_is_an_error(void **state) {
    (void)state;
    gitbox_run("put migrations x");
    g_autoptr(GError) error = NULL;
    assert_null(folder_read("migrations", &error));
    assert_int_equal(error->code, FAIL_ENVIRONMENT);
    assert_non_null(strstr(error->message, "migrations"));
}

static void bytes_are_read_when_they_are_asked_for(void **state) {
    (void)state;
    gitbox_run("put migrations/1_a/migration.sql x");
    g_autoptr(Folder) folder = folder_read("migrations", NULL);
    FolderEntry *entry = folder->entries->pdata[0];
    assert_null(entry->bytes);
    GBytes *bytes = folder_bytes(folder, entry, NULL);
    assert_memory_equal(g_bytes_get_data(bytes, NULL), "x\n", 2);
    assert_ptr_equal(folder_bytes(folder, entry, NULL), bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(right_and_wrong_are_listed_by_path, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_layout_is_known_by_its_names_or_its_marks, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(flyway_has_files_for_other_occasions, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(an_index_says_what_is_a_migration, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_version_alone_is_a_folder_of_a_migration, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(files_beside_prismas_lock_are_passed_over, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(nothing_there_is_no_error, gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_folder_is_an_error, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(bytes_are_read_when_they_are_asked_for, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
