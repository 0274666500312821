/* Syntax: a .prisma file as it is written, nothing resolved.
 *
 * Inside prisma/ alone. Everything belongs to the reading's arena; lists are chained by `next`, in
 * the order of the file.
 */
#pragma once

#include "prisma/reading.h"
#include "prisma/schema.h"

typedef struct PrismaArg PrismaArg;

typedef enum {
    EXPR_NUMBER,
    EXPR_STRING,
    EXPR_NAME, /* a path of names: `true`, `ADMIN`, `pg.x` */
    EXPR_CALL,
    EXPR_LIST,
    EXPR_OBJECT,
} PrismaExprType;

typedef struct {
    PrismaExprType type;
    Location at;
    const char *text; /* number as written, string's value, name; NULL for lists and objects */
    PrismaArg *args;  /* of a call, an object (all with names) or a list (all without) */
} PrismaExpr;

struct PrismaArg {
    const char *name; /* NULL without one */
    Location at;
    const PrismaExpr *value;
    PrismaArg *next;
};

typedef struct PrismaAttr PrismaAttr;
struct PrismaAttr {
    const char *name; /* "id", "db.VarChar" */
    Location at;
    bool of_block;    /* @@ */
    bool parentheses; /* were written */
    PrismaArg *args;
    const char *renamed; /* what its `/// @migrate renamed from` says; NULL without one */
    PrismaAttr *next;
};

typedef enum { ARITY_REQUIRED, ARITY_OPTIONAL, ARITY_LIST } PrismaArity;

/* A field, an enum's value, or a key of a datasource or generator. */
typedef struct PrismaMember PrismaMember;
struct PrismaMember {
    const char *name;
    Location at;
    const char *type; /* of a field; the text inside Unsupported("…") when `unsupported` */
    Location type_at;
    bool unsupported;
    PrismaArity arity;
    PrismaAttr *attrs;
    const PrismaExpr *value; /* of a key */
    const char *renamed;
    const char *personal; /* "mask email" or "not personal", of a comment like that; or NULL */
    PrismaMember *next;
};

typedef enum {
    BLOCK_MODEL,
    BLOCK_VIEW,
    BLOCK_TYPE,
    BLOCK_ENUM,
    BLOCK_DATASOURCE,
    BLOCK_GENERATOR,
} PrismaBlockType;

/* "model", "view", … */
const char *prisma_block_word(PrismaBlockType type);

typedef struct PrismaBlock PrismaBlock;
struct PrismaBlock {
    PrismaBlockType type;
    const char *name;
    Location at; /* of the name */
    PrismaMember *members;
    PrismaAttr *attrs;
    const char *renamed, *personal;
    PrismaBlock *next;
};

/* Adds the blocks of a file to the chain whose last link `*last` is; moves `*last` on. */
bool prisma_parse(Reading *reading, const PrismaText *file, PrismaBlock ***last);
