#include "catalog/fingerprint.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const Kind label = {
    .name = "label",
    .attrs = (const KindAttr[]){{NULL}},
    .within = {.ordered = true},
};
static const Kind thing = {
    .name = "thing",
    .attrs =
        (const KindAttr[]){
            {"default", ATTR_ALTER}, {"collation", ATTR_RECREATE}, {"attnum", ATTR_IGNORE}, {NULL}},
};

/* A thing with two ordered children, as one database may have it. */
typedef struct {
    const char *values[3];
    Object top, one, two;
    Object *children[2], *objects[3];
    Unmodelled unmodelled[2];
    Catalog catalog;
} Sample;

static void sample_init(Sample *sample) {
    *sample = (Sample){.values = {"1", NULL, "1"}};
    sample->top = (Object){.kind = &thing, .identity = "public.a", .values = sample->values};
    sample->one = (Object){.kind = &label, .identity = "x", .parent = &sample->top, .ord = 1};
    sample->two = (Object){.kind = &label, .identity = "y", .parent = &sample->top, .ord = 2};
    sample->children[0] = &sample->one;
    sample->children[1] = &sample->two;
    sample->top.children = sample->children;
    sample->top.child_count = 2;
    sample->objects[0] = &sample->one;
    sample->objects[1] = &sample->two;
    sample->objects[2] = &sample->top;
    sample->unmodelled[0] = (Unmodelled){"gadget", "public.g"};
    sample->unmodelled[1] = (Unmodelled){"gadget", "public.h"};
    sample->catalog = (Catalog){.objects = sample->objects,
                                .count = 3,
                                .unmodelled = sample->unmodelled,
                                .unmodelled_count = 2};
}

static bool same(const Sample *a, const Sample *b) {
    Sum one = catalog_fingerprint(&a->catalog), two = catalog_fingerprint(&b->catalog);
    return sum_equal(&one, &two);
}

static void equal_catalogs_of_two_databases_have_one_fingerprint(void **state) {
    (void)state;
    Sample a, b;
    sample_init(&a);
    sample_init(&b);
    b.top.address = (Address){1, 2, 3};
    b.values[2] = "7"; /* ignored */
    b.one.ord = 10, b.two.ord = 20;
    b.unmodelled[0] = a.unmodelled[1];
    b.unmodelled[1] = a.unmodelled[0];
    b.catalog.server_version = 150020;
    assert_true(same(&a, &b));
}

static void every_compared_attribute_counts(void **state) {
    (void)state;
    Sample a, b;
    for (guint i = 0; i < 2; i++) {
        sample_init(&a);
        sample_init(&b);
        b.values[i] = "2";
        assert_false(same(&a, &b));
    }
}

static void absent_is_not_empty(void **state) {
    (void)state;
    Sample a, b;
    sample_init(&a);
    sample_init(&b);
    b.values[1] = "";
    assert_false(same(&a, &b));
}

static void texts_do_not_run_into_each_other(void **state) {
    (void)state;
    Sample a, b;
    sample_init(&a);
    sample_init(&b);
    a.one.identity = "x5:label1:y", b.one.identity = "x5:label1:";
    assert_false(same(&a, &b));
    a.values[0] = "ab", a.values[1] = "c";
    b.values[0] = "a", b.values[1] = "bc";
    a.one.identity = b.one.identity;
    assert_false(same(&a, &b));
}

static void identity_and_parent_count(void **state) {
    (void)state;
    Sample a, b;
    sample_init(&a);
    sample_init(&b);
    b.top.identity = "public.b";
    assert_false(same(&a, &b));
    sample_init(&b);
    b.one.parent = NULL;
    assert_false(same(&a, &b));
    sample_init(&b);
    b.catalog.count--;
    assert_false(same(&a, &b));
    sample_init(&b);
    b.unmodelled[1].identity = "public.i";
    assert_false(same(&a, &b));
}

static void the_order_of_ordered_siblings_counts(void **state) {
    (void)state;
    Sample a, b;
    sample_init(&a);
    sample_init(&b);
    b.children[0] = &b.two;
    b.children[1] = &b.one;
    assert_false(same(&a, &b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_catalogs_of_two_databases_have_one_fingerprint),
        cmocka_unit_test(every_compared_attribute_counts),
        cmocka_unit_test(absent_is_not_empty),
        cmocka_unit_test(texts_do_not_run_into_each_other),
        cmocka_unit_test(identity_and_parent_count),
        cmocka_unit_test(the_order_of_ordered_siblings_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
