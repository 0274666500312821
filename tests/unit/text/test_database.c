#include "text/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *sql, *expected; /* NULL: as it is */
} rows[] = {
    {"GRANT CONNECT ON DATABASE app TO r", "GRANT CONNECT ON DATABASE \"my \"\"db\" TO r"},
    {"grant temp on database a, \"B \"\" c\" , d to r with grant option",
     "grant temp on database \"my \"\"db\", \"my \"\"db\" , \"my \"\"db\" to r with grant option"},
    {"REVOKE ALL ON DATABASE/* */app FROM PUBLIC",
     "REVOKE ALL ON DATABASE/* */\"my \"\"db\" FROM PUBLIC"},
    {"ALTER DATABASE app SET search_path = app, public",
     "ALTER DATABASE \"my \"\"db\" SET search_path = app, public"},
    {"ALTER ROLE r IN DATABASE app SET work_mem = 1",
     "ALTER ROLE r IN DATABASE \"my \"\"db\" SET work_mem = 1"},
    {"COMMENT ON DATABASE app IS 'on database app'",
     "COMMENT ON DATABASE \"my \"\"db\" IS 'on database app'"},
    {"SECURITY LABEL FOR p ON DATABASE app IS 'x'",
     "SECURITY LABEL FOR p ON DATABASE \"my \"\"db\" IS 'x'"},
    {"DO $x$ BEGIN ALTER DATABASE app RESET ALL; PERFORM 1; GRANT ALL ON DATABASE app TO r; END "
     "$x$",
     "DO $x$ BEGIN ALTER DATABASE \"my \"\"db\" RESET ALL; PERFORM 1; GRANT ALL ON DATABASE \"my "
     "\"\"db\" TO r; END $x$"},
    {"GRANT SELECT ON database TO r", NULL},
    {"GRANT SELECT ON TABLE database TO r", NULL},
    {"REVOKE SELECT ON database FROM r", NULL},
    {"ALTER TABLE database ADD app int", NULL},
    {"COMMENT ON COLUMN database.app IS 'x'", NULL},
    {"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$BEGIN ALTER DATABASE app SET x.y = 1; "
     "END$$",
     NULL},
    {"DO $$BEGIN PERFORM 1 FROM t JOIN database app ON true; END$$", NULL},
    {"DO '", NULL},
    {"DO $$", NULL},
    {"GRANT ALL ON DATABASE", NULL},
};

static void what_names_a_database_names_the_other(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Statement statement = {.text = rows[i].sql, .length = strlen(rows[i].sql)};
        g_autofree char *text = statement_for_database(&statement, "my \"db");
        if (rows[i].expected && text)
            assert_string_equal(text, rows[i].expected);
        else if (rows[i].expected || text)
            fail_msg("%s: %s", rows[i].sql, text ? text : "unchanged");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_names_a_database_names_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
