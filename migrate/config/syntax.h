/* Where configuration is written: migrate.ini, .env, and the variables that both may name.
 *
 * Inside config/ alone.
 */
#pragma once

#include "config/config.h"

/* A line of migrate.ini: a key, or the head of a section. */
typedef struct {
    char *section, *key, *value; /* the value as written; key and value are NULL in a head */
    guint line;
} IniLine;

/* The lines of `text`, in order. FAIL_USAGE with file:line for a line that is not a section, a key
 * or a comment, and for a key that is set twice. Array of IniLine*. Caller unrefs. */
GPtrArray *ini_read(const char *file, const char *text, GError **error);

typedef struct {
    char *value;
    guint line;
    bool literal; /* in single quotes: no variable is expanded */
} DotenvValue;

/* NAME=value, with `export` before it or not; values bare, in single quotes or in double quotes,
 * which may span lines and have \n \r \t \" \\ \$ in them. The last of two wins. Lines that are
 * something else are passed over: the file belongs to other programs, too. Table from char* to
 * DotenvValue*. Caller unrefs. */
GHashTable *dotenv_read(const char *text);

/* The value of a variable and where it comes from; NULL when it is not set or empty. */
typedef struct {
    const char *value;
    const DotenvValue *dotenv; /* NULL: from the process's environment */
} Variable;

typedef struct {
    char **environment;
    GHashTable *dotenv; /* may be NULL */
} Variables;

bool variable_find(const Variables *variables, const char *name, Variable *found);

/* `text` with ${NAME} replaced and $${ as ${. NULL with the name in `*missing` (caller frees) when
 * a variable is not set, refers to itself, or to very many others. */
char *variables_expand(const Variables *variables, const char *text, char **missing);
