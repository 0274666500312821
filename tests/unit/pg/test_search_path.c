/* The search_path that a connection string asks for, and the first schema of one. */
#include "pg/pg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_string_says_where_names_belong(void **state) {
    (void)state;
    static const struct {
        const char *conninfo, *path;
    } rows[] = {
        {"postgresql://h/d?schema=app", "app"},
        {"postgresql://h/d?schema=App%20%22x%22&sslmode=require", "\"App \"\"x\"\"\""},
        {"postgresql://u:p@h/d?connection_limit=1&currentSchema=a,b", "a,b"},
        {"postgresql://h/d?search_path=%22A%22,public&schema=b", "\"A\",public"},
        {"postgresql://h/d?options=-csearch_path%3Dapp", "app"},
        {"postgresql://h/d?options=-c%20work_mem%3D1%20-c%20search_path%3Da%5C%20b", "a b"},
        {"host=h options='-c search_path=one --search-path=two'", "two"},
        {"host=h dbname=d", NULL},
        {"postgresql://h/d?schema=", NULL},
        {"postgresql://h/d?options=-cwork_mem%3D1", NULL},
        {"dbname='?schema=app'", NULL},
        {"", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = pg_url_path(rows[i].conninfo);
        if (g_strcmp0(path, rows[i].path) != 0)
            fail_msg("%s: %s", rows[i].conninfo, path ? path : "nothing");
    }
}

static void the_first_schema_gets_what_is_created(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"app", "app"},
        {" App , public", "app"},
        {"\"My \"\"App\"\"\",b", "My \"App\""},
        {"\"$user\", b", "b"},
        {"$user", NULL},
        {"", NULL},
        {"\"a,b\"", "a,b"},
        {"\"unclosed", "unclosed"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *first = pg_first_of_path(rows[i][0]);
        if (g_strcmp0(first, rows[i][1]) != 0)
            fail_msg("%s: %s", rows[i][0], first ? first : "nothing");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_string_says_where_names_belong),
        cmocka_unit_test(the_first_schema_gets_what_is_created),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
