/* A search by halves: every fault is found, in as many trials as can be said beforehand. */
#include "compare/bisect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MOST = 260 };

typedef struct {
    guint fault;                /* the first place that is bad */
    guint skips_from, skips_to; /* places that cannot be told; none where the first is greater */
    guint trials;
} World;

static bool try_place(guint place, Trial *trial, void *data, GError **error) {
    World *world = data;
    (void)error;
    world->trials++;
    *trial = place >= world->skips_from && place <= world->skips_to ? TRIAL_SKIPPED
             : place < world->fault                                 ? TRIAL_GOOD
                                                                    : TRIAL_BAD;
    return true;
}

static void each_fault_is_found_in_the_logarithm_and_one(void **state) {
    (void)state;
    for (guint count = 1; count <= MOST; count++)
        for (guint fault = 1; fault <= count + 1; fault++) {
            World world = {fault, 1, 0, 0};
            BisectRange range = {0, count + 1};
            assert_true(bisect_search(&range, try_place, &world, NULL));
            assert_int_equal(range.bad, fault);
            assert_int_equal(range.good, fault - 1);
            assert_true(1u << (world.trials - 1) <= count);
        }
}

static void what_is_skipped_stays_between(void **state) {
    (void)state;
    for (guint from = 1; from <= 20; from++)
        for (guint to = from; to <= 20; to++)
            for (guint fault = 1; fault <= 20; fault++) {
                World world = {fault, from, to, 0};
                BisectRange range = {0, 21};
                assert_true(bisect_search(&range, try_place, &world, NULL));
                assert_true(range.good < fault && fault <= range.bad);
                for (guint place = range.good + 1; place < range.bad; place++)
                    assert_true(place >= from && place <= to);
                assert_true(world.trials <= 6 + to - from + 1);
            }
}

static void nothing_to_search_asks_nothing(void **state) {
    (void)state;
    World world = {1, 1, 0, 0};
    BisectRange range = {4, 5};
    assert_true(bisect_search(&range, try_place, &world, NULL));
    assert_int_equal(world.trials, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_is_found_in_the_logarithm_and_one),
        cmocka_unit_test(what_is_skipped_stays_between),
        cmocka_unit_test(nothing_to_search_asks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
