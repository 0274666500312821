#include "text/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The statements of `script`, each in ‹›. */
static char *split_bytes(const char *script, gsize length) {
    g_autoptr(GError) error = NULL;
    Scanner scanner;
    GString *out = g_string_new(NULL);
    if (!scanner_init(&scanner, "f.sql", script, length, &error)) {
        g_string_append_printf(out, "! %s", error->message);
        return g_string_free(out, FALSE);
    }
    Statement statement;
    ScanResult result;
    while ((result = scanner_next(&scanner, &statement, &error)) == SCAN_STATEMENT) {
        assert_ptr_equal(statement.text, script + statement.offset);
        assert_true(statement.lead_offset <= statement.offset);
        assert_true(statement.length > 0);
        g_string_append_printf(out, "‹%.*s›", (int)statement.length, statement.text);
    }
    assert_int_equal(result == SCAN_ERROR, error != NULL);
    if (error) {
        assert_int_equal(error->domain, TEXT_ERROR);
        assert_int_equal(error->code, FAIL_USAGE);
        g_string_append_printf(out, "! %s", error->message);
    } else {
        assert_int_equal(scanner.offset, length);
    }
    return g_string_free(out, FALSE);
}

static void assert_split(const char *script, const char *expected) {
    g_autofree char *actual = split_bytes(script, strlen(script));
    assert_string_equal(actual, expected);
}

static void assert_whole(const char *statement) {
    g_autofree char *script = g_strdup_printf(" -- lead\n%s ; /* tail */ select 2", statement);
    g_autofree char *expected = g_strdup_printf("‹%s›‹select 2›", statement);
    assert_split(script, expected);
}

static void assert_refused(const char *script, const char *place, const char *part) {
    g_autofree char *actual = split_bytes(script, strlen(script));
    g_autofree char *start = g_strdup_printf("! f.sql:%s: ", place);
    if (!strstr(actual, start) || !strstr(actual, part))
        fail_msg("%s\n  gave %s\n  and not %s%s", script, actual, start, part);
}

static void semicolons_end_statements(void **state) {
    (void)state;
    assert_split("select 1; select 2;", "‹select 1›‹select 2›");
    assert_split("select 1;select 2", "‹select 1›‹select 2›");
    assert_split("\n\n select 1 \n ; \n", "‹select 1›");
}

static void statements_without_tokens_are_passed_over(void **state) {
    (void)state;
    assert_split("", "");
    assert_split("  \n\t", "");
    assert_split(";;", "");
    assert_split("-- only\n/* comments */", "");
    assert_split("select 1;;-- x\n;select 2;;", "‹select 1›‹select 2›");
}

static void quotes_hide_semicolons(void **state) {
    (void)state;
    assert_whole("select ';', 'it''s;', '\\'");
    assert_whole("select E'\\';', e'\\\\', E'a'';'");
    assert_whole("select U&'d;\\0061' UESCAPE '!', u&\"d;\"\";\"");
    assert_whole("select N';', B'0;', x'1;', n'a'';'");
    assert_whole("select \";\", \"a\"\";\"");
    assert_whole("select 'Ü;', \"Ü;\"");
}

static void strings_continue_over_newlines(void **state) {
    (void)state;
    assert_whole("select 'a' -- note ';\n ';b'");
    assert_whole("select E'a'\n  '\\';'");
    assert_whole("select E'a' -- ;\r '\\';'");
    assert_split("select E'a' '\\';select 2", "‹select E'a' '\\'›‹select 2›");
    assert_split("select 'a'\n'\\';select 2", "‹select 'a'\n'\\'›‹select 2›");
}

static void dollar_quotes_hide_everything(void **state) {
    (void)state;
    assert_whole("select $$;'\"/*--$ $a$;$$");
    assert_whole("select $a$ $$;$$ $b$;$a $a$");
    assert_whole("select $Ü_1$;$Ü_1$");
    assert_whole("select $a$ $ab$a$");
    assert_split("select a$b$;select c$b$", "‹select a$b$›‹select c$b$›");
    assert_split("select $1;select $2", "‹select $1›‹select $2›");
    assert_split("select Ü$b$;select 2", "‹select Ü$b$›‹select 2›");
    assert_split("select $ a;select 2", "‹select $ a›‹select 2›");
}

static void comments_nest_and_hide(void **state) {
    (void)state;
    assert_whole("select /* ; /* ; */ ; */ 1");
    assert_whole("select /*/ ; */ 1");
    assert_whole("select /**/ /***/ 1");
    assert_whole("select 1 -- ; 'it\n + 1");
    assert_whole("select 1 -- cr ;\r + 1");
    assert_split("/* a */ -- b\nselect 1 /* c */ -- d\n; -- e", "‹select 1›");
}

static void comments_start_inside_operators(void **state) {
    (void)state;
    assert_whole("select 1 +-- ;\n 2");
    assert_whole("select 1 */* ; */ 2");
    assert_whole("select 1 @-/* ; */ 2");
    assert_split("select 2 - 1; select 4 / 2 * 1", "‹select 2 - 1›‹select 4 / 2 * 1›");
}

static void parentheses_hold_statements_together(void **state) {
    (void)state;
    assert_whole(
        "create rule r as on insert to t do also (insert into a values (1); delete from b)");
    assert_split("select 1);select (2;3", "‹select 1)›‹select (2;3›");
}

static void sql_bodies_hold_statements_together(void **state) {
    (void)state;
    assert_whole("create function f() returns int begin atomic select 1; select 2; end");
    assert_whole("CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC insert into t values (1); END");
    assert_whole("create function f() returns int begin atomic select case when a then 1 end; end");
    assert_whole(
        "create function f() begin atomic select pending, \"end\", 'end', atomic_end; end");
    assert_whole("create function begin_it(a int default (case when true then 1 end)) language sql "
                 "begin atomic ; end");
}

static void begin_elsewhere_is_a_plain_word(void **state) {
    (void)state;
    assert_split("begin; select 1; end;", "‹begin›‹select 1›‹end›");
    assert_split("create table begin (a int); select case when b then 1 end; select 2",
                 "‹create table begin (a int)›‹select case when b then 1 end›‹select 2›");
    assert_split("create function f() returns int as 'begin' language sql; select 2",
                 "‹create function f() returns int as 'begin' language sql›‹select 2›");
}

static void a_byte_order_mark_is_skipped(void **state) {
    (void)state;
    assert_split("\uFEFFcreate function f() begin atomic select 1; end",
                 "‹create function f() begin atomic select 1; end›");
}

static void line_ends_may_be_crlf_or_cr(void **state) {
    (void)state;
    assert_split("select 1;\r\n-- ;\r\nselect 2;\r\n", "‹select 1›‹select 2›");
    assert_split("select 1;\r-- ;\rselect 2;\r", "‹select 1›‹select 2›");
}

static void what_is_not_utf8_is_refused(void **state) {
    (void)state;
    const struct {
        const char *bytes;
        gsize length;
        const char *part;
    } cases[] = {
        {"\xFF\xFEs\0", 4, "1:1: this file is UTF-16"},
        {"\xFE\xFF\0s", 4, "1:1: this file is UTF-16"},
        {"\0\0\xFE\xFF", 4, "1:1: this file is UTF-16 or UTF-32"},
        {"ab\n\0", 4, "2:1: there is a NUL byte"},
        {"a\n\xC3\xBC \xFC;", 6, "2:3: byte 0xFC (at offset 5)"},
        {"\xEF\xBB\xBF\xED\xA0\x80", 6, "1:1: byte 0xED"},
        {"s\xC3", 2, "1:2: byte 0xC3"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *actual = split_bytes(cases[i].bytes, cases[i].length);
        if (!strstr(actual, cases[i].part))
            fail_msg("%s lacks %s", actual, cases[i].part);
    }
}

static void what_is_never_closed_is_refused_where_it_opens(void **state) {
    (void)state;
    assert_refused("select 1;\nselect 'a;\nb", "2:8", "string that starts here is never closed");
    assert_refused("select E'a\\'", "1:8", "string");
    assert_refused("select E'a\\", "1:8", "string");
    assert_refused("select \"a", "1:8", "quoted name");
    assert_refused("select $a$ $b$", "1:8", "string");
    assert_refused("/* /* */", "1:1", "comment");
}

static void deep_comments_are_refused(void **state) {
    (void)state;
    for (guint depth = 1000; depth <= 1001; depth++) {
        g_autoptr(GString) script = g_string_new("select 1 ");
        for (guint i = 0; i < depth; i++)
            g_string_append(script, "/*");
        for (guint i = 0; i < depth; i++)
            g_string_append(script, "*/");
        if (depth <= 1000)
            assert_split(script->str, "‹select 1›");
        else
            assert_refused(script->str, "1:10", "nests deeper");
    }
}

static void commands_of_psql_are_refused(void **state) {
    (void)state;
    assert_refused("select 1;\n\\i other.sql", "2:1", "\\i is a command of psql");
    assert_refused("select 1 \\gexec\n", "1:10", "DO block");
    assert_split("-- dump\n\\restrict aBc\n\nselect 1;\n\n\\unrestrict aBc", "‹select 1›");
    assert_split("\\connect a\n\\echo x; y\n\\set ON_ERROR_STOP on\n\\c a\nselect 1;",
                 "‹select 1›");
    assert_refused("\\connect a\nselect 1;\n\\c b\n", "3:1", "\\c is a command of psql");
    assert_refused("\\set ON_ERROR_ROLLBACK on", "1:1", "plain SQL");
    assert_refused("select 1\n\\restrict aBc\n", "2:1", "between statements");
    assert_refused("\\restricted\n", "1:1", "plain SQL");
    assert_refused("\\copy t from 'x'", "1:1", "INSERT");
    assert_refused("\\set x 1", "1:1", "plain SQL");
    assert_refused("\\! ls", "1:1", "\\! is");
    assert_refused("select 1\\;select 2", "1:9", "plain semicolon");
    assert_refused("\\", "1:1", "command of psql");
    assert_whole("select '\\i x', \"\\q\", $$\n\\q\n$$ /* \\q */ -- \\q\n, 1");
}

static void copy_from_stdin_without_rows_is_refused(void **state) {
    (void)state;
    assert_refused("select 1;\ncopy t from stdin;\n1\n", "2:1", "end with a line that is");
    assert_refused("copy t from stdin", "1:1", "end with a line that is");
    assert_refused("copy t from stdin; select 1;\n\\.\n", "1:1", "begin on the line behind");
    assert_refused("copy t from stdout", "1:1", "COPY");
    assert_whole("copy t from 'stdin'");
    assert_whole("copy t to stdout");
    assert_whole("copy (select a from stdin) to stdout");
    assert_whole("select a from stdin");
    assert_whole("copy t(\"from\", stdin) from program 'x'");
}

static void rows_belong_to_their_copy(void **state) {
    (void)state;
    static const char script[] = "copy t (a) from stdin;\n'1\t--\n\\N\n\\.\n\n-- x\nselect 2;\n"
                                 "COPY t FROM stdin WITH (format csv) ;\n\\.";
    Scanner scanner;
    Statement statement;
    assert_true(scanner_init(&scanner, "a.sql", script, strlen(script), NULL));
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    assert_int_equal(statement.length, strlen("copy t (a) from stdin"));
    assert_int_equal(statement.rows_length, strlen("'1\t--\n\\N\n"));
    assert_memory_equal(statement.rows, "'1\t--\n\\N\n", statement.rows_length);
    assert_string_equal(script + statement.end, strstr(script, "\n-- x"));
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    assert_int_equal(statement.line, 7);
    assert_null(statement.rows);
    assert_int_equal(statement.end, statement.offset + statement.length);
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    assert_non_null(statement.rows);
    assert_int_equal(statement.rows_length, 0);
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_END);
}

static void places_count_lines_and_characters(void **state) {
    (void)state;
    const char *script = "\uFEFF-- ü\r\nselect 'ü',\r  \"ö\", x;\n\n\tselect\n1";
    Scanner scanner;
    Statement statement;
    assert_true(scanner_init(&scanner, "f.sql", script, strlen(script), NULL));
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    assert_int_equal(statement.line, 2);
    assert_int_equal(statement.column, 1);
    assert_int_equal(statement.lead_offset, 3);
    const struct {
        guint character, line, column;
    } cases[] = {{0, 2, 1}, {1, 2, 1}, {8, 2, 8}, {11, 2, 11}, {13, 3, 1}, {20, 3, 8}, {999, 3, 9}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Location place = scanner_locate(&scanner, &statement, cases[i].character);
        assert_string_equal(place.file, "f.sql");
        assert_int_equal(place.line, cases[i].line);
        assert_int_equal(place.column, cases[i].column);
    }
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    assert_int_equal(statement.line, 5);
    assert_int_equal(statement.column, 2);
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_END);
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_END);
}

static void the_lead_is_what_stands_before(void **state) {
    (void)state;
    const char *script = "-- a\nselect 1; -- b\n; -- c\n select 2;";
    Scanner scanner;
    Statement statement;
    assert_true(scanner_init(&scanner, "f.sql", script, strlen(script), NULL));
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    assert_int_equal(statement.lead_offset, 0);
    assert_int_equal(scanner_next(&scanner, &statement, NULL), SCAN_STATEMENT);
    assert_true(g_str_has_prefix(script + statement.lead_offset, " -- c\n"));
}

static void assert_head(const char *text, guint max, const char *expected) {
    Statement statement = {.text = text, .length = strlen(text)};
    g_autofree char *head = statement_head(&statement, max);
    assert_string_equal(head, expected);
}

static void the_head_is_the_first_words(void **state) {
    (void)state;
    assert_head("Create /* x */ INDEX\n-- y\nConcurrently i on t", 3, "create index concurrently");
    assert_head("create index \"i\" on t", 9, "create index");
    assert_head("select e'x'", 9, "select");
    assert_head("(select 1)", 9, "");
    assert_head("commit", 2, "commit");
    assert_head("create index", 0, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(semicolons_end_statements),
        cmocka_unit_test(statements_without_tokens_are_passed_over),
        cmocka_unit_test(quotes_hide_semicolons),
        cmocka_unit_test(strings_continue_over_newlines),
        cmocka_unit_test(dollar_quotes_hide_everything),
        cmocka_unit_test(comments_nest_and_hide),
        cmocka_unit_test(comments_start_inside_operators),
        cmocka_unit_test(parentheses_hold_statements_together),
        cmocka_unit_test(sql_bodies_hold_statements_together),
        cmocka_unit_test(begin_elsewhere_is_a_plain_word),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(line_ends_may_be_crlf_or_cr),
        cmocka_unit_test(what_is_not_utf8_is_refused),
        cmocka_unit_test(what_is_never_closed_is_refused_where_it_opens),
        cmocka_unit_test(deep_comments_are_refused),
        cmocka_unit_test(commands_of_psql_are_refused),
        cmocka_unit_test(copy_from_stdin_without_rows_is_refused),
        cmocka_unit_test(rows_belong_to_their_copy),
        cmocka_unit_test(places_count_lines_and_characters),
        cmocka_unit_test(the_lead_is_what_stands_before),
        cmocka_unit_test(the_head_is_the_first_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
