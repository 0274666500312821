/* Heap: numbers of which the smallest comes out first. The array (of guint) is the caller's; empty
 * is an empty heap. */
#pragma once

#include <glib.h>

void heap_push(GArray *heap, guint number);
/* Takes out the smallest; there has to be one. */
guint heap_pop(GArray *heap);
