/* Index: a file of a migrations folder that says which migrations there are, and in which order.
 *
 * Where a layout has one (history/layout.h), names of files say nothing about versions, and a file
 * that no line names is none of a migration's. Text in, lines out; nothing here looks at a disk.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *version;    /* digits: the time that the line has */
    char *name;       /* as the index has it; several lines may have one */
    GPtrArray *stems; /* char*: what its files may be called, the likeliest first */
    guint line;
} IndexLine;

/* What is wrong with the index. */
typedef struct {
    guint line, column;
    char *message, *fix; /* `fix` may be NULL */
} IndexFault;

typedef struct {
    GPtrArray *lines;  /* IndexLine*, in their order */
    GHashTable *tags;  /* a name with its '@' → IndexLine*: the last one that it stands behind */
    GPtrArray *faults; /* IndexFault* */
} Index;

/* A kind of index: a layout names one. */
typedef struct {
    const char *file;           /* in the folder */
    const char *const *folders; /* what else in the folder is a migration's; ends with NULL */
    Index *(*read)(const char *text, gsize length);
    /* The index with one more line, for `name` at `version`; `author` is "Name <address>". Caller
     * frees. */
    char *(*add)(const char *text, const char *version, const char *name, const char *author);
} IndexKind;

extern const IndexKind sqitch_plan;

Index *index_new(void);
void index_free(Index *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Index, index_free)
IndexLine *index_add(Index *index, const char *version, const char *name, guint line);
void index_fault(Index *index, guint line, guint column, const char *fix, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* The line whose files are called `stem`; NULL: none. */
const IndexLine *index_of_stem(const Index *index, const char *stem);
/* Where a line stands, from 1. */
guint index_place(const Index *index, const IndexLine *line);
