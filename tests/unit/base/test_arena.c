#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void memory_is_zeroed_and_aligned(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    for (gsize size = 0; size < 300; size++) {
        guint8 *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (gsize i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size);
    }
}

static void big_pieces_leave_small_ones_alone(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    char *small = arena_strdup(arena, "small");
    char *big = arena_alloc(arena, 10 * 1024 * 1024);
    big[10 * 1024 * 1024 - 1] = 'x';
    char *after = arena_strdup(arena, "after");
    assert_string_equal(small, "small");
    assert_string_equal(after, "after");
    assert_in_range(after - small, 1, 64);
}

static void many_pieces_keep_their_content(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    char *pieces[20000];
    for (guint i = 0; i < G_N_ELEMENTS(pieces); i++)
        pieces[i] = arena_printf(arena, "piece %u", i);
    for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autofree char *expected = g_strdup_printf("piece %u", i);
        assert_string_equal(pieces[i], expected);
    }
}

static void copies_stop_where_they_should(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    assert_null(arena_strdup(arena, NULL));
    assert_null(arena_strndup(arena, NULL, 3));
    assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_strndup(arena, "ab", 100), "ab");
    const int numbers[] = {1, 2, 3};
    assert_memory_equal(arena_memdup(arena, numbers, 3, sizeof(int)), numbers, sizeof(numbers));
    assert_non_null(arena_memdup(arena, NULL, 0, 8));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(big_pieces_leave_small_ones_alone),
        cmocka_unit_test(many_pieces_keep_their_content),
        cmocka_unit_test(copies_stop_where_they_should),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
