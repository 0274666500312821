#include "text/query_outputs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The outputs as text: "-" is not proven, "+" is, followed by the columns that have to be without
 * NULL. */
static char *describe(const char *sql) {
    g_autoptr(GPtrArray) outputs = query_outputs(sql);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < outputs->len; i++) {
        const Output *output = outputs->pdata[i];
        g_string_append(text, i ? " " : "");
        g_string_append_c(text, output->proven ? '+' : '-');
        for (guint c = 0; output->proven && c < output->columns->len; c++) {
            const OutputColumn *column = output->columns->pdata[c];
            g_string_append_printf(text, "%s%s.%s.%s", c ? "," : "", column->schema,
                                   column->relation, column->column);
        }
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *sql, *outputs;
} cases[] = {
    {"SELECT a.x FROM s.t a", "+s.t.x"},
    {"SELECT x, y FROM s.t", "+s.t.x +s.t.y"},
    {"SELECT x FROM t", "-"},
    {"SELECT x FROM s.t a(x)", "-"},
    {"SELECT 1, 'x'::text, NULL::text, now(), CURRENT_DATE", "+ + - + +"},
    {"SELECT count(*), max(x), public.count(x) FROM s.t", "+ - -"},
    /* joins */
    {"SELECT a.x, b.y FROM s.t a JOIN s.u b ON a.i = b.i", "+s.t.x +s.u.y"},
    {"SELECT a.x, b.y FROM s.t a LEFT JOIN s.u b ON a.i = b.i", "+s.t.x -"},
    {"SELECT a.x, b.y FROM s.t a RIGHT JOIN s.u b ON a.i = b.i", "- +s.u.y"},
    {"SELECT a.x, b.y FROM s.t a FULL JOIN s.u b ON a.i = b.i", "- -"},
    {"SELECT a.x, b.y, c.z FROM (s.t a JOIN s.u b ON true) RIGHT JOIN s.v c ON true", "- - +s.v.z"},
    {"SELECT a.x, b.y FROM s.t a CROSS JOIN s.u b", "+s.t.x +s.u.y"},
    {"SELECT x FROM s.t a FULL JOIN s.u b USING (x)", "-"},
    {"SELECT a.x FROM s.t a, LATERAL (SELECT a.x) b(y)", "+s.t.x"},
    {"SELECT b.y FROM s.t a, LATERAL (SELECT a.x AS y) b", "-"},
    /* WHERE */
    {"SELECT x, y FROM s.t WHERE x IS NOT NULL", "+ +s.t.y"},
    {"SELECT x FROM s.t WHERE x IS NOT NULL OR y", "+s.t.x"},
    {"SELECT b.y FROM s.t a LEFT JOIN s.u b ON true WHERE b.y IS NOT NULL AND a.x > 1", "+"},
    /* expressions */
    {"SELECT COALESCE(a.x, 0), COALESCE(a.x, a.y) FROM s.t a", "+ +s.t.x"},
    {"SELECT a.x || a.y, a.x -> 'k', a.x + 1 FROM s.t a", "+s.t.x,s.t.y - +s.t.x"},
    {"SELECT a.x OPERATOR(s.+) 1 FROM s.t a", "-"},
    {"SELECT a.x::text, a.x::integer FROM s.t a", "+s.t.x -"},
    {"SELECT CASE WHEN a.x THEN 1 ELSE a.y END, CASE WHEN a.x THEN 1 END FROM s.t a", "+s.t.y -"},
    {"SELECT a.x IS NULL, a.x AND a.y, a.x IS DISTINCT FROM a.y FROM s.t a", "+ +s.t.x,s.t.y +"},
    {"SELECT EXISTS (SELECT 1), (SELECT 1), ARRAY[NULL], ARRAY(SELECT 1)", "+ - + +"},
    {"SELECT a.r[1], (a.c).f FROM s.t a", "- -"},
    /* grouping */
    {"SELECT a.x, count(*) FROM s.t a GROUP BY a.x", "+s.t.x +"},
    {"SELECT a.x, count(*) FROM s.t a GROUP BY ROLLUP (a.x)", "- +"},
    /* around others */
    {"SELECT q.x FROM (SELECT t.x FROM s.t) q", "+s.t.x"},
    {"SELECT q.n FROM (SELECT NULL::text AS n) q", "-"},
    {"WITH w AS (SELECT t.x FROM s.t) SELECT w.x FROM w", "+s.t.x"},
    {"WITH w(y) AS (SELECT t.x FROM s.t) SELECT w.y FROM w", "-"},
    {"WITH RECURSIVE w AS (SELECT 1 AS x UNION SELECT w.x FROM w) SELECT w.x FROM w", "-"},
    {"SELECT a.x FROM s.t a UNION ALL SELECT b.y FROM s.u b", "+s.t.x,s.u.y"},
    {"SELECT a.x FROM s.t a UNION SELECT NULL", "-"},
    {"SELECT a.x FROM s.t a EXCEPT SELECT NULL", "+s.t.x"},
    {"VALUES (1, 2), (3, NULL)", "+ -"},
    {"SELECT g.x FROM s.f() g(x)", "-"},
    /* nothing is known */
    {"SELECT FROM WHERE", ""},
    {"DELETE FROM s.t", ""},
};

static void what_is_never_null_is_proven_and_nothing_else(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *outputs = describe(cases[i].sql);
        if (g_strcmp0(outputs, cases[i].outputs) != 0)
            fail_msg("%s: %s", cases[i].sql, outputs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_never_null_is_proven_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
