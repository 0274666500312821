#include "text/tidy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* As the server prints it, and as it is written. */
typedef struct {
    const char *printed, *tidy;
} Pair;

static void brackets_go_where_the_tree_stays(void **state) {
    (void)state;
    const Pair pairs[] = {
        {"ALTER TABLE t ADD CHECK (((a > 1) AND (b IS NOT NULL)))",
         "ALTER TABLE t ADD CHECK (a > 1 AND b IS NOT NULL)"},
        {"ALTER TABLE t ADD CHECK (((a > 1) OR ((b > 1) AND (c > 1))))",
         "ALTER TABLE t ADD CHECK (a > 1 OR (b > 1 AND c > 1))"},
        {"ALTER TABLE t ADD CHECK ((a AND (b AND c)))",
         "ALTER TABLE t ADD CHECK (a AND (b AND c))"},
        {"ALTER TABLE t ADD CHECK ((NOT (a = b)))", "ALTER TABLE t ADD CHECK (NOT (a = b))"},
        {"ALTER TABLE t ADD CHECK (((a + b) > 0))", "ALTER TABLE t ADD CHECK (a + b > 0)"},
        {"ALTER TABLE t ADD CHECK (((a - (b - c)) > 0))",
         "ALTER TABLE t ADD CHECK (a - (b - c) > 0)"},
        {"ALTER TABLE t ADD CHECK ((a > (- (1))))", "ALTER TABLE t ADD CHECK (a > - 1)"},
        {"CREATE INDEX i ON t USING btree (lower((a)::text)) WHERE (b > 1)",
         "CREATE INDEX i ON t (lower(a::text)) WHERE b > 1"},
        {"CREATE INDEX i ON t USING btree (((v).x), ((a || b)))",
         "CREATE INDEX i ON t (((v).x), (a || b))"},
        {"CREATE INDEX i ON t USING gin (a)", "CREATE INDEX i ON t USING gin (a)"},
        {"SELECT '((a))', \"((b))\" FROM t", "SELECT '((a))', \"((b))\" FROM t"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *tidy = tidy_sql(pairs[i].printed);
        assert_string_equal(tidy, pairs[i].tidy);
    }
}

static void dollar_quotes_lose_their_names(void **state) {
    (void)state;
    const Pair pairs[] = {
        {"CREATE FUNCTION f()\n RETURNS text\n LANGUAGE sql\nAS $function$SELECT ((1))\n "
         "$function$",
         "CREATE FUNCTION f()\n    RETURNS text\n    LANGUAGE sql\nAS $$SELECT ((1))\n $$"},
        {"CREATE FUNCTION f()\n RETURNS text\n LANGUAGE sql\nAS $function$SELECT $$a$$$function$",
         "CREATE FUNCTION f()\n    RETURNS text\n    LANGUAGE sql\nAS $function$SELECT "
         "$$a$$$function$"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *tidy = tidy_sql(pairs[i].printed);
        assert_string_equal(tidy, pairs[i].tidy);
    }
}

static void queries_are_laid_out(void **state) {
    (void)state;
    g_autofree char *tidy =
        tidy_sql("CREATE VIEW v AS\n SELECT a.x,\n        CASE\n            WHEN (a.y > 1) THEN 1\n"
                 "            ELSE 2\n        END AS z\n   FROM (public.a\n     JOIN ( SELECT b.x\n"
                 "           FROM public.b\n          WHERE (b.x > 0)) q ON ((q.x = a.x)))\n"
                 "  ORDER BY a.x");
    assert_string_equal(tidy, "CREATE VIEW v AS\n"
                              "SELECT a.x,\n"
                              "    CASE\n"
                              "        WHEN a.y > 1 THEN 1\n"
                              "        ELSE 2\n"
                              "    END AS z\n"
                              "FROM public.a\n"
                              "    JOIN (\n"
                              "        SELECT b.x\n"
                              "        FROM public.b\n"
                              "        WHERE b.x > 0\n"
                              "    ) q ON q.x = a.x\n"
                              "ORDER BY a.x");
}

static void long_lines_are_broken(void **state) {
    (void)state;
    g_autofree char *tidy =
        tidy_sql("ALTER TABLE public.participants ADD CONSTRAINT participants_key UNIQUE "
                 "(first_column_of_it, second_column_of_it, third_column_of_it, last_one)");
    assert_string_equal(tidy, "ALTER TABLE public.participants ADD CONSTRAINT participants_key\n"
                              "    UNIQUE (first_column_of_it, second_column_of_it, "
                              "third_column_of_it, last_one)");
    g_autofree char *text = g_strdup_printf("COMMENT ON TABLE t IS '%0200d'", 0);
    g_autofree char *same = tidy_sql(text);
    assert_string_equal(same, text);
}

static void deep_brackets_are_left_where_nothing_fits(void **state) {
    (void)state;
    enum { DEPTH = 20000 };
    g_autoptr(GString) sql = g_string_new("SELECT ");
    for (guint i = 0; i < DEPTH; i++)
        g_string_append_c(sql, '(');
    g_string_append(sql, "1");
    for (guint i = 0; i < DEPTH; i++)
        g_string_append_c(sql, ')');
    g_autofree char *tidy = tidy_sql(sql->str);
    assert_true(strlen(tidy) < sql->len + 10000);
}

/* Each level says less than the one before it. */
static void idioms_are_offered_level_by_level(void **state) {
    (void)state;
    static const struct {
        const char *printed, *said[3];
    } rows[] = {
        {"ALTER TABLE t ADD CHECK ((a)::text ~~ 'x%'::text)",
         {"ALTER TABLE t ADD CHECK (a LIKE 'x%')", "ALTER TABLE t ADD CHECK (a::text LIKE 'x%')",
          "ALTER TABLE t ADD CHECK (a::text LIKE 'x%'::text)"}},
        {"ALTER TABLE t ADD CHECK (a !~~* 'x'::text AND t.b = 'y'::app.mood)",
         {"ALTER TABLE t ADD CHECK (a NOT ILIKE 'x' AND t.b = 'y')",
          "ALTER TABLE t ADD CHECK (a NOT ILIKE 'x' AND t.b = 'y')",
          "ALTER TABLE t ADD CHECK (a NOT ILIKE 'x'::text AND t.b = 'y'::app.mood)"}},
        {"ALTER TABLE t ADD CHECK ((a)::text = ANY ((ARRAY['x'::character varying, "
         "'y'::character varying])::text[]))",
         {"ALTER TABLE t ADD CHECK (a IN ('x', 'y'))",
          "ALTER TABLE t ADD CHECK (a::text IN ('x', "
          "'y'))",
          "ALTER TABLE t ADD CHECK (a::text IN ('x'::character varying, 'y'::character "
          "varying))"}},
        {"ALTER TABLE t ADD CHECK (a <> ALL (ARRAY[1, 2]))",
         {"ALTER TABLE t ADD CHECK (a NOT IN (1, 2))", "ALTER TABLE t ADD CHECK (a NOT IN (1, 2))",
          "ALTER TABLE t ADD CHECK (a NOT IN (1, 2))"}},
        {"CREATE INDEX i ON t (a) WHERE at > '2024-01-01 00:00:00'::timestamp(3) without time zone",
         {"CREATE INDEX i ON t (a) WHERE at > '2024-01-01 00:00:00'",
          "CREATE INDEX i ON t (a) WHERE at > '2024-01-01 00:00:00'", NULL}},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        for (guint level = IDIOMS_ALL; level < IDIOMS_NONE; level++) {
            g_autofree char *raw = tidy_idioms(rows[i].printed, level);
            g_autofree char *said = raw ? tidy_sql(raw) : NULL;
            if (rows[i].said[level])
                assert_string_equal(said, rows[i].said[level]);
            else
                assert_null(said);
        }
}

static void what_is_no_idiom_is_not_said_otherwise(void **state) {
    (void)state;
    const char *const texts[] = {"ALTER TABLE t ADD CHECK (a = ANY (ARRAY['x'::text]))",
                                 "ALTER TABLE t ADD CHECK (a = ANY (b))",
                                 "ALTER TABLE t ADD CHECK (f(a)::text ~ b)",
                                 "ALTER TABLE t ADD CHECK (now() - '1 day'::interval)",
                                 "COMMENT ON TABLE t IS 'a ~~ ''b''::text'",
                                 "CREATE FUNCTION f() AS $$SELECT a ~~ 'b'::text$$",
                                 "ALTER TABLE t ADD CHECK ((a",
                                 ""};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        assert_null(tidy_idioms(texts[i], IDIOMS_WORDS));
    assert_null(tidy_idioms("ALTER TABLE t ADD CHECK (a ~~ 'b'::text)", IDIOMS_NONE));
}

static void what_cannot_be_parsed_keeps_its_words(void **state) {
    (void)state;
    const char *const texts[] = {"", "((", "CREATE NONSENSE ((a))", "SELECT 'a",
                                 "-- a\nSELECT 1 /* b */"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *tidy = tidy_sql(texts[i]);
        assert_string_equal(tidy, texts[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brackets_go_where_the_tree_stays),
        cmocka_unit_test(dollar_quotes_lose_their_names),
        cmocka_unit_test(queries_are_laid_out),
        cmocka_unit_test(long_lines_are_broken),
        cmocka_unit_test(deep_brackets_are_left_where_nothing_fits),
        cmocka_unit_test(idioms_are_offered_level_by_level),
        cmocka_unit_test(what_is_no_idiom_is_not_said_otherwise),
        cmocka_unit_test(what_cannot_be_parsed_keeps_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
