/* Reading: what the parts of the reader share while they work on one schema.
 *
 * Inside prisma/ alone. The first failure counts; everything after it only unwinds.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"

typedef struct {
    Arena *arena;  /* owns everything that is read */
    GError *error; /* the first failure */
    Location where;
} Reading;

/* Notes "file:line:column: message" unless a failure is noted already. Always false. */
bool reading_fail(Reading *reading, Location at, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same for a word that is not known: "message; did you mean 'x'?", where one of the
 * NULL-terminated `known` is near, else "message; known: a, b". */
bool reading_fail_word(Reading *reading, Location at, const char *word, const char *const *known,
                       const char *format, ...) G_GNUC_PRINTF(5, 6);

/* A growing array of pointers in an arena. */
typedef struct {
    gpointer *items;
    guint count, room;
} PrismaList;

void prisma_list_add(Arena *arena, PrismaList *list, gpointer item);
