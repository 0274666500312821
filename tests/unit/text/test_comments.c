#include "text/comments.h"
#include "text/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The comments above the last statement of a script. */
static char *above(const char *script) {
    Scanner scanner;
    Statement statement, last = {0};
    assert_true(scanner_init(&scanner, "a.sql", script, strlen(script), NULL));
    while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT)
        last = statement;
    return comments_above(script, strlen(script), &last);
}

static void what_stands_right_above_is_about_a_statement(void **state) {
    (void)state;
    static const struct {
        const char *script, *comments;
    } rows[] = {
        {"-- a\nSELECT 1", "-- a"},
        {"-- a\n\n-- b\n  --  c\nSELECT 1", "-- b\n-- c"},
        {"SELECT 1; -- a\n-- b\nSELECT 2", "-- b"},
        {"SELECT 1; -- a\nSELECT 2", NULL},
        {"SELECT 1; /* a */ SELECT 2", NULL},
        {"/* a\n * b */ SELECT 1", "-- a\n-- b"},
        {"-- a\n\nSELECT 1", NULL},
        {"------\n-- migrate: allow x\n-- CreateTable\n-- Name: t; Type: TABLE\nSELECT 1", NULL},
        {"-- \xc3\xa4\nSELECT 1", "-- \xc3\xa4"},
        {"-- Create it\nSELECT 1", "-- Create it"},
        {"", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *comments = above(rows[i].script);
        if (rows[i].comments)
            assert_string_equal(comments, rows[i].comments);
        else
            assert_null(comments);
    }
}

/* "part: comments" for each part of the statement, a line each. */
static char *of_parts(const char *sql) {
    Scanner scanner;
    Statement statement;
    assert_true(scanner_init(&scanner, "a.sql", sql, strlen(sql), NULL));
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    g_autoptr(GPtrArray) parts = tree_created(&statement);
    GString *text = g_string_new(NULL);
    for (guint i = 1; i < parts->len; i++) {
        const Named *part = parts->pdata[i],
                    *next = i + 1 < parts->len ? parts->pdata[i + 1] : NULL;
        g_autofree char *comments =
            comments_of_part(&statement, part->offset, next ? next->offset : 0);
        g_string_append_printf(text, "%s: %s\n", part->name, comments ? comments : "");
    }
    return g_string_free(text, FALSE);
}

static void what_stands_above_or_behind_is_about_a_part(void **state) {
    (void)state;
    g_autofree char *text = of_parts("CREATE TABLE t ( -- of the table\n"
                                     "  -- one\n  a int, -- two\n  b int -- three\n  , c int\n"
                                     "  /* four */, d int, e int -- five\n)");
    assert_string_equal(text, "a: -- one\n-- two\nb: -- three\nc: \nd: \ne: -- five\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_right_above_is_about_a_statement),
        cmocka_unit_test(what_stands_above_or_behind_is_about_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
