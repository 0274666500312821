#include "measure/sizes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define GIGA (G_GINT64_CONSTANT(1) << 30)

static void time_goes_by_rows_and_bytes_whichever_is_slower(void **state) {
    (void)state;
    static const struct {
        Size size;
        Work work;
        const char *time, *words;
    } rows[] = {
        {{120000000, 41 * GIGA}, WORK_SCAN, "minutes", "41 GB, 120 M rows: minutes"},
        {{120000000, 41 * GIGA}, WORK_MOMENT, NULL, "41 GB, 120 M rows"},
        {{120000000, 41 * GIGA}, WORK_ROWS, "hours", "41 GB, 120 M rows: hours"},
        {{5000000000, 900 * GIGA}, WORK_ROWS, "days", "900 GB, 5 G rows: days"},
        {{10, 8192}, WORK_REWRITE, "less than a second", "8 kB, 10 rows: less than a second"},
        {{10, 20 * GIGA}, WORK_SCAN, "minutes", "20 GB, 10 rows: minutes"},
        {{5000000, 1536 * 1024}, WORK_SCAN, "seconds", "1.5 MB, 5 M rows: seconds"},
        {{-1, 20 * GIGA}, WORK_SCAN, "minutes", "20 GB: minutes"},
        {{1500, -1}, WORK_BUILD, "less than a second", "1.5 k rows: less than a second"},
        {{-1, -1}, WORK_SCAN, NULL, NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *words = size_words(&rows[i].size, rows[i].work);
        if (g_strcmp0(size_time(&rows[i].size, rows[i].work), rows[i].time) != 0 ||
            g_strcmp0(words, rows[i].words) != 0)
            fail_msg("%u: %s", i, words);
    }
    assert_null(size_time(NULL, WORK_SCAN));
    assert_null(size_words(NULL, WORK_SCAN));
}

static Sizes *parse(const char *text, GError **error) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    return sizes_parse(bytes, "a.json", error);
}

static void what_is_written_is_read_and_written_as_the_same(void **state) {
    (void)state;
    static const char text[] =
        "{\"format\": 1, \"relations\": [\n"
        "{\"schema\": \"public\", \"name\": \"a\\nb\", \"rows\": 12, \"bytes\": 8192},\n"
        "{\"schema\": \"s\", \"name\": \"t\", \"rows\": null, \"bytes\": null}\n"
        "]}\n";
    g_autoptr(Sizes) sizes = parse(text, NULL);
    assert_non_null(sizes);
    g_autofree char *again = sizes_print(sizes);
    assert_string_equal(again, text);
    assert_int_equal(sizes_count(sizes), 2);
    assert_int_equal(sizes_find(sizes, "public", "a\nb")->rows, 12);
    assert_int_equal(sizes_find(sizes, "s", "t")->bytes, -1);
    assert_null(sizes_find(sizes, "s", "a\nb"));
}

static void what_is_no_list_of_sizes_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "[]",
        "{",
        "{\"format\": 2, \"relations\": []}",
        "{\"format\": 1}",
        "{\"format\": 1, \"relations\": [1]}",
        "{\"format\": 1, \"relations\": [{\"schema\": \"a\", \"name\": \"b\", \"rows\": -1, "
        "\"bytes\": 0}]}",
        "{\"format\": 1, \"relations\": [{\"schema\": \"a\", \"name\": \"b\", \"rows\": \"1\", "
        "\"bytes\": 0}]}",
        "{\"format\": 1, \"relations\": [{\"schema\": \"a\", \"rows\": 1, \"bytes\": 0}]}",
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Sizes) sizes = parse(texts[i], &error);
        if (sizes || !error || error->code != FAIL_USAGE ||
            !g_str_has_prefix(error->message, "a.json"))
            fail_msg("%s", texts[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_goes_by_rows_and_bytes_whichever_is_slower),
        cmocka_unit_test(what_is_written_is_read_and_written_as_the_same),
        cmocka_unit_test(what_is_no_list_of_sizes_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
