/* Markdown as blocks and spans. */

#include "cmd/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* "kind marker: text" for each block, in a line each. */
static char *outline(const char *text) {
    static const char *const kinds[] = {"heading", "paragraph", "item", "code"};
    g_autoptr(GPtrArray) blocks = page_blocks(text);
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = blocks->pdata[i];
        g_string_append_printf(out, "%s%s %s: %s|", kinds[block->kind],
                               block->inner ? " within" : "", block->marker, block->text);
    }
    return g_string_free(out, FALSE);
}

#define assert_outline(text, wanted)                                                               \
    do {                                                                                           \
        g_autofree char *found = outline(text);                                                    \
        assert_string_equal(found, wanted);                                                        \
    } while (0)

static void test_lines_of_a_paragraph_are_one_text(void **state) {
    (void)state;
    assert_outline("one\ntwo\n\nthree\n", "paragraph : one two|paragraph : three|");
    assert_outline("## Title\ntext", "heading : Title|paragraph : text|");
    assert_outline("#no title", "paragraph : #no title|");
    assert_outline("", "");
}

static void test_an_item_has_its_indented_lines_and_code(void **state) {
    (void)state;
    assert_outline("- one\n  two\n- three\n\nfour",
                   "item -: one two|item -: three|paragraph : four|");
    assert_outline("10. ten\n", "item 10.: ten|");
    assert_outline("- one\n\n  ```sh\n  a\n    b\n  ```\n",
                   "item -: one|code within sh: a\n  b\n|");
}

static void test_code_is_kept_as_it_is(void **state) {
    (void)state;
    assert_outline("```console\n$ a `b`\n\n# c\n```\nd",
                   "code console: $ a `b`\n\n# c\n|paragraph : d|");
    assert_outline("```\nno end", "code : no end\n|");
}

static void test_spans_end_or_are_text(void **state) {
    (void)state;
    g_autofree char *plain = page_plain("`a b`, **c** and [d](e); ** x, [y](, [z], ` and 'u'");
    assert_string_equal(plain, "'a b', c and d (e); ** x, [y](, [z], ` and 'u'");
    g_autofree char *quoted = page_plain("`set('role')`");
    assert_string_equal(quoted, "set('role')");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_of_a_paragraph_are_one_text),
        cmocka_unit_test(test_an_item_has_its_indented_lines_and_code),
        cmocka_unit_test(test_code_is_kept_as_it_is),
        cmocka_unit_test(test_spans_end_or_are_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
