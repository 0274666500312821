/* What is said of a change of type, against what a server does to samples of every type. */
#include "catalog/retyping.h"

#include "server/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char hopeless[] = "no value of the old type";

/* Where samples do not come back, or only as an equal text: said in the manual of the types. */
static const char *const known[][2] = {
    {"date", "timestamp without time zone"}, /* fails where a date is too far off */
    {"date", "timestamp with time zone"},
    {"json", "jsonb"},               /* keeps the value, not the way it is written */
    {"int4range", "int4multirange"}, /* no cast leads back */
};

static bool is_known(const char *from, const char *to) {
    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (strcmp(known[i][0], from) == 0 && strcmp(known[i][1], to) == 0)
            return true;
    return false;
}

static void nothing_is_promised_that_a_server_breaks(void **state) {
    (void)state;
    const ScratchOptions options = {0};
    Scratch *scratch = scratch_start(&options, NULL);
    assert_non_null(scratch);
    Pg *pg = scratch_database(scratch, NULL);
    g_autofree char *sql = NULL;
    assert_true(g_file_get_contents("tests/unit/catalog/retyping.sql", &sql, NULL, NULL));
    char *query = strstr(sql, "WITH sample");
    g_autofree char *function = g_strndup(sql, (gsize)(query - sql));
    assert_true(pg_script(pg, function, NULL));
    g_autoptr(GError) error = NULL;
    g_autoptr(Rows) rows = pg_query(pg, query, 0, NULL, &error);
    assert_null(error);
    assert_true(rows_count(rows) > 1500);
    for (guint i = 0; i < rows_count(rows); i++) {
        const char *from = rows_value(rows, i, 0), *to = rows_value(rows, i, 1);
        const char *loss = retyping_loses(from, to, NULL);
        if (!loss && strcmp(rows_value(rows, i, 2), "t") != 0 && !is_known(from, to))
            fail_msg("%s to %s keeps values, it is said", from, to);
        if (loss && g_str_has_prefix(loss, hopeless) && strcmp(rows_value(rows, i, 3), "t") == 0)
            fail_msg("%s to %s is hopeless, it is said", from, to);
    }
    pg_close(pg);
    scratch_stop(scratch);
}

static void what_keeps_every_value_loses_none(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"timestamp(3) without time zone", "timestamp(3) with time zone"},
        {"time without time zone", "time with time zone"},
        {"time(3) without time zone", "time(4) with time zone"},
        {"timestamp without time zone", "timestamp(6) without time zone"},
        {"bit(3)", "bit varying"},
        {"bit(3)", "bit varying(3)"},
        {"bit(3)[]", "bit varying(8)[]"},
        {"integer[]", "bigint[]"},
        {"character(3)", "character varying(3)"},
        {"integer", "numeric(12,2)"},
        {"date", "timestamp(0) without time zone"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
        assert_null(retyping_loses(pairs[i][0], pairs[i][1], NULL));
    assert_null(retyping_loses("character varying(9)", "public.citext", "text|public.citext"));
}

static void what_is_too_narrow_loses_some(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"timestamp without time zone", "timestamp(3) with time zone"},
        {"time(4) without time zone", "time(3) with time zone"},
        {"bit(3)", "bit varying(2)"},
        {"bigint[]", "integer[]"},
        {"integer", "numeric(11,2)"},
        {"numeric", "numeric(30,2)"},
        {"text", "character varying(3)"},
        {"integer", "integer[]"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
        assert_non_null(retyping_loses(pairs[i][0], pairs[i][1], NULL));
    assert_non_null(retyping_loses("text", "character(3)", "character|character varying"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_promised_that_a_server_breaks),
        cmocka_unit_test(what_keeps_every_value_loses_none),
        cmocka_unit_test(what_is_too_narrow_loses_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
