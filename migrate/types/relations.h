/* Model: what generated code has to know of a catalog, with names as they are, unquoted.
 *
 * Schemas, relations and types come in the order of words_compare(), columns in the order of the
 * table. All of it lives in the arena that it was made in and borrows from the catalog. What is a
 * fact here is one that the server vouches for: a column counts as nullable until it is proven not
 * to be.
 */
#pragma once

#include "catalog/catalog.h"

/* What a type is, behind its domains. */
typedef enum {
    FORM_SCALAR, /* a type of the server's or of an extension's */
    FORM_ENUM,
    FORM_COMPOSITE,
    FORM_ROW, /* of a table or view */
    FORM_RANGE,
} TypeForm;

typedef struct {
    const char *declared;  /* as format_type() says it, modifiers and all: "public.email" */
    const char *base;      /* behind domains and array, without modifiers: "numeric" */
    const char *modifiers; /* "10,2"; NULL: none */
    bool array;
    TypeForm form;
    const Object *object; /* of a form other than scalar */
    const Object *domain; /* the outermost; NULL: none */
    bool not_null;        /* by a domain */
    bool has_default;     /* by a domain */
} ModelType;

typedef struct {
    const char *name, *comment;
    const char *path; /* "public.users.mail", as SQL quotes it */
    ModelType type;
    const char *default_sql, *generated_sql; /* NULL: none */
    bool nullable;                           /* neither proven nor a domain says that it is not */
    bool proven;                             /* never NULL in any row that is read */
    bool has_default;                        /* insertable, but need not be given */
    bool always; /* never given: identity ALWAYS, generated, not of a table */
    bool identity;
    bool serial; /* the default counts */
    bool primary, unique;
} ModelColumn;

typedef struct {
    const char *name;
    bool primary;
    GPtrArray *columns; /* of const char* */
} ModelKey;

typedef struct {
    const char *name;
    GPtrArray *columns, *referenced; /* of const char* */
    const char *schema, *relation;   /* what it references */
    const char *actions;             /* "ON DELETE CASCADE", as SQL; "" for none */
    bool one_to_one;
} ModelLink;

typedef enum { RELATION_TABLE, RELATION_VIEW, RELATION_MATERIALIZED } RelationForm;

typedef struct {
    const char *schema, *name, *comment, *identity;
    RelationForm form;
    bool partition;
    bool writable;
    GPtrArray *columns; /* of ModelColumn* */
    GPtrArray *keys;    /* of ModelKey*, the primary one first */
    GPtrArray *links;   /* of ModelLink* */
    const Object *object;
} ModelRelation;

/* An enum, a composite type, a domain or a range. */
typedef struct {
    const char *schema, *name, *comment, *identity;
    GPtrArray *labels;  /* of const char*, in their order */
    GPtrArray *columns; /* of ModelColumn* */
    ModelType type;     /* what a domain is over, what a range is of */
    const Object *object;
} ModelNamed;

typedef struct {
    const char *name; /* "" when it has none */
    ModelType type;
    bool has_default;
    char mode; /* as pg_proc.proargmodes */
} ModelArgument;

typedef struct {
    const char *schema, *name, *comment, *identity;
    GPtrArray *arguments; /* of ModelArgument*, the results among them */
    ModelType returns;
    bool set;
} ModelFunction;

typedef struct {
    Arena *arena;
    const Catalog *catalog;
    GHashTable *types;   /* identity → Object*: what types are called */
    GHashTable *columns; /* "schema.relation.column", unquoted, NUL-free → ModelColumn* */
    GPtrArray *schemas;  /* of const char* */
    GPtrArray *relations, *enums, *composites, *domains, *ranges, *functions;
} Model;

/* Which schemas count; true: left out. */
typedef bool (*ModelFilter)(const char *schema, void *data);

/* All but the columns of views, which model_read_views() reads. */
Model *model_new(Arena *arena, const Catalog *catalog, ModelFilter filter, void *data);
void model_free(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_free)

/* What a type's text comes down to. */
ModelType model_type(const Model *model, const char *text);

/* model_views.c: reads the columns of views, and proves which are never NULL.
 * After model_new(). */
void model_read_views(Model *model);
ModelColumn *model_column(const Model *model, const char *schema, const char *relation,
                          const char *column);
void model_add_column(Model *model, const ModelRelation *relation, ModelColumn *column);
/* The comment on `object`, on its column when that is not NULL. */
const char *model_comment(const Model *model, const Object *object, const char *column);
