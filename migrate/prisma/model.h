/* Model: a schema whose names are resolved.
 *
 * Inside prisma/ alone. Everything belongs to the schema's arena. A thing has the name that
 * Prisma's language calls it by (`name`) and the one of the database.
 */
#pragma once

#include "prisma/words.h"

typedef struct PrismaModel PrismaModel;
typedef struct PrismaEnum PrismaEnum;

typedef struct {
    const char *name, *label; /* the label in the database */
    const PrismaMember *written;
} PrismaValue;

struct PrismaEnum {
    const char *name, *type; /* the type in the database */
    const char *schema;      /* NULL: the default one */
    const PrismaBlock *written;
    PrismaList values;   /* of PrismaValue* */
    GHashTable *by_name; /* name → PrismaValue* */
};

typedef enum { FIELD_SCALAR, FIELD_ENUM, FIELD_UNSUPPORTED, FIELD_RELATION } PrismaFieldType;

typedef struct {
    const char *name, *column;
    PrismaModel *model;
    const PrismaMember *written;
    PrismaFieldType type;
    const ScalarWord *scalar; /* of a scalar */
    const NativeWord *native; /* NULL: none */
    PrismaEnum *enumeration;  /* of an enum */
    PrismaModel *target;      /* of a relation */
    const char *sql_type;     /* of everything but a relation; of one element of a list */
    const char *serial;       /* the type with autoincrement(), NULL without */
    const char *default_sql;  /* NULL: none */
    bool generated;           /* the default's text is a generated column's expression */
    bool by_database;         /* the default is a dbgenerated() */
} PrismaField;

typedef struct {
    const PrismaField *field;
    const char *order; /* "ASC", "DESC"; NULL: not said */
    const char *ops;   /* NULL: not said */
} PrismaElement;

typedef enum { KEY_PRIMARY, KEY_INDEX, KEY_UNIQUE } PrismaKeyType;

/* A primary key, or an index. */
typedef struct {
    PrismaKeyType type;
    const char *name; /* in the database */
    Location at;
    const char *renamed;
    PrismaModel *model;
    PrismaList elements; /* of PrismaElement* */
    const char *method;  /* NULL: the default */
    const char *where;   /* SQL; NULL: none */
} PrismaKey;

/* A foreign key. */
typedef struct {
    const char *name;
    Location at;
    const char *renamed;
    PrismaModel *model, *target;
    PrismaList fields, references; /* of const PrismaField* */
    const char *on_delete, *on_update;
} PrismaForeignKey;

/* The table of an implicit many-to-many relation. */
typedef struct {
    const char *table;
    Location at;
    PrismaModel *sides[2]; /* A and B */
    bool old;              /* a unique index instead of a primary key */
} PrismaJoin;

struct PrismaModel {
    const char *name, *table;
    const char *schema; /* NULL: the default one */
    const PrismaBlock *written;
    bool view;
    PrismaList fields;   /* of PrismaField* */
    GHashTable *by_name; /* name → PrismaField* */
    PrismaKey *primary;  /* NULL: none */
    PrismaList keys;     /* of PrismaKey*: fields' unique, then @@index, then @@unique */
    PrismaList foreign;  /* of PrismaForeignKey* */
};

typedef struct {
    const char *name, *schema, *version; /* schema, version: NULL without */
    Location at;
} PrismaExtension;

struct PrismaSchema {
    Reading reading;
    PrismaOptions options;
    PrismaBlock *blocks;
    const PrismaBlock *datasource; /* NULL: none */
    bool foreign_keys;             /* relationMode */
    PrismaList schemas;            /* of const PrismaExpr*; empty: no @@schema */
    PrismaList extensions;         /* of PrismaExtension*, by name */
    PrismaList enums;              /* of PrismaEnum* */
    PrismaList models;             /* of PrismaModel* */
    PrismaList joins;              /* of PrismaJoin* */
    GHashTable *names;             /* of models: name → PrismaModel* */
    GHashTable *enum_names;        /* name → PrismaEnum* */
};

const PrismaField *model_field(const PrismaModel *model, const char *name);

/* The parts of the reader, in the order in which they work on all models. */
bool datasource_read(PrismaSchema *schema);
bool enums_read(PrismaSchema *schema);
bool fields_read(PrismaSchema *schema, PrismaModel *model);
bool keys_read(PrismaSchema *schema, PrismaModel *model);
bool relations_read(PrismaSchema *schema);
bool names_check(PrismaSchema *schema);

/* The SQL of a field's @default; sets what the field says of defaults. */
bool default_read(Reading *reading, PrismaField *field, const PrismaAttr *attr);

/* A field that an argument names, of the model itself; NULL, and an error, when there is none. */
const PrismaField *field_named(Reading *reading, const PrismaModel *model, const PrismaExpr *expr);

/* Whether `fields` are, in some order, a unique criterion of the model. */
bool model_is_unique(const PrismaModel *model, const PrismaList *fields);
