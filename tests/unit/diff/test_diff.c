#include "diff/diff.h"
#include "diff/rename.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Two kinds of things: boxes hold data, labels stand on boxes and can be made again. */
static const Kind box = {
    .name = "box",
    .data = {DATA_HOLDS, .shell_if = "note"},
    .create = "CREATE",
    .drop = "DROP",
    .rename = "RENAME",
    .likeness = {.asks = true},
    .attrs = (const KindAttr[]){{"color", ATTR_ALTER, "SET", NULL, .breaks_dependents = true},
                                {"wood", ATTR_RECREATE},
                                {"note", ATTR_IGNORE},
                                {"text", ATTR_ALTER, "SET", "UNSET", .expression = true},
                                {NULL}}};
static const Kind label = {
    .name = "label",
    .create = "CREATE",
    .drop = "DROP",
    .attrs = (const KindAttr[]){{"text", ATTR_REPLACE}, {"columns", ATTR_EXTEND}, {NULL}}};

/* What may have a name that goes without saying. */
static const Kind seal = {.name = "seal",
                          .create = "CREATE",
                          .drop = "DROP",
                          .rename = "RENAME",
                          .likeness = {.by = "text"},
                          .attrs = (const KindAttr[]){{"text", ATTR_RECREATE}, {NULL}}};

static Catalog *catalog_new(void) {
    Arena *arena = arena_new();
    Catalog *catalog = ARENA_NEW(arena, Catalog);
    catalog->arena = arena;
    catalog->objects = arena_alloc(arena, 16 * sizeof(Object *));
    catalog->tacit = arena_alloc(arena, 16 * sizeof(Object *));
    catalog->by_identity = g_hash_table_new(object_hash, object_equal);
    return catalog;
}

/* Values after the identity, NULL-terminated after as many as the kind has. */
static Object *add(Catalog *catalog, const Kind *kind, const char *identity,
                   const char *const *values) {
    Object *object = ARENA_NEW(catalog->arena, Object);
    *object = (Object){.kind = kind,
                       .identity = identity,
                       .id = identity,
                       .name = identity,
                       .index = catalog->count};
    object->values = arena_memdup(catalog->arena, values, 4, sizeof *values);
    catalog->objects[catalog->count++] = object;
    g_hash_table_add(catalog->by_identity, object);
    return object;
}

/* Takes the last object out of the catalog and makes it a tacit one. */
static void say_nothing_of(Catalog *catalog, Object *object) {
    g_hash_table_remove(catalog->by_identity, object);
    catalog->count--;
    catalog->tacit[catalog->tacit_count++] = object;
}
#define VALUES(...) ((const char *const[4]){__VA_ARGS__})

static void depend(Catalog *catalog, Object *from, Object *to) {
    Dep dep = {to, DEP_NORMAL, false};
    from->deps = arena_memdup(catalog->arena, &dep, 1, sizeof dep);
    from->dep_count = 1;
}

typedef struct {
    Catalog *old, *new;
} World;

static int make(void **state) {
    World *world = g_new(World, 1);
    *world = (World){catalog_new(), catalog_new()};
    *state = world;
    return 0;
}

static int destroy(void **state) {
    World *world = *state;
    catalog_free(world->old);
    catalog_free(world->new);
    g_free(world);
    return 0;
}

static void equals_do_not_change(void **state) {
    World *world = *state;
    add(world->old, &box, "a", VALUES("red", NULL, "x"));
    add(world->new, &box, "a", VALUES("red", NULL, "other note"));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    assert_true(diff_is_empty(diff));
}

static void each_policy_asks_for_its_change(void **state) {
    World *world = *state;
    add(world->old, &box, "altered", VALUES("red"));
    add(world->old, &box, "one_way", VALUES("red"));
    add(world->old, &box, "remade", VALUES("red", "oak"));
    add(world->old, &label, "replaced", VALUES("x", "a, "));
    add(world->old, &label, "extended", VALUES("x", "a, "));
    add(world->old, &label, "reordered", VALUES("x", "a, b, "));
    add(world->new, &box, "altered", VALUES("blue"));
    add(world->new, &box, "one_way", VALUES(NULL));
    add(world->new, &box, "remade", VALUES("red", "ash"));
    add(world->new, &label, "replaced", VALUES("y", "a, "));
    add(world->new, &label, "extended", VALUES("x", "a, b, "));
    add(world->new, &label, "reordered", VALUES("x", "b, a, "));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    static const ChangeType expected[] = {CHANGE_ALTER, CHANGE_RECREATE, CHANGE_RECREATE,
                                          CHANGE_ALTER, CHANGE_ALTER,    CHANGE_RECREATE};
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        assert_int_equal(diff->of_old[i]->type, expected[i]);
    assert_false(diff->of_old[0]->replace);
    assert_true(diff->of_old[3]->replace);
}

static void what_depends_goes_and_comes_back(void **state) {
    World *world = *state;
    Object *old_box = add(world->old, &box, "a", VALUES("red"));
    depend(world->old, add(world->old, &label, "l", VALUES("x", "")), old_box);
    add(world->new, &box, "a", VALUES("blue"));
    add(world->new, &label, "l", VALUES("x", ""));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    assert_true(diff_rebuild(diff, NULL));
    assert_int_equal(diff->of_old[1]->type, CHANGE_RECREATE);
    assert_ptr_equal(diff->of_old[1]->cause, diff->of_old[0]);
}

static void spreading_stops_at_what_holds_data(void **state) {
    World *world = *state;
    Object *old_label = add(world->old, &label, "l", VALUES("x", "a, "));
    depend(world->old, add(world->old, &box, "a", VALUES("red")), old_label);
    add(world->new, &label, "l", VALUES("x", "b, "));
    add(world->new, &box, "a", VALUES("red"));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    g_autoptr(GError) error = NULL;
    assert_false(diff_rebuild(diff, &error));
    assert_int_equal(error->code, FAIL_DECISION);
    assert_non_null(strstr(error->message, "box a holds data"));
    assert_non_null(strstr(error->message, "label l"));
}

static void what_holds_nothing_itself_is_recreated(void **state) {
    World *world = *state;
    Object *old_label = add(world->old, &label, "l", VALUES("x", "a, "));
    depend(world->old, add(world->old, &box, "a", VALUES("red", NULL, "shell")), old_label);
    add(world->new, &label, "l", VALUES("x", "b, "));
    add(world->new, &box, "a", VALUES("red", NULL, "shell, too"));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    assert_true(diff_rebuild(diff, NULL));
    assert_int_equal(diff->of_old[1]->type, CHANGE_RECREATE);
    assert_false(change_holds_data(diff->of_old[1]));
}

static void expressions_that_the_server_prints_differently_are_equal_once_learned(void **state) {
    World *world = *state;
    enum { TEXT = 3 };
    Object *old = add(world->old, &box, "a", VALUES("red", NULL, NULL, "a::text"));
    add(world->new, &box, "a", VALUES("red", NULL, NULL, "(a)::text"));
    g_autoptr(GHashTable) equals = equals_new();
    assert_true(equals_add(equals, old, &box.attrs[TEXT], "(a)::text", "((a))::text"));
    g_autoptr(Diff) before = diff_compare(world->old, world->new, equals);
    assert_false(diff_is_empty(before));
    assert_true(equals_add(equals, old, &box.attrs[TEXT], "a::text", "((a))::text"));
    assert_false(equals_add(equals, old, &box.attrs[TEXT], "a::text", "((a))::text"));
    g_autoptr(Diff) after = diff_compare(world->old, world->new, equals);
    assert_true(diff_is_empty(after));
}

static void what_one_object_shows_excuses_no_other(void **state) {
    World *world = *state;
    enum { TEXT = 3 };
    Object *one = add(world->old, &box, "a", VALUES("red", NULL, NULL, "'12'"));
    add(world->new, &box, "a", VALUES("red", NULL, NULL, "'21'"));
    add(world->old, &box, "b", VALUES("red", NULL, NULL, "'12'"));
    add(world->new, &box, "b", VALUES("red", NULL, NULL, "'21'"));
    g_autoptr(GHashTable) equals = equals_new();
    assert_true(equals_add(equals, one, &box.attrs[TEXT], "'21'", "'12'"));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, equals);
    assert_int_equal(diff->of_old[0]->type, CHANGE_NONE);
    assert_int_not_equal(diff->of_old[1]->type, CHANGE_NONE);
}

static void a_drop_and_an_add_of_equals_look_alike(void **state) {
    World *world = *state;
    add(world->old, &box, "a", VALUES("red"));
    add(world->new, &box, "b", VALUES("red"));
    add(world->new, &box, "c", VALUES("blue"));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    g_autoptr(GArray) found = rename_look_alikes(diff, true);
    assert_int_equal(found->len, 1);
    const LookAlike *alike = &g_array_index(found, LookAlike, 0);
    assert_int_equal(alike->candidates->len, 1);
    assert_string_equal(((const Object *)alike->candidates->pdata[0])->identity, "b");
}

static void a_rename_is_parted_at_the_sign_outside_quotes(void **state) {
    (void)state;
    g_autofree char *old = NULL, *new = NULL;
    assert_true(rename_split("public.\"a=b\" = public.c", &old, &new, NULL));
    assert_string_equal(old, "public.\"a=b\"");
    assert_string_equal(new, "public.c");
    g_autoptr(GError) error = NULL;
    char *none = NULL;
    assert_false(rename_split("\"a=b\"", &none, &none, &error));
    assert_int_equal(error->code, FAIL_USAGE);
}

static void a_name_is_not_looked_for_in_that_of_the_schema(void **state) {
    World *world = *state;
    Object *old = add(world->old, &box, "public.p", VALUES("red"));
    Object *new = add(world->new, &box, "public.p1", VALUES("red"));
    Object *other = add(world->new, &box, "p.p", VALUES("red"));
    old->name = other->name = "p";
    new->name = "p1";
    assert_true(rename_is_sibling(old, new));
    assert_false(rename_is_sibling(other, new));
}

static void assert_alike(const GArray *found, guint i, const Object *old, const Object *new) {
    const LookAlike *alike = &g_array_index(found, LookAlike, i);
    assert_ptr_equal(alike->old, old);
    assert_int_equal(alike->candidates->len, 1);
    assert_ptr_equal(alike->candidates->pdata[0], new);
}

static void a_name_that_moves_is_a_rename(void **state) {
    World *world = *state;
    Object *a = add(world->old, &seal, "x", VALUES("NOT NULL a"));
    Object *b = add(world->old, &seal, "y", VALUES("NOT NULL b"));
    Object *new_a = add(world->new, &seal, "y", VALUES("NOT NULL a"));
    Object *new_b = add(world->new, &seal, "z", VALUES("NOT NULL b"));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    g_autoptr(GArray) found = rename_look_alikes(diff, false);
    assert_int_equal(found->len, 2);
    assert_alike(found, 0, a, new_a);
    assert_alike(found, 1, b, new_b);
}

static void a_rename_is_from_and_to_a_name_that_goes_without_saying(void **state) {
    World *world = *state;
    Object *named = add(world->old, &seal, "x", VALUES("NOT NULL a"));
    Object *plain = add(world->new, &seal, "t_a_not_null", VALUES("NOT NULL a"));
    say_nothing_of(world->new, plain);
    Object *old = add(world->old, &seal, "t_b_not_null", VALUES("NOT NULL b"));
    say_nothing_of(world->old, old);
    Object *new = add(world->new, &seal, "y", VALUES("NOT NULL b"));
    Object *stays = add(world->old, &seal, "t_c_not_null", VALUES("NOT NULL c"));
    say_nothing_of(world->old, stays);
    say_nothing_of(world->new, add(world->new, &seal, "t_c_not_null", VALUES("NOT NULL c")));
    g_autoptr(Diff) diff = diff_compare(world->old, world->new, NULL);
    g_autoptr(GArray) found = rename_look_alikes(diff, false);
    assert_int_equal(found->len, 2);
    assert_alike(found, 0, named, plain);
    assert_alike(found, 1, old, new);
    assert_ptr_equal(rename_find(world->old, NULL, "t_b_not_null", "the history", NULL), old);
}

static void a_part_is_meant_without_the_schema_of_its_table(void **state) {
    World *world = *state;
    Object *table = add(world->old, &box, "public.t", VALUES("red"));
    Object *part = add(world->old, &seal, "x on public.t", VALUES("NOT NULL a"));
    part->name = "x";
    part->parent = table;
    assert_ptr_equal(rename_find(world->old, NULL, "x on t", "the history", NULL), part);
    assert_ptr_equal(rename_find(world->old, NULL, "seal x on public.t", "the history", NULL),
                     part);
    assert_null(rename_find(world->old, NULL, "y on t", "the history", NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, destroy)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(equals_do_not_change),
        TEST(each_policy_asks_for_its_change),
        TEST(what_depends_goes_and_comes_back),
        TEST(spreading_stops_at_what_holds_data),
        TEST(what_holds_nothing_itself_is_recreated),
        TEST(expressions_that_the_server_prints_differently_are_equal_once_learned),
        TEST(what_one_object_shows_excuses_no_other),
        TEST(a_drop_and_an_add_of_equals_look_alike),
        TEST(a_rename_is_parted_at_the_sign_outside_quotes),
        TEST(a_name_is_not_looked_for_in_that_of_the_schema),
        TEST(a_name_that_moves_is_a_rename),
        TEST(a_rename_is_from_and_to_a_name_that_goes_without_saying),
        TEST(a_part_is_meant_without_the_schema_of_its_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
