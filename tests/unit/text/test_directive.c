#include "text/directive.h"
#include "text/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const known[] = {"no-transaction", "renamed", NULL};

static char *find(const char *text) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) found = directives_find("f.sql", text, strlen(text), known, &error);
    if (!found) {
        assert_int_equal(error->domain, TEXT_ERROR);
        assert_int_equal(error->code, FAIL_USAGE);
        return g_strconcat("! ", error->message, NULL);
    }
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const Directive *directive = found->pdata[i];
        assert_true(g_str_has_prefix(text + directive->offset, "--"));
        g_string_append_printf(out, "%u:%u %s(%s);", directive->line, directive->column,
                               directive->word, directive->arguments);
    }
    return g_string_free(out, FALSE);
}

static void assert_found(const char *text, const char *expected) {
    g_autofree char *actual = find(text);
    assert_string_equal(actual, expected);
}

static void directives_have_a_word_and_arguments(void **state) {
    (void)state;
    assert_found("-- migrate: no-transaction\nselect 1;", "1:1 no-transaction();");
    assert_found("--migrate:renamed  from  a b \t\r\n", "1:1 renamed(from  a b);");
    assert_found("\uFEFF--\tmigrate: renamed\tfrom x", "1:1 renamed(from x);");
}

static void rows_for_psql_are_not_read(void **state) {
    (void)state;
    assert_found("-- migrate: renamed a\nCOPY k (a) FROM stdin;\nit's\n-- migrate: row\n\\.\n",
                 "1:1 renamed(a);");
    assert_found("COPY k FROM '/f'; SELECT 1 FROM stdin;\n-- migrate: renamed a",
                 "2:1 renamed(a);");
}

static void other_comments_are_none(void **state) {
    (void)state;
    assert_found("", "");
    assert_found("-- migrate the users\n-- to migrate: x\n/* migrate: y */\n/* -- migrate: z */",
                 "");
}

static void strings_and_bodies_are_not_looked_into(void **state) {
    (void)state;
    assert_found("select '\n-- migrate: x\n', $$\n-- migrate: y\n$$;", "");
    assert_found("create function f() begin atomic\n-- migrate: x\nselect 1; end;\n"
                 "-- migrate: renamed from g\nselect 1",
                 "4:1 renamed(from g);");
}

static void directives_stand_inside_statements(void **state) {
    (void)state;
    assert_found(
        "create table t (\n  -- migrate: renamed from a\n  b int, c int -- migrate: renamed "
        "from d\n);",
        "2:3 renamed(from a);3:16 renamed(from d);");
}

static void unknown_words_are_refused_with_a_suggestion(void **state) {
    (void)state;
    assert_found(
        "\n -- migrate: no-transacton",
        "! f.sql:2:2: unknown directive \"no-transacton\"; did you mean \"no-transaction\"?");
    assert_found(
        "-- migrate: frobnicate x",
        "! f.sql:1:1: unknown directive \"frobnicate\"; expected one of: no-transaction, renamed");
    assert_found("-- migrate:", "! f.sql:1:1: a word is missing after \"-- migrate:\"; expected "
                                "one of: no-transaction, renamed");
}

static void broken_text_is_refused(void **state) {
    (void)state;
    assert_found("-- migrate: renamed from x\n'abc",
                 "! f.sql:2:1: the string that starts here is never closed");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directives_have_a_word_and_arguments),
        cmocka_unit_test(rows_for_psql_are_not_read),
        cmocka_unit_test(other_comments_are_none),
        cmocka_unit_test(strings_and_bodies_are_not_looked_into),
        cmocka_unit_test(directives_stand_inside_statements),
        cmocka_unit_test(unknown_words_are_refused_with_a_suggestion),
        cmocka_unit_test(broken_text_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
