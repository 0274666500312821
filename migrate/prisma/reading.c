#include "prisma/reading.h"

#include "base/suggest.h"
#include "text/fault.h"
#include <string.h>

static void note(Reading *reading, Location at, const char *message) {
    if (reading->error)
        return;
    reading->where = at;
    text_fail(&reading->error, at, "%s", message);
}

bool reading_fail(Reading *reading, Location at, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    note(reading, at, message);
    return false;
}

bool reading_fail_word(Reading *reading, Location at, const char *word, const char *const *known,
                       const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    const char *near = suggest(word, known);
    g_autofree char *all = near ? NULL : g_strjoinv(", ", (char **)known);
    g_autofree char *whole = near ? g_strdup_printf("%s; did you mean '%s'?", message, near)
                                  : g_strdup_printf("%s; known: %s", message, all);
    note(reading, at, *known ? whole : message);
    return false;
}

void prisma_list_add(Arena *arena, PrismaList *list, gpointer item) {
    if (list->count == list->room) {
        guint room = list->room ? list->room * 2 : 4;
        gpointer *items = arena_alloc(arena, room * sizeof(gpointer));
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof(gpointer));
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = item;
}
