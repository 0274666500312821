/* What is left of SQL where it has no right to roles. */
#include "text/role_statement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The statement, what is left of it (NULL: it holds nothing about roles), and the roles that it
 * creates. */
static const struct {
    const char *statement, *left, *roles;
} rows[] = {
    {"CREATE ROLE App LOGIN PASSWORD 'x;y'", "", "app"},
    {"create user \"A \"\"b\" in role c", "", "A \"b"},
    {"CREATE /* ; */ GROUP g", "", "g"},
    {"ALTER ROLE app SET search_path = a", "", ""},
    {"DROP ROLE IF EXISTS app, b", "", ""},
    {"ALTER ROLE a RENAME TO b", NULL, ""},
    {"CREATE USER MAPPING FOR a SERVER s", NULL, ""},
    {"CREATE TABLE role (a int)", NULL, ""},
    {"GRANT a TO b", NULL, ""},
    {"DO $$ BEGIN PERFORM 1; END $$", NULL, ""},
    {"DO $$ BEGIN EXECUTE 'CREATE ROLE a'; END $$", NULL, ""},
    {"DO $x$\nBEGIN\n  IF NOT EXISTS (SELECT) THEN\n    CREATE ROLE app\n LOGIN;\n  END IF;\nEND "
     "$x$",
     "DO $x$\nBEGIN\n  IF NOT EXISTS (SELECT) THEN\n    NULL           \n      ;\n  END IF;\nEND "
     "$x$",
     "app"},
    {"DO $$BEGIN CREATE USER a; EXCEPTION WHEN duplicate_object THEN ALTER USER a LOGIN; END$$",
     "DO $$BEGIN NULL         ; EXCEPTION WHEN duplicate_object THEN NULL              ; END$$",
     "a"},
    {"DO 'BEGIN CREATE ROLE a; END'", NULL, ""},
};

static void what_concerns_roles_is_blanked(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) created = g_ptr_array_new_with_free_func(g_free);
        Statement statement = {.text = rows[i].statement, .length = strlen(rows[i].statement)};
        gsize length = 0;
        g_autofree char *left = role_statement_blanked(&statement, created, &length);
        if (!rows[i].left)
            assert_null(left);
        else
            assert_string_equal(left, rows[i].left);
        assert_true(!left || length == strlen(left));
        g_ptr_array_add(created, NULL);
        g_autofree char *names = g_strjoinv(" ", (char **)created->pdata);
        assert_string_equal(names, rows[i].roles);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_concerns_roles_is_blanked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
