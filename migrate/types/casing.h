/* Words: SQL's quoted texts read back, and names in the styles of programming languages. */
#pragma once

#include "base/arena.h"
#include <stdbool.h>

/* What quote_ident() made of a name; what is not quoted stays. NULL gives NULL. */
const char *words_unquote_name(Arena *arena, const char *quoted);
/* What quote_literal() made of a text. NULL gives NULL. */
const char *words_unquote_literal(Arena *arena, const char *quoted);
/* The parts of a qualified name in SQL, unquoted; `schema` is NULL where there is none. */
void words_split_name(Arena *arena, const char *qualified, const char **schema, const char **name);
/* Behind the name that begins there, quoted or not. */
const char *words_skip_name(const char *at);
/* The names of the list in parentheses that `*at` leads to; moves `*at` behind it. Array of const
 * char*, NULL-terminated when used as such by the caller. Caller unrefs; NULL when there is none.
 */
GPtrArray *words_read_list(Arena *arena, const char **at);

typedef enum {
    STYLE_OF_DATABASE, /* as it is */
    STYLE_CAMEL,       /* created_at → createdAt, _id → _Id, as Kysely's CamelCasePlugin */
    STYLE_PASCAL,      /* created_at → CreatedAt */
    STYLE_LOWER,       /* CreatedAt → created_at */
    STYLE_EXPORTED,    /* as STYLE_PASCAL, and always with a capital in front: _id → X_Id */
    STYLE_PUBLIC,      /* __init__ → x__init__: two '_' in front have a meaning of their own */
    STYLE_PRISMA,      /* _1st_row → st_row: what is before the first letter is left out */
} NameStyle;

/* The name in a style. */
const char *words_styled(Arena *arena, const char *name, NameStyle style);
/* The same with '_' for each character that no identifier may have, and before a digit in front (x in
 * STYLE_PRISMA, before whatever is no letter). Letters beyond ASCII stay when `letters` allows
 * them, marks and signs do not. */
const char *words_identifier(Arena *arena, const char *name, NameStyle style, bool letters);

/* Orders names as people look them up: whatever the case, '_' before digits before letters; lower
 * case first where nothing else differs. */
int words_compare(const char *one, const char *two);
