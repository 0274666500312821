#include "base/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A text, its paths separated by '|', and the text that they make again. */
static const char *const samples[][3] = {
    {"schema", "schema", "schema"},
    {" a b/c ", "a b/c", "a b/c"},
    {"prisma/schema.prisma, prisma/sql", "prisma/schema.prisma|prisma/sql",
     "prisma/schema.prisma, prisma/sql"},
    {"a,b,,c,", "a|b|c", "a, b, c"},
    {"\"a,b\" , c", "a,b|c", "\"a,b\", c"},
    {"\"say \"\"x\"\"\"", "say \"x\"", "\"say \"\"x\"\"\""},
    {"\" a \"", " a ", " a "},
    {"\"open, end", "open, end", "\"open, end\""},
    {"", "", ""},
};

static void a_text_is_taken_apart_and_put_together(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_auto(GStrv) paths = paths_split(samples[i][0]);
        g_autofree char *shown = g_strjoinv("|", paths);
        g_autofree char *again = paths_join((const char *const *)paths);
        assert_string_equal(shown, samples[i][1]);
        assert_string_equal(again, samples[i][2]);
    }
}

static void a_list_has_two_separators_and_escapes(void **state) {
    (void)state;
    static const char *const lists[][2] = {
        {"a, b;c", "a|b|c"},
        {"\"a,b;c\"; d", "a,b;c|d"},
        {"a\\,b;c\\;d", "a,b|c;d"},
        {"a\\b, c\\", "a\\b|c\\"},
        {" ; ,", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_auto(GStrv) paths = paths_list(lists[i][0]);
        g_autofree char *shown = g_strjoinv("|", paths);
        assert_string_equal(shown, lists[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_has_two_separators_and_escapes),
        cmocka_unit_test(a_text_is_taken_apart_and_put_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
