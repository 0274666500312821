/* Words: what Prisma's language knows for PostgreSQL, as tables.
 *
 * Inside prisma/, and for types/, which writes the language. A new type, attribute, function or
 * operator class is a row in words.c.
 */
#pragma once

#include "prisma/grammar.h"

typedef enum {
    SCALAR_STRING,
    SCALAR_BOOLEAN,
    SCALAR_INT,
    SCALAR_BIGINT,
    SCALAR_FLOAT,
    SCALAR_DECIMAL,
    SCALAR_DATETIME,
    SCALAR_JSON,
    SCALAR_BYTES,
} PrismaScalar;

typedef struct {
    const char *name;
    PrismaScalar scalar;
    const char *sql; /* without a native type */
} ScalarWord;

/* The arguments in parentheses that a native type takes. */
typedef enum { NATIVE_PLAIN, NATIVE_LENGTH, NATIVE_PRECISION, NATIVE_DECIMAL } NativeArgs;

/* @db.NAME */
typedef struct {
    const char *name;
    PrismaScalar scalar;
    const char *sql;
    NativeArgs args;
    const char *serial; /* what it is with autoincrement(); NULL: the same type */
} NativeWord;

/* A function in @default. */
typedef struct {
    const char *name;
    guint scalars;       /* a set of 1 << PrismaScalar; 0: any type */
    const char *sql;     /* the default in the database; NULL: only the client makes values */
    const char *numbers; /* arguments that it takes: "" none, "4 7" one of these, "2-255" */
    const char *refused; /* why it cannot stand here; NULL: it can */
} FunctionWord;

/* `type:` of an index. */
typedef struct {
    const char *name;
    const char *sql; /* NULL: the server's default, which is not printed */
} IndexTypeWord;

/* `ops:` of an element of an index. */
typedef struct {
    const char *name;
    const char *sql;
    const char *types; /* the index types that it is for, separated by blanks */
} OperatorWord;

/* What an attribute can stand on. */
enum {
    ON_FIELD = 1,
    ON_MODEL = 2,
    ON_ENUM = 4,
    ON_VALUE = 8,
};

enum { MAX_PARAMS = 8 };

/* Where an attribute has different arguments on fields and models, it has a row for each. */
typedef struct {
    const char *name;
    guint on;
    const char *unnamed;            /* the argument that can stand without its name; NULL: none */
    const char *params[MAX_PARAMS]; /* ends with NULL */
    bool repeatable;
    const char *refused; /* why PostgreSQL has it not; NULL: it has */
} AttributeWord;

/* onDelete:, onUpdate: */
typedef struct {
    const char *name;
    const char *sql;
} ActionWord;

extern const ScalarWord scalar_words[];
extern const NativeWord native_words[];
extern const FunctionWord function_words[];
extern const IndexTypeWord index_type_words[];
extern const OperatorWord operator_words[];
extern const AttributeWord attribute_words[];
extern const ActionWord action_words[];
extern const char *const datasource_words[];

/* The row of a table whose rows begin with their name and whose last has none; NULL: no such. */
#define WORD_FIND(table, name) ((typeof(&(table)[0]))word_find((table), sizeof((table)[0]), (name)))
const void *word_find(const void *table, gsize row, const char *name);

/* Fails over a word that is not in the table. */
#define WORD_FAIL(reading, at, table, word, ...)                                                   \
    word_fail((reading), (at), (table), sizeof((table)[0]), (word), __VA_ARGS__)
bool word_fail(Reading *reading, Location at, const void *table, gsize row, const char *word,
               const char *format, ...) G_GNUC_PRINTF(6, 7);

/* The row for an attribute on a thing of the kind `on`; NULL, and an error, when there is none. */
const AttributeWord *attribute_word(Reading *reading, const PrismaAttr *attr, guint on);
