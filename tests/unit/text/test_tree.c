#include "text/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Statement statement_of(const char *text) {
    return (Statement){.text = text, .length = strlen(text), .line = 1, .column = 1};
}

/* "kind schema.relation.name@rest of the line", absent parts left out. */
static char *created(const char *text) {
    Statement statement = statement_of(text);
    g_autoptr(GPtrArray) all = tree_created(&statement);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < all->len; i++) {
        const Named *named = all->pdata[i];
        assert_true(named->offset <= statement.length);
        g_string_append_printf(out, "%s %s%s%s%s%s@%.3s\n", named->kind,
                               named->schema ? named->schema : "", named->schema ? "." : "",
                               named->relation ? named->relation : "", named->relation ? "." : "",
                               named->name, text + named->offset);
    }
    return g_string_free(out, FALSE);
}

static void assert_created(const char *text, const char *expected) {
    g_autofree char *actual = created(text);
    assert_string_equal(actual, expected);
}

static void a_table_has_columns_and_named_constraints(void **state) {
    (void)state;
    assert_created(
        "create table S.\"T\" (a int primary key,\n -- note\n b text constraint foo check (b "
        "> ''), unique (a), constraint x unique (b), ü int constraint n not null)",
        "table s.T@S.\"\ncolumn s.T.a@a i\ncolumn s.T.b@b t\nconstraint s.T.foo@con\n"
        "constraint s.T.x@con\ncolumn s.T.ü@ü \n");
    assert_created("create table t as select 1 a", "table t@t a\n");
    assert_created("create table p partition of t for values in (1)", "table p@p p\n");
    assert_created("create foreign table f (a int) server s",
                   "foreign_table f@f (\ncolumn f.a@a i\n");
}

static void relations_of_other_sorts(void **state) {
    (void)state;
    assert_created("create unique index concurrently if not exists \"I\"\"x\" on s.t (a)",
                   "index s.I\"x@\"I\"\n");
    assert_created("create index on t (a)", "");
    assert_created("create sequence s.q", "sequence s.q@s.q\n");
    assert_created("create or replace view v as select 1", "view v@v a\n");
    assert_created("create materialized view m as select 1", "materialized_view m@m a\n");
}

static void types_have_labels_and_attributes(void **state) {
    (void)state;
    assert_created("create type s.e as enum ('a', -- b\n 'b,''('\n'x', /* , */ 'c')",
                   "enum s.e@e a\nenum_label s.e.a@'a'\nenum_label s.e.b,'(x@'b,\n"
                   "enum_label s.e.c@'c'\n");
    assert_created("create type e as enum ()", "enum e@e a\n");
    assert_created("create type c as (x int, y text)",
                   "composite c@c a\nattribute c.x@x i\nattribute c.y@y t\n");
    assert_created("create type r as range (subtype = int)", "type r@r a\n");
    assert_created("create type b", "type b@b\n");
    assert_created("create domain s.d as int constraint p check (value > 0) not null",
                   "domain s.d@d a\nconstraint s.d.p@con\n");
}

static void routines_triggers_and_policies(void **state) {
    (void)state;
    assert_created("create or replace function s.f(a int) returns int language sql as ''",
                   "function s.f@f(a\n");
    assert_created("create procedure p() language sql as ''", "procedure p@p()\n");
    assert_created("create trigger g before insert on s.t execute function f()",
                   "trigger s.t.g@g b\n");
    assert_created("create policy p on t", "policy t.p@p o\n");
}

static void what_alter_adds_counts(void **state) {
    (void)state;
    assert_created("alter table s.t add column c int, drop column d, add constraint k check (true)",
                   "column s.t.c@c i\nconstraint s.t.k@con\n");
    assert_created("alter type e add value if not exists 'n' before 'o'", "enum_label e.n@'n'\n");
    assert_created("alter type e rename value 'a' to 'b'", "");
    assert_created("alter type c add attribute z int", "attribute c.z@z i\n");
    assert_created("alter domain d add constraint k check (value > 1)", "constraint d.k@con\n");
}

static void a_schema_may_hold_more(void **state) {
    (void)state;
    assert_created("create schema s create table t (a int) create view v as select 1",
                   "schema s@s c\ntable s.t@t (\ncolumn s.t.a@a i\nview s.v@v a\n");
    assert_created("create schema authorization joe", "schema joe@joe\n");
}

static void nothing_is_known_of_other_statements(void **state) {
    (void)state;
    assert_created("select 1", "");
    assert_created("create nonsense", "");
    assert_created("create table t (", "");
    assert_created("", "");
}

static void text_beyond_the_bounds_is_not_parsed(void **state) {
    (void)state;
    for (guint depth = 400; depth <= 600; depth += 200) {
        g_autofree char *open = g_strnfill(depth, '('), *close = g_strnfill(depth, ')');
        g_autofree char *text = g_strdup_printf("create view v as select %s1%s", open, close);
        assert_created(text, depth == 400 ? "view v@v a\n" : "");
    }
    g_autoptr(GString) chain = g_string_new("create view v as select 1");
    for (guint i = 0; i < 300000; i++)
        g_string_append(chain, "+1");
    assert_created(chain->str, "");
    g_autofree char *blank = g_strnfill(1024 * 1024, ' ');
    g_autofree char *large = g_strdup_printf("create view v as select%s1", blank);
    assert_created(large, "");
}

static void an_extension_is_read_with_its_options(void **state) {
    (void)state;
    Statement statement = statement_of(
        "create extension if not exists \"uuid-ossp\" with schema s version '1.1' cascade");
    CreateExtension extension;
    assert_true(tree_create_extension(&statement, &extension));
    assert_string_equal(extension.name, "uuid-ossp");
    assert_string_equal(extension.schema, "s");
    assert_string_equal(extension.version, "1.1");
    assert_true(extension.if_not_exists && extension.cascade);
    create_extension_clear(&extension);
    statement = statement_of("create extension x schema s version '1' schema t version '2'");
    assert_true(tree_create_extension(&statement, &extension));
    assert_string_equal(extension.schema, "s");
    create_extension_clear(&extension);
    statement = statement_of("create extension hstore");
    assert_true(tree_create_extension(&statement, &extension));
    assert_null(extension.schema);
    assert_null(extension.version);
    assert_false(extension.if_not_exists || extension.cascade);
    create_extension_clear(&extension);
    statement = statement_of("create table extension (a int)");
    assert_false(tree_create_extension(&statement, &extension));
    create_extension_clear(&extension);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_has_columns_and_named_constraints),
        cmocka_unit_test(relations_of_other_sorts),
        cmocka_unit_test(types_have_labels_and_attributes),
        cmocka_unit_test(routines_triggers_and_policies),
        cmocka_unit_test(what_alter_adds_counts),
        cmocka_unit_test(a_schema_may_hold_more),
        cmocka_unit_test(nothing_is_known_of_other_statements),
        cmocka_unit_test(text_beyond_the_bounds_is_not_parsed),
        cmocka_unit_test(an_extension_is_read_with_its_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
