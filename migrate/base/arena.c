#include "base/arena.h"

#include <stddef.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

typedef struct Block Block;
struct Block {
    Block *previous;
    max_align_t data[];
};

struct Arena {
    Block *blocks;
    char *next;
    gsize left;
};

Arena *arena_new(void) {
    return g_new0(Arena, 1);
}

void arena_free(Arena *arena) {
    if (!arena)
        return;
    for (Block *block = arena->blocks, *previous; block; block = previous) {
        previous = block->previous;
        g_free(block);
    }
    g_free(arena);
}

static char *arena_add_block(Arena *arena, gsize size) {
    gsize bytes;
    if (!g_size_checked_add(&bytes, sizeof(Block), size))
        g_error("cannot allocate %" G_GSIZE_FORMAT " bytes", size);
    Block *block = g_malloc(bytes);
    block->previous = arena->blocks;
    arena->blocks = block;
    return (char *)block->data;
}

/* Memory with undefined content: the copying functions overwrite all of it. */
static void *arena_take(Arena *arena, gsize size) {
    const gsize alignment = _Alignof(max_align_t);
    gsize padded = size ? size : 1;
    if (padded > G_MAXSIZE - alignment)
        g_error("cannot allocate %" G_GSIZE_FORMAT " bytes", size);
    padded = (padded + alignment - 1) / alignment * alignment;
    /* A large piece gets its own block and leaves the current one in use. */
    if (padded > arena->left && padded > BLOCK_BYTES / 4)
        return arena_add_block(arena, padded);
    if (padded > arena->left) {
        arena->next = arena_add_block(arena, BLOCK_BYTES);
        arena->left = BLOCK_BYTES;
    }
    void *memory = arena->next;
    arena->next += padded;
    arena->left -= padded;
    return memory;
}

void *arena_alloc(Arena *arena, gsize size) {
    return memset(arena_take(arena, size), 0, size);
}

char *arena_strdup(Arena *arena, const char *text) {
    return text ? arena_memdup(arena, text, strlen(text) + 1, 1) : NULL;
}

char *arena_strndup(Arena *arena, const char *text, gsize length) {
    if (!text)
        return NULL;
    length = strnlen(text, length);
    char *copy = arena_take(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_printf(Arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return arena_strdup(arena, text);
}

void *arena_memdup(Arena *arena, const void *data, gsize count, gsize size) {
    gsize bytes;
    if (!g_size_checked_mul(&bytes, count, size))
        g_error("cannot allocate %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT " bytes", count, size);
    void *copy = arena_take(arena, bytes);
    if (bytes)
        memcpy(copy, data, bytes);
    return copy;
}
