#include "history/migrations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *next_after(const char *version, gint64 now) {
    g_autoptr(GPtrArray) migrations = g_ptr_array_new();
    Migration last = {.version = (char *)version};
    if (version)
        g_ptr_array_add(migrations, &last);
    const History history = {.migrations = migrations};
    return history_next_version(&history, now);
}

static void the_next_version_is_later_than_now_and_than_the_last(void **state) {
    (void)state;
    static const struct {
        const char *last, *next;
    } rows[] = {
        {NULL, "20240101000000"},
        {"0", "20240101000000"},
        {"20301231235959", "20310101000000"},
        {"20240101000000", "20240101000001"},
        {"99991231235959", "99991231235960"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *next = next_after(rows[i].last, 1704067200); /* 2024-01-01T00:00:00Z */
        assert_string_equal(next, rows[i].next);
    }
}

/* Where the folder's layout leaves it open. */
static void the_next_version_follows_what_is_there(void **state) {
    (void)state;
    static const struct {
        const char *last, *next;
    } rows[] = {
        {"000117", "000118"},
        {"9", "10"},
        {"1704067199", "1704067200"},
        {"1704067300", "1704067301"},
        {"1700000000000", "1704067200000"},
        {"20231231", "20240101000000"},
        {"20230101000000", "20240101000000"},
        {"2.09", "2.10"},
        {"2024.01.31", "2024.01.32"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Migration last = {.version = (char *)rows[i].last};
        gpointer items[] = {&last};
        GPtrArray only = {.pdata = items, .len = 1};
        const Layout layout = {.name = "other"}, ours = {.name = "ours", .stamped = true};
        const History history = {.migrations = &only, .layout = &layout},
                      stamped = {.migrations = &only, .layout = &ours};
        g_autofree char *next = history_next_version(&history, 1704067200),
                        *time = history_next_version(&stamped, 1704067200);
        assert_string_equal(next, rows[i].next);
        if (strlen(rows[i].last) <= 8)
            assert_string_equal(time, "20240101000000");
    }
}

static void versions_are_compared_as_numbers(void **state) {
    (void)state;
    assert_int_equal(version_compare("007", "7"), 0);
    assert_int_equal(version_compare("9", "10"), -1);
    assert_int_equal(version_compare("20240101000000", "99999999999999999999"), -1);
    assert_int_equal(version_compare("1", "0"), 1);
    assert_int_equal(version_compare("1.10", "1.9"), 1);
    assert_int_equal(version_compare("1.0", "1"), 0);
    assert_int_equal(version_compare("1.0.1", "1"), 1);
    assert_int_equal(version_length("1.10_1.x"), 4);
}

static void a_name_that_cannot_be_is_answered_with_one_that_can(void **state) {
    (void)state;
    assert_true(migration_name_valid("add_users_2", NULL));
    GError *error = NULL;
    assert_false(migration_name_valid("Add Users", &error));
    assert_non_null(strstr(error->message, "'add_users'"));
    g_clear_error(&error);
    assert_false(migration_name_valid("", &error));
    g_clear_error(&error);
    g_autofree char *lengthy = g_strnfill(101, 'a');
    assert_false(migration_name_valid(lengthy, NULL));
    assert_false(migration_name_valid("../x", NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_version_is_later_than_now_and_than_the_last),
        cmocka_unit_test(the_next_version_follows_what_is_there),
        cmocka_unit_test(versions_are_compared_as_numbers),
        cmocka_unit_test(a_name_that_cannot_be_is_answered_with_one_that_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
