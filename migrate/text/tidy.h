/* Tidying: SQL that the server printed, as a careful person would have written it.
 *
 * What a statement means never changes. Brackets, words and quotes are taken out only where the
 * parse tree stays the same, place by place; line breaks and blanks stand only between tokens. A
 * statement that the parser does not know keeps its words and gets line breaks only.
 */
#pragma once

#include <glib.h>

enum { TIDY_COLUMNS = 100 };

/* One statement, without its semicolon, tidied. Caller frees. */
char *tidy_sql(const char *sql);

/* How much of the server's print becomes what people write. */
typedef enum {
    IDIOMS_ALL,   /* names lose a cast, too */
    IDIOMS_CASTS, /* texts lose one */
    IDIOMS_WORDS, /* LIKE and IN only */
    IDIOMS_NONE,
} TidyIdioms;

/* tidy_idioms.c: SQL, or a part of it, with LIKE for ~~, IN for = ANY (ARRAY[…]), and without casts
 * that an operator beside them implies; to be tidied. It may mean something else: only a server
 * that has read both can tell. NULL where nothing is to be said otherwise. Caller frees. */
char *tidy_idioms(const char *sql, TidyIdioms level);

/* tidy_words.c: without brackets that are not needed, an index's default method and the names of
 * dollar quotes. Caller frees. */
char *tidy_words(const char *sql);

/* tidy_lines.c: with line breaks and indentation; no line is longer than TIDY_COLUMNS where a list
 * or a clause can be broken. Caller frees. */
char *tidy_lines(const char *sql);
