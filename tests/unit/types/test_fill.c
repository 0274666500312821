#include "types/fill.h"
#include "types/filters.h"
#include "types/casing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const Filter filters[] = {{"string", filter_string},
                                 {"property", filter_property},
                                 {"doc", filter_doc},
                                 {"lines", filter_lines},
                                 {0}};

/* a = "A", quoted = what has to be escaped, list = [x, y], empty = [], unset. */
static TypeNode *example(Arena *arena) {
    TypeNode *node = node_new(arena, NULL);
    node_set(node, "a", "A");
    node_set(node, "quoted", "it's \"q\"\\ */\n<end>");
    node_set(node, "unset", NULL);
    node_list(node, "empty");
    node_set(node_add(node, "list"), "name", "x");
    node_set(node_add(node, "list"), "name", "y");
    return node;
}

static void every_tag_does_what_its_header_says(void **state) {
    static const struct {
        const char *template, *text;
    } cases[] = {
        {"", ""},
        {"no tags { } {", "no tags { } {"},
        {"{{a}}, {{b}}!", "A, !"},
        {"{ {{a}} }", "{ A }"},
        {"{{{a}}}", "{A}"},
        {"{{#list}}{{name}}{{a}};{{/}}", "xA;yA;"},
        {"{{#list}}{{name}}{{,}}, {{/}}.", "x, y."},
        {"{{#empty}}no{{/}}{{^empty}}yes{{/}}", "yes"},
        {"{{#a}}yes{{/}}{{^a}}no{{/}}", "yes"},
        {"{{#unset}}no{{/}}{{^unset}}yes{{/}}", "yes"},
        {"{{#list}}{{^empty}}{{name}}{{#a}}{{a}}{{/}}{{/}}{{/}}", "xAyA"},
        {"{{#list}}\n  {{name}}\n{{/}}\nend\n", "  x\n  y\nend\n"},
        {"  {{#a}}\n{{a}}\n  {{/}}\n", "A\n"},
        {"{{#list}}{{name}}\n{{/}}", "x\ny\n"},
        {"{{quoted|string}}", "\"it's \\\"q\\\"\\\\ */\\n<end>\""},
        {"{{a|property}} {{quoted|property}}", "A \"it's \\\"q\\\"\\\\ */\\n<end>\""},
        {"{{quoted|doc:  }}", "  /**\n   * it's \"q\"\\ *\\/\n   * <end>\n   */\n"},
        {"{{quoted|lines:# }}", "# it's \"q\"\\ */\n# <end>\n"},
    };
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Arena) arena = arena_new();
        assert_string_equal(fill_text(arena, cases[i].template, example(arena), filters),
                            cases[i].text);
    }
}

static void quoted_texts_are_read_back(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const char *schema, *name,
        *at = "FOREIGN KEY (a, \"b, \"\"c\") REFERENCES s.t(x, y) MATCH FULL";
    assert_string_equal(words_unquote_name(arena, "\"a\"\"b\""), "a\"b");
    assert_string_equal(words_unquote_name(arena, "plain"), "plain");
    assert_null(words_unquote_name(arena, NULL));
    assert_string_equal(words_unquote_literal(arena, "'it''s'"), "it's");
    assert_string_equal(words_unquote_literal(arena, "E'a\\\\b\\'c'''"), "a\\b'c'");
    words_split_name(arena, "\"my.schema\".\"T\"", &schema, &name);
    assert_string_equal(schema, "my.schema");
    assert_string_equal(name, "T");
    words_split_name(arena, "alone", &schema, &name);
    assert_null(schema);
    assert_string_equal(name, "alone");
    g_autoptr(GPtrArray) list = words_read_list(arena, &at);
    assert_int_equal(list->len, 2);
    assert_string_equal(list->pdata[1], "b, \"c");
    assert_string_equal(at, ") REFERENCES s.t(x, y) MATCH FULL");
}

static void names_get_a_style(void **state) {
    static const struct {
        const char *name;
        NameStyle style;
        const char *styled;
    } cases[] = {
        {"created_at", STYLE_CAMEL, "createdAt"},
        {"_id", STYLE_CAMEL, "_Id"},
        {"a__b", STYLE_CAMEL, "aB"},
        {"line_1", STYLE_CAMEL, "line1"},
        {"userID", STYLE_CAMEL, "userID"},
        {"app.posts_old", STYLE_PASCAL, "AppPostsOld"},
        {"createdAt", STYLE_LOWER, "created_at"},
        {"HTTPServer", STYLE_LOWER, "http_server"},
        {"Weird Name", STYLE_PASCAL, "WeirdName"},
        {"1st", STYLE_PASCAL, "_1st"},
        {"größe", STYLE_PASCAL, "Größe"},
        {"a-b", STYLE_OF_DATABASE, "a_b"},
    };
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    assert_string_equal(words_identifier(arena, "größe", STYLE_OF_DATABASE, false), "gr__e");
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_string_equal(words_identifier(arena, cases[i].name, cases[i].style, true),
                            cases[i].styled);
}

static void names_come_in_the_order_of_a_dictionary(void **state) {
    static const char *const sorted[] = {"_a", "1a", "a", "A", "a_b", "a1",
                                         "ab", "Ab", "b", "z", "ä"};
    (void)state;
    for (guint i = 0; i + 1 < G_N_ELEMENTS(sorted); i++) {
        assert_true(words_compare(sorted[i], sorted[i + 1]) < 0);
        assert_true(words_compare(sorted[i + 1], sorted[i]) > 0);
        assert_int_equal(words_compare(sorted[i], sorted[i]), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tag_does_what_its_header_says),
        cmocka_unit_test(quoted_texts_are_read_back),
        cmocka_unit_test(names_get_a_style),
        cmocka_unit_test(names_come_in_the_order_of_a_dictionary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
