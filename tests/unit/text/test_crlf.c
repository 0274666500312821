#include "text/crlf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void strings_with_crlf_are_escaped(void **state) {
    (void)state;
    const struct {
        const char *sql, *escaped;
    } rows[] = {
        {"SELECT 'a\nb', 'c\rd'", "SELECT 'a\nb', 'c\rd'"},
        {"SELECT 'a\r\nb'", "SELECT E'a\\r\nb'"},
        {"SELECT 'it''s \\ \r\n', 'plain'", "SELECT E'it''s \\\\ \\r\n', 'plain'"},
        {"SELECT E'\\\\ \\' \r\n'", "SELECT E'\\\\ \\' \\r\n'"},
        {"SELECT E'\\\r\n'", "SELECT E'\\r\n'"},
        {"AS $a$it's\r\n$$ \\ $a$ STRICT", "AS E'it''s\\r\n$$ \\\\ ' STRICT"},
        {"-- a\r\nSELECT 1", "-- a\r\nSELECT 1"},
        {"SELECT 'a\r\n", "SELECT 'a\r\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *escaped = crlf_escape(rows[i].sql);
        assert_string_equal(escaped, rows[i].escaped);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(strings_with_crlf_are_escaped)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
