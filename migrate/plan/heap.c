#include "plan/heap.h"

void heap_push(GArray *heap, guint number) {
    g_array_append_val(heap, number);
    guint i = heap->len - 1;
    while (i > 0) {
        guint *child = &g_array_index(heap, guint, i),
              *parent = &g_array_index(heap, guint, (i - 1) / 2);
        if (*parent <= *child)
            return;
        guint swap = *parent;
        *parent = *child;
        *child = swap;
        i = (i - 1) / 2;
    }
}

guint heap_pop(GArray *heap) {
    guint top = g_array_index(heap, guint, 0), last = g_array_index(heap, guint, heap->len - 1);
    g_array_set_size(heap, heap->len - 1);
    if (heap->len == 0)
        return top;
    g_array_index(heap, guint, 0) = last;
    for (guint i = 0;;) {
        guint least = i;
        for (guint child = 2 * i + 1; child <= 2 * i + 2 && child < heap->len; child++)
            if (g_array_index(heap, guint, child) < g_array_index(heap, guint, least))
                least = child;
        if (least == i)
            return top;
        guint swap = g_array_index(heap, guint, i);
        g_array_index(heap, guint, i) = g_array_index(heap, guint, least);
        g_array_index(heap, guint, least) = swap;
        i = least;
    }
}
