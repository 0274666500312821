/* What models of Prisma's language are written with. */
#include "types/psl.h"

#include "types/filters.h"

const char *psl_string(Arena *arena, const char *text) {
    g_autoptr(GString) quoted = g_string_new(NULL);
    filter_string(text, "", quoted);
    return arena_strdup(arena, quoted->str);
}

void psl_note(Arena *arena, PslModel *model, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *note = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    prisma_list_add(arena, &model->notes, arena_strdup(arena, note));
}
