/* Arena: memory that is freed all at once.
 *
 * Everything allocated from an arena lives until arena_free(); there is no way to free a part.
 * Allocation never fails (GLib aborts when memory runs out). An arena is not thread-safe.
 */
#pragma once

#include <glib.h>

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(Arena *arena, gsize size);

/* A copy of `text`; NULL gives NULL. */
char *arena_strdup(Arena *arena, const char *text);
char *arena_strndup(Arena *arena, const char *text, gsize length);
char *arena_printf(Arena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A copy of `count` elements of `size` bytes. */
void *arena_memdup(Arena *arena, const void *data, gsize count, gsize size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
