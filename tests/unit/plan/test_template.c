#include "plan/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const Kind kind = {
    .name = "thing",
    .type = "THING",
    .attrs = (const KindAttr[]){{"color", ATTR_ALTER}, {"size", ATTR_ALTER}, {NULL}}};

typedef struct {
    Arena *arena;
    const char *values[2];
    Object parent, object;
} World;

static int make(void **state) {
    World *world = g_new0(World, 1);
    world->arena = arena_new();
    world->values[0] = "'red | {id}'";
    world->parent = (Object){.kind = &kind, .id = "public.box", .values = world->values};
    world->object = (Object){.kind = &kind,
                             .id = "public.ball",
                             .name = "ball",
                             .parent = &world->parent,
                             .values = world->values};
    *state = world;
    return 0;
}

static int destroy(void **state) {
    arena_free(((World *)*state)->arena);
    g_free(*state);
    return 0;
}

static const char *render(World *world, const char *template) {
    return template_text(world->arena, template, &(Scope){.object = &world->object});
}

static void holes_take_values_as_they_are(void **state) {
    assert_string_equal(render(*state, "ADD {name} TO {parent} AS {color}"),
                        "ADD ball TO public.box AS 'red | {id}'");
    assert_string_equal(render(*state, "{parent.type} {id}"), "THING public.ball");
}

static void brackets_vanish_when_something_inside_is_absent(void **state) {
    assert_string_equal(render(*state, "x[ SIZE {size}][ COLOR {color}]"), "x COLOR 'red | {id}'");
    assert_string_equal(render(*state, "x[ a[ b {size}] c]"), "x a c");
    assert_string_equal(render(*state, "x[ a {color}[ b {size} {color}]]"), "x a 'red | {id}'");
}

static void an_absent_value_outside_brackets_closes_the_template(void **state) {
    assert_null(render(*state, "x {size}"));
    assert_null(render(*state, "x {nosuch}"));
}

static void questions_print_nothing(void **state) {
    assert_string_equal(render(*state, "x[{?color} yes][{?size} no][{!size} without size]"),
                        "x yes without size");
    assert_null(render(*state, "{!color}x"));
}

static void questions_about_a_change_compare_with_the_old_object(void **state) {
    World *world = *state;
    const char *values[] = {world->values[0], "9"};
    const char *before[] = {world->values[0], "10"};
    Object now = world->object, old = world->object;
    now.values = values;
    old.values = before;
    Scope scope = {.object = &now, .old = &old};
    static const char template[] = "x[{~size} other][{~color} repainted][{>size} bigger]"
                                   "[{=color} in the same colour][{=size} of the same size]";
    assert_string_equal(template_text(world->arena, template, &scope),
                        "x other in the same colour");
    before[1] = "8";
    assert_string_equal(template_text(world->arena, template, &scope),
                        "x other bigger in the same colour");
    before[1] = NULL;
    assert_string_equal(template_text(world->arena, template, &scope),
                        "x other in the same colour");
    scope.old = NULL;
    assert_string_equal(template_text(world->arena, template, &scope),
                        "x in the same colour of the same size");
}

static void numbers_are_compared_with_each_other_and_with_the_old_ones(void **state) {
    World *world = *state;
    const char *values[] = {"5", "9"}, *before[] = {"9", "9"};
    Object now = world->object, old = world->object;
    now.values = values;
    old.values = before;
    Scope scope = {.object = &now, .old = &old};
    static const char template[] = "x[{<color} a][{>color} b][{>=size} c][{<=size} d][{>size} e]"
                                   "[{<color size} f][{>=old.color size} g][{>size old.color} h]"
                                   "[{>size nothing} i]";
    assert_string_equal(template_text(world->arena, template, &scope), "x a c d f g");
    scope.old = NULL;
    assert_string_equal(template_text(world->arena, template, &scope), "x f");
}

static void a_drop_and_a_create_know_how_they_are_meant(void **state) {
    World *world = *state;
    Scope scope = {.object = &world->object};
    static const char drop[] = "ALTER [{?alone}ONLY ]{parent}",
                      create[] = "CREATE[{?replace} OR REPLACE] {id}[{?parts} ({parts})]";
    assert_string_equal(template_text(world->arena, drop, &scope), "ALTER public.box");
    assert_string_equal(template_text(world->arena, create, &scope), "CREATE public.ball");
    scope.alone = scope.replace = true;
    scope.parts = "a, b";
    assert_string_equal(template_text(world->arena, drop, &scope), "ALTER ONLY public.box");
    assert_string_equal(template_text(world->arena, create, &scope),
                        "CREATE OR REPLACE public.ball (a, b)");
}

static void backslashes_protect_letters_of_the_grammar(void **state) {
    assert_string_equal(render(*state, "a\\[1\\] \\| \\{x\\}"), "a[1] | {x}");
}

static void bars_part_what_may_be_joined_and_values_do_not(void **state) {
    World *world = *state;
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(Sql));
    Scope scope = {.object = &world->object};
    assert_true(template_statements(
        world->arena, "ALTER {parent} | SET {color};;GRANT | x | ON y[;;NO {size}]", &scope, out));
    assert_int_equal(out->len, 2);
    const Sql *first = &g_array_index(out, Sql, 0), *second = &g_array_index(out, Sql, 1);
    assert_string_equal(first->prefix, "ALTER public.box");
    assert_string_equal(first->action, "SET 'red | {id}'");
    assert_string_equal(first->suffix, "");
    assert_string_equal(second->prefix, "GRANT");
    assert_string_equal(second->action, "x");
    assert_string_equal(second->suffix, "ON y");
}

static void a_statement_without_a_bar_has_no_action(void **state) {
    World *world = *state;
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(Sql));
    assert_true(
        template_statements(world->arena, "DROP {id}", &(Scope){.object = &world->object}, out));
    assert_int_equal(out->len, 1);
    assert_string_equal(g_array_index(out, Sql, 0).prefix, "DROP public.ball");
    assert_null(g_array_index(out, Sql, 0).action);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(holes_take_values_as_they_are, make, destroy),
        cmocka_unit_test_setup_teardown(brackets_vanish_when_something_inside_is_absent, make,
                                        destroy),
        cmocka_unit_test_setup_teardown(an_absent_value_outside_brackets_closes_the_template, make,
                                        destroy),
        cmocka_unit_test_setup_teardown(questions_print_nothing, make, destroy),
        cmocka_unit_test_setup_teardown(questions_about_a_change_compare_with_the_old_object, make,
                                        destroy),
        cmocka_unit_test_setup_teardown(numbers_are_compared_with_each_other_and_with_the_old_ones,
                                        make, destroy),
        cmocka_unit_test_setup_teardown(a_drop_and_a_create_know_how_they_are_meant, make, destroy),
        cmocka_unit_test_setup_teardown(backslashes_protect_letters_of_the_grammar, make, destroy),
        cmocka_unit_test_setup_teardown(bars_part_what_may_be_joined_and_values_do_not, make,
                                        destroy),
        cmocka_unit_test_setup_teardown(a_statement_without_a_bar_has_no_action, make, destroy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
