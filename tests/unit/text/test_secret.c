#include "text/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void only_passwords_are_masked(void **state) {
    (void)state;
    static const struct {
        const char *sql, *masked;
    } rows[] = {
        {"INSERT INTO t VALUES ('x', $$y$$, 5)", "INSERT INTO t VALUES ('x', $$y$$, 5)"},
        {"ALTER ROLE a PASSWORD /* now */ 'p' NOLOGIN",
         "ALTER ROLE a PASSWORD /* now */ '***' NOLOGIN"},
        {"ALTER ROLE a PASSWORD ''", "ALTER ROLE a PASSWORD ''"},
        {"ALTER ROLE a password E'p\\'q'", "ALTER ROLE a password '***'"},
        {"OPTIONS (user 'u', password 'p')", "OPTIONS (user 'u', password '***')"},
        {"SELECT 'postgres://u:p@h/d, postgres://u:q@h', 'http://x'",
         "SELECT 'postgres://u:***@h/d, postgres://u:***@h', 'http://x'"},
        {"CONNECTION 'host=h password=p dbname=d'", "CONNECTION 'host=h password=*** dbname=d'"},
        {"SELECT 'password=p'", "SELECT 'password=p'"},
        {"SELECT 'postgres://u:${PASSWORD}@h'", "SELECT 'postgres://u:${PASSWORD}@h'"},
        {"DO $a$ ALTER ROLE a PASSWORD 'p'; $a$", "DO $a$ ALTER ROLE a PASSWORD '***'; $a$"},
        {"DO $a$ EXECUTE 'ALTER ROLE a PASSWORD ''p'' x' $a$",
         "DO $a$ EXECUTE 'ALTER ROLE a PASSWORD ''***'' x' $a$"},
        {"DO $a$ it's broken $a$", "DO $a$ it's broken $a$"},
        {"DO $a$ BEGIN $b$ PASSWORD 'p' $b$ END $a$",
         "DO $a$ BEGIN $b$ PASSWORD '***' $b$ END $a$"},
        {"SELECT 'x", "SELECT 'x"},
        {"ALTER ROLE a PASSWORD 'cut o", "ALTER ROLE a PASSWORD ***"},
        {"SELECT 'postgres://u:p@h/d?x", "SELECT 'postgres://u:***@h/d?x"},
        {"$$", "$$"},
        {"", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *masked = secret_masked(rows[i].sql, strlen(rows[i].sql));
        assert_string_equal(masked, rows[i].masked);
    }
}

static void bodies_in_bodies_have_an_end(void **state) {
    (void)state;
    g_autoptr(GString) sql = g_string_new("PASSWORD 'p'");
    for (guint i = 0; i < 200; i++) {
        g_autofree char *tag = g_strdup_printf("$t%u$", i);
        g_string_prepend(sql, tag);
        g_string_append(sql, tag);
    }
    g_autofree char *masked = secret_masked(sql->str, sql->len);
    assert_int_equal(strlen(masked), sql->len);
}

static void masked_in_place_lines_and_columns_stay(void **state) {
    (void)state;
    static const struct {
        const char *sql, *masked;
    } rows[] = {
        {"ALTER ROLE a PASSWORD 'geheim', oops", "ALTER ROLE a PASSWORD '******', oops"},
        {"ALTER ROLE a PASSWORD\n  E'a\nü' x", "ALTER ROLE a PASSWORD\n  '**\n*' x"},
        {"SELECT 'postgres://u:geh1@h' x", "SELECT 'postgres://u:****@h' x"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *masked = secret_masked_in_place(rows[i].sql, strlen(rows[i].sql));
        assert_string_equal(masked, rows[i].masked);
        assert_int_equal(g_utf8_strlen(masked, -1), g_utf8_strlen(rows[i].sql, -1));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_passwords_are_masked),
        cmocka_unit_test(bodies_in_bodies_have_an_end),
        cmocka_unit_test(masked_in_place_lines_and_columns_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
