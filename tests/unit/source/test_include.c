#include "source/source.h"
#include "support/gitbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const SourceNames names = {.schema = "schema", .migrations = "migrations"};

/* "file: text" of each script, with what is blank at both ends cut off. */
static char *describe(const char *source_name) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = source_open(source_name, &names, &error);
    if (!source)
        return g_strdup(error->message);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        gsize length;
        const char *bytes = g_bytes_get_data(script->text, &length);
        g_autofree char *part = g_strndup(bytes ? bytes : "", length);
        assert_true(script->declares);
        g_string_append_printf(text, "%s: %s\n", script->file, g_strstrip(part));
    }
    return g_string_free(text, FALSE);
}

static void assert_scripts(const char *source_name, const char *expected) {
    g_autofree char *found = describe(source_name);
    assert_string_equal(found, expected);
}

static void assert_fails(const char *main_text, const char *words) {
    g_autofree char *script = g_strdup_printf("cat >schema/main.sql <<'X'\n%s\nX\n", main_text);
    gitbox_run(script);
    g_autofree char *found = describe("schema/main.sql");
    gitbox_assert_holds(found, words);
}

/* Where psql would execute it, and not by itself again. */
static void a_file_is_executed_where_it_is_included(void **state) {
    (void)state;
    gitbox_run("mkdir -p schema/t; echo 'A;' >schema/a.sql; echo 'C;' >schema/t/c.sql\n"
               "printf 'B1;\\n\\\\ir c.sql\\nB2;' >schema/t/b.sql; echo 'Z;' >schema/z.psql\n"
               "printf 'M1;\\n\\\\i a.sql\\n\\\\include t/b.sql\\nM2; -- \\\\i no\\n"
               "\\\\i schema/t/../z.psql\\n\\\\ir '\"'t/c.sql'\"'\\n' >schema/main.sql");
    assert_scripts("schema", "schema/main.sql: M1;\n"
                             "schema/a.sql: A;\n"
                             "schema/main.sql: \n"
                             "schema/t/b.sql: B1;\n"
                             "schema/t/c.sql: C;\n"
                             "schema/t/b.sql: B2;\n"
                             "schema/main.sql: M2; -- \\i no\n"
                             "schema/z.psql: Z;\n"
                             "schema/main.sql: \n"
                             "schema/t/c.sql: C;\n"
                             "schema/main.sql: \n");
}

static void a_part_keeps_its_lines(void **state) {
    (void)state;
    gitbox_run("mkdir schema; echo 'A;' >schema/a.psql\n"
               "printf 'M1;\\n\\\\i a.psql\\nM2;\\n' >schema/main.sql");
    g_autoptr(Source) source = source_open("schema/main.sql", &names, NULL);
    assert_non_null(source);
    assert_int_equal(source->scripts->len, 3);
    const Script *script = source->scripts->pdata[2];
    assert_memory_equal(g_bytes_get_data(script->text, NULL), "   \n         \nM2;", 17);
    assert_string_equal(script->file, "schema/main.sql");
}

static void what_leaves_the_folder_or_is_not_there_is_refused(void **state) {
    (void)state;
    gitbox_run("mkdir -p schema/t; echo 'A;' >out.sql; ln -s ../out.sql schema/link.psql\n"
               "ln -s .. schema/up; printf '\\n\\\\ir ../main.sql\\n' >schema/t/b.psql");
    assert_fails("M;\n  \\i ../out.sql", "schema/main.sql:2:3: \\i ../out.sql: it leaves the folder");
    assert_fails("\\ir t/../../out.sql", "schema/main.sql:1:1: \\ir t/../../out.sql: it leaves");
    assert_fails("\\i /etc/passwd", "schema/main.sql:1:1: \\i /etc/passwd: it leaves");
    assert_fails("\\i link.psql", "schema/main.sql:1:1: \\i link.psql: link.psql is a symbolic link");
    assert_fails("\\i up/out.sql", "is a symbolic link, or lies behind one");
    assert_fails("\\i t/b.psql", "schema/t/b.psql:2:1: \\ir ../main.sql: the file includes itself");
    assert_fails("\n\\i gone.sql", "schema/main.sql:2:1: \\i gone.sql: there is no file gone.sql");
}

static void a_revision_has_its_own_files(void **state) {
    (void)state;
    gitbox_run("git init -q .; mkdir schema; echo 'A;' >schema/a.psql\n"
               "printf '\\\\ir a.psql\\n' >schema/main.sql; commit first; echo 'B;' >schema/a.psql");
    assert_scripts("schema@HEAD", "schema/main.sql@HEAD: \nschema/a.psql@HEAD: A;\n"
                                  "schema/main.sql@HEAD: \n");
    assert_scripts("schema/main.sql@HEAD", "schema/main.sql@HEAD: \nschema/a.psql@HEAD: A;\n"
                                           "schema/main.sql@HEAD: \n");
    assert_scripts("schema", "schema/main.sql: \nschema/a.psql: B;\nschema/main.sql: \n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_executed_where_it_is_included, gitbox_setup,
                                        gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_part_keeps_its_lines, gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(what_leaves_the_folder_or_is_not_there_is_refused,
                                        gitbox_setup, gitbox_teardown),
        cmocka_unit_test_setup_teardown(a_revision_has_its_own_files, gitbox_setup,
                                        gitbox_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
